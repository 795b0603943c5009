package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.data;
import static dev.hearth.platform.SmallCluster.pod;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.workload.Autoscaler;
import dev.hearth.dsl.workload.ScalingRules;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisTest {

    private static final Redis REDIS = Redis.named("redis");

    /** Uses a Redis by its URL. */
    record Photos(String name, RedisClient client) implements Component {

        @Override
        public ImmutableSet<Ask> asks() {
            return ImmutableSet.of(client);
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(Workload.job(name)
                    .image(Redis.IMAGE)
                    .env("REDIS_URL", client.credential().key("url")));
        }
    }

    private static Photos photos() {
        return new Photos("photos", REDIS.client("photos"));
    }

    private static List<String> lines(Redis redis, String file) {
        return lines(SmallCluster.of(redis), file);
    }

    private static List<String> lines(SmallCluster cluster, String file) {
        String text = data(cluster.object("ConfigMap", "redis")).get(file);
        assertThat(text).as(file).isNotNull();
        return String.valueOf(text).lines().toList();
    }

    private static List<String> flows(SmallCluster cluster) {
        return cluster.expansion().flows().stream()
                .filter(flow -> flow.owner().equals("redis") || flow.owner().equals("photos"))
                .map(flow -> name(flow.from()) + " -> " + name(flow.to()) + " " + flow.port())
                .distinct()
                .sorted()
                .toList();
    }

    private static String name(Peer peer) {
        return peer instanceof Pods pods ? pods.name() : peer.toString();
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = SmallCluster.of(REDIS.keyspaceNotifications(KeyEvent.EXPIRED), photos());

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("redis", cluster.manifests("redis"));
    }

    @Test
    void opens_no_more_than_members_front_job_and_users_need() {
        assertThat(flows(SmallCluster.of(REDIS, photos())))
                .containsExactly(
                        "photos -> redis-master 6379",
                        "prometheus -> redis 9121",
                        "prometheus -> redis-master 8404",
                        "redis -> redis 26379",
                        "redis -> redis 6379",
                        "redis -> redis-master 6379",
                        "redis-check -> redis-master 6379",
                        "redis-master -> redis 26379",
                        "redis-master -> redis 6379");
    }

    @Test
    void a_user_has_the_same_credential_where_it_is_used_and_where_it_is_let_in() {
        List<Stated<CredentialUse>> uses =
                SmallCluster.of(REDIS, photos()).expansion().facts(CredentialUse.class).stream()
                        .filter(use -> use.fact().credential().name().equals("redis-photos"))
                        .toList();

        assertThat(uses).extracting(use -> use.fact().namespace()).containsExactlyInAnyOrder("redis", "photos");
        assertThat(uses.get(0).fact().credential()).isEqualTo(uses.get(1).fact().credential());
        assertThat(uses.get(0).fact().credential().entry("url").toString())
                .contains("redis://${user}:${password:url}@redis-master.redis.svc.cluster.local:6379/0");
    }

    @Test
    void users_hear_of_their_keys_only_where_notifications_are_on() {
        String rules = "photos ~photos:* resetchannels &photos:* +@all -@admin -@dangerous +info";
        assertThat(lines(SmallCluster.of(REDIS, photos()), "redis.users")).contains(rules);
        assertThat(lines(SmallCluster.of(REDIS.keyspaceNotifications(KeyEvent.EVICTED), photos()), "redis.users"))
                .contains(rules.replace("&photos:*", "&photos:* &__keyspace@0__:photos:* &__keyevent@0__:*"));
    }

    @Test
    void two_components_share_a_user_and_disagree_on_its_rights_only_with_a_finding() {
        Photos again = new Photos("gallery", REDIS.client("photos"));
        Photos other = new Photos("gallery", REDIS.client("photos").allKeys());

        assertThat(SmallCluster.of(REDIS, photos(), again).findings()).isEmpty();
        assertThat(SmallCluster.of(REDIS, photos(), other).findings())
                .extracting(finding -> finding.rule())
                .containsExactly("redis.user");
    }

    @Test
    void keeps_data_on_disks_and_refuses_writes_when_it_is_full() {
        assertThat(lines(REDIS, "redis.conf"))
                .contains(
                        "appendonly yes", "appendfsync everysec", "maxmemory 268435456", "maxmemory-policy noeviction")
                .contains("min-replicas-to-write 1", "min-replicas-max-lag 10");
        assertThat(claims(REDIS.storage(gib(5))).get(0).toString()).contains("5Gi");
    }

    @Test
    void a_cache_lets_old_keys_go_and_writes_no_disk() {
        Redis cache = REDIS.cache(mib(64));

        assertThat(lines(cache, "redis.conf"))
                .contains("appendonly no", "save \"\"", "maxmemory 67108864", "maxmemory-policy allkeys-lru")
                .contains("min-replicas-to-write 0");
        assertThat(claims(cache)).isEmpty();
        assertThat(rules(cache)).doesNotContain("RedisCannotSave").doesNotContain("RedisMemoryLow");
    }

    private static List<Mapping> claims(Redis redis) {
        return SmallCluster.of(redis)
                .object("StatefulSet", "redis")
                .spec()
                .sequence("volumeClaimTemplates")
                .mappings();
    }

    private static String rules(Redis redis) {
        return Yaml.write(
                SmallCluster.of(redis).object("PrometheusRule", "redis").spec());
    }

    @Test
    void says_which_events_it_tells() {
        assertThat(lines(REDIS, "redis.conf")).contains("notify-keyspace-events \"\"");
        assertThat(lines(REDIS.keyspaceNotifications(KeyEvent.EXPIRED, KeyEvent.GENERIC), "redis.conf"))
                .contains("notify-keyspace-events \"KEgx\"");
    }

    @Test
    void a_majority_of_the_sentinels_decides() {
        SmallCluster five = SmallCluster.of(REDIS.sentinels(5));

        assertThat(data(five.object("ConfigMap", "redis")).get("start-sentinel.sh"))
                .contains("6379 3\"");
        assertThat(data(five.object("ConfigMap", "redis-master")).get("haproxy.cfg"))
                .contains("use_backend member-4 if { nbsrv(chosen-4) ge 3 }");
        assertThat(five.object("StatefulSet", "redis").spec().number("replicas"))
                .hasToString("Optional[5]");
    }

    @Test
    void a_single_one_has_the_same_services_and_nobody_to_wait_for() {
        SmallCluster single = SmallCluster.of(Redis.single("redis"));

        assertThat(single.findings()).isEmpty();
        assertThat(lines(single, "redis.conf")).contains("min-replicas-to-write 0");
        assertThat(services(single)).isEqualTo(services(SmallCluster.of(REDIS)));
        assertThat(single.manifests()).extracting(Manifest::kind).doesNotContain("PodDisruptionBudget");
    }

    private static List<String> services(SmallCluster cluster) {
        return cluster.manifests("redis").stream()
                .filter(manifest -> manifest.kind().equals("Service"))
                .map(Manifest::name)
                .sorted()
                .toList();
    }

    @Test
    void no_password_is_an_argument() {
        SmallCluster cluster = SmallCluster.of(REDIS, photos());

        data(cluster.object("ConfigMap", "redis"))
                .values()
                .forEach(script -> assertThat(script).doesNotContain("--pass ").doesNotContain("redis-cli -a"));
        assertThat(container(cluster.object("Job", "redis-check")).toString()).doesNotContain("--pass ");
    }

    @Test
    void hands_over_before_a_pod_ends() {
        Mapping pod = pod(SmallCluster.of(REDIS).object("StatefulSet", "redis"));

        assertThat(pod.number("terminationGracePeriodSeconds")).hasToString("Optional[60]");
        assertThat(pod.sequence("containers")
                        .mappings()
                        .get(0)
                        .mapping("lifecycle")
                        .toString())
                .contains("preStop")
                .contains("hand-over.sh");
    }

    @Test
    void takes_further_settings_but_none_that_it_writes_itself() {
        assertThat(lines(REDIS.setting("lfu-decay-time", 5), "redis.conf")).contains("lfu-decay-time 5");
        assertThatThrownBy(() -> REDIS.setting("appendonly", "no"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("setting 'appendonly'");
        assertThatThrownBy(() -> REDIS.setting("hz", "10\nuser root on")).hasMessageContaining("one line");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 9})
    void refuses_numbers_of_members_that_cannot_elect(int count) {
        assertThatThrownBy(() -> REDIS.sentinels(count)).hasMessageContaining("must have 1, 3, 5 or 7 members");
    }

    @Test
    void refuses_to_want_so_many_replicas_that_one_loss_stops_all_writes() {
        assertThatThrownBy(() -> REDIS.minReplicas(2)).hasMessageContaining("can want 0 to 1 replicas");
        assertThat(REDIS.sentinels(5).minReplicas(3).minReplicas()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "front", "hearth-check"})
    void refuses_users_that_redis_has_itself(String user) {
        assertThatThrownBy(() -> REDIS.client(user)).hasMessageContaining("user of Redis '" + user + "'");
    }

    @Test
    void promtool_takes_its_alerts_and_they_fire_on_what_they_are_for() {
        String tests = """
                rule_files: [rules.yaml]
                tests:
                  - interval: 1m
                    input_series:
                      - {series: 'haproxy_backend_active_servers{namespace="redis",pod="a",proxy="member-0"}', values: '1 0x9'}
                      - {series: 'haproxy_backend_active_servers{namespace="redis",pod="a",proxy="member-1"}', values: '0x10'}
                      - {series: 'haproxy_backend_active_servers{namespace="redis",pod="b",proxy="member-0"}', values: '1x10'}
                      - {series: 'haproxy_backend_active_servers{namespace="other",pod="c",proxy="member-0"}', values: '0x10'}
                      - {series: 'redis_master_link_up{namespace="redis",pod="redis-1"}', values: '0x10'}
                    alert_rule_test:
                      - eval_time: 5m
                        alertname: RedisWithoutMaster
                        exp_alerts:
                          - exp_labels: {namespace: redis, pod: a, severity: critical}
                            exp_annotations:
                              summary: Redis has no master
                              description: a of redis finds no member that is master.
                      - eval_time: 8m
                        alertname: RedisReplicaBehind
                        exp_alerts:
                          - exp_labels: {namespace: redis, pod: redis-1, severity: warning}
                            exp_annotations:
                              summary: A replica of Redis has lost its master
                              description: redis-1 of redis gets no changes.
                """;
        Outcome check = Judges.require("promtool")
                .run(List.of("check", "rules"), rules(REDIS).getBytes(UTF_8));
        assertThat(check.exitCode()).as(check.stderr()).isZero();
        assertThat(RuleTests.run(rules(REDIS), tests)).isEmpty();
    }

    @Test
    void the_front_scales_and_the_members_do_not() {
        SmallCluster cluster = SmallCluster.of(REDIS.frontAutoscaler(Autoscaler.between(2, 4)
                .cpu(70)
                .scaleDown(ScalingRules.stabilized(minutes(30)).pods(1, minutes(10)))));
        Mapping scaling =
                cluster.object("HorizontalPodAutoscaler", "redis-master").spec();

        assertThat(cluster.findings()).isEmpty();
        assertThat(scaling.mapping("scaleTargetRef").text("name")).contains("redis-master");
        assertThat(scaling.mapping("behavior").mapping("scaleDown").number("stabilizationWindowSeconds"))
                .contains(1800L);
        Manifest front = cluster.object("Deployment", "redis-master");
        assertThat(front.spec().has("replicas")).isFalse();
        assertThat(container(front).mapping("resources").mapping("requests").text("cpu"))
                .contains("100m");
        assertThat(cluster.object("StatefulSet", "redis").spec().number("replicas"))
                .contains(3L);
    }
}
