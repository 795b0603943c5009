package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.platform.SmallCluster.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.LogRules;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.data.Bucket;
import dev.hearth.platform.data.Minio;
import dev.hearth.platform.data.ObjectStorage;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the stores of logs, metrics, traces and profiles have in common. */
class StoresTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final ServiceRef ALERTS = ServiceRef.of("alertmanager", "alertmanager", "web");

    /** Knows what its logs mean. */
    record Shop() implements Component {

        @Override
        public Offers offers() {
            return Offers.of(LogRules.named("shop")
                    .alert(Alert.named("ShopFails")
                            .expr("sum(count_over_time({namespace=\"shop\"} |= \"failed\" [5m])) > 0")
                            .summary("The shop fails")));
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none();
        }
    }

    /** Offers what alerts are told to. */
    record Told() implements Component {

        @Override
        public String name() {
            return "alertmanager";
        }

        private Workload server() {
            return Workload.deployment("alertmanager")
                    .image(Image.of("registry.example.org/alertmanager", "1"))
                    .port(Port.http(9093).named("web"))
                    .requests(cpu("10m"), memory("16Mi"))
                    .limits(memory("16Mi"));
        }

        @Override
        public Offers offers() {
            return server().offers();
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(server());
        }
    }

    private static Bucket bucket(String name) {
        return new Bucket("minio", name);
    }

    private static Loki loki() {
        return Loki.named("loki", bucket("loki-chunks"));
    }

    private static Mimir mimir() {
        return Mimir.named("mimir", bucket("mimir-blocks"));
    }

    private static Tempo tempo() {
        return Tempo.named("tempo", bucket("tempo-traces"));
    }

    private static Pyroscope pyroscope() {
        return Pyroscope.named("pyroscope", bucket("pyroscope"));
    }

    private static SmallCluster cluster(Component... components) {
        return cluster(SmallCluster.site(), components);
    }

    private static SmallCluster cluster(Site site, Component... components) {
        return SmallCluster.of(
                site,
                Stream.concat(Stream.of(Minio.named("minio")), Stream.of(components))
                        .toArray(Component[]::new));
    }

    private static SmallCluster all() {
        return cluster(
                new Shop(),
                new Told(),
                loki().retention("{job=\"audit\"}", days(365)).alertsTo(ALERTS),
                mimir(),
                tempo().metricsTo(mimir().push()),
                pyroscope());
    }

    private static Mapping config(SmallCluster cluster, String name) {
        String text = SmallCluster.data(cluster.object("ConfigMap", name)).getOrDefault("config.yaml", "");
        return (Mapping) Yaml.documents(text, name).get(0).root();
    }

    private static Mapping at(Mapping mapping, String... path) {
        Mapping found = mapping;
        for (String key : path) {
            found = found.mapping(key);
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"loki", "mimir", "tempo", "pyroscope"})
    void becomes_the_expected_objects(String name) {
        SmallCluster cluster = all();

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree(name, cluster.manifests(name));
    }

    static Stream<SmallCluster> everySetting() {
        List<ObjectStorage> places = List.of(
                ObjectStorage.in(bucket("things").user("somebody")),
                ObjectStorage.s3("things", "eu-central-1"),
                ObjectStorage.s3("things", "us-east-1")
                        .endpoint("http://nas.home.arpa:9000")
                        .usingPathStyle());
        List<SmallCluster> clusters = new ArrayList<>();
        Random choice = new Random(7);
        for (ObjectStorage place : places) {
            for (int replicas : new int[] {1, 3}) {
                Duration kept = hours(24 + choice.nextInt(10_000));
                Loki loki = Loki.named("loki", place)
                        .replicas(replicas)
                        .retention(kept)
                        .retention("{job=\"audit\"}", kept.multipliedBy(2))
                        .retention("{namespace=\"shop\", app=~\"a.*\"}", hours(24))
                        .rate(1 + choice.nextInt(100))
                        .schema(LocalDate.of(2027, 1, 1), "v14")
                        .disk(gib(1 + choice.nextInt(100)))
                        .memory(gib(1 + choice.nextInt(8)))
                        .alertsTo(ALERTS);
                Mimir mimir = Mimir.named("mimir", place)
                        .replicas(replicas)
                        .retention(kept)
                        .series(1000 + choice.nextInt(10_000_000))
                        .exemplars(choice.nextInt(1_000_000))
                        .lateBy(minutes(choice.nextInt(1000)))
                        .disk(gib(1 + choice.nextInt(100)))
                        .memory(gib(1 + choice.nextInt(8)));
                Tempo tempo = Tempo.named("tempo", place)
                        .retention(kept)
                        .rate(1 + choice.nextInt(3000))
                        .metricsTo(ServiceRef.of("mimir", "mimir", "http-metrics"), "/api/v1/write");
                Pyroscope pyroscope =
                        Pyroscope.named("pyroscope", place).retention(kept).rate(1 + choice.nextInt(100));
                clusters.add(cluster(new Shop(), new Told(), loki, mimir, tempo, pyroscope));
            }
        }
        clusters.add(cluster(loki(), mimir(), tempo(), pyroscope()));
        return clusters.stream();
    }

    @ParameterizedTest
    @MethodSource("everySetting")
    void every_configuration_has_only_keys_that_its_program_knows(SmallCluster cluster) {
        for (String program : List.of("loki", "mimir", "tempo", "pyroscope")) {
            assertThat(ProgramKeys.of(program).faults(config(cluster, program)))
                    .as(program)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everySetting")
    void every_variable_of_a_configuration_has_a_key_of_a_secret_in_the_same_container(SmallCluster cluster) {
        for (String program : List.of("loki", "mimir", "tempo", "pyroscope")) {
            String text =
                    SmallCluster.data(cluster.object("ConfigMap", program)).getOrDefault("config.yaml", "");
            Mapping container = container(cluster.object("StatefulSet", program));
            List<String> given = container.sequence("env").mappings().stream()
                    .filter(variable -> variable.mapping("valueFrom").has("secretKeyRef"))
                    .map(variable -> variable.text("name").orElseThrow())
                    .toList();
            List<String> used = VARIABLE.matcher(text)
                    .results()
                    .map(match -> match.group(1))
                    .toList();

            assertThat(used).as(program).hasSize(2).allMatch(given::contains);
            // A dollar alone is a variable too, for Mimir.
            assertThat(VARIABLE.matcher(text).replaceAll(Matcher.quoteReplacement("")))
                    .doesNotContain("$");
            assertThat(container.sequence("args").strings()).contains("-config.expand-env=true");
        }
    }

    @ParameterizedTest
    @MethodSource("everySetting")
    void every_store_is_named_without_a_scheme_and_with_the_style_it_wants(SmallCluster cluster) {
        Mapping loki = at(config(cluster, "loki"), "common", "storage", "s3");
        Mapping mimir = at(config(cluster, "mimir"), "common", "storage", "s3");
        Mapping tempo = at(config(cluster, "tempo"), "storage", "trace", "s3");
        Mapping pyroscope = at(config(cluster, "pyroscope"), "storage", "s3");
        boolean inPath = loki.isTrue("s3forcepathstyle");

        assertThat(Stream.of(loki, mimir, tempo, pyroscope)
                        .map(s3 -> s3.text("endpoint").orElseThrow()))
                .allMatch(endpoint -> endpoint.matches("[a-z0-9.-]+(:\\d+)?"))
                .doesNotContainNull();
        assertThat(tempo.isTrue("forcepathstyle")).isEqualTo(inPath);
        assertThat(mimir.text("bucket_lookup_type")).contains(inPath ? "path" : "virtual-hosted");
        assertThat(pyroscope.text("bucket_lookup_type")).contains(inPath ? "path-style" : "virtual-hosted-style");
        assertThat(Stream.of(loki, mimir, tempo, pyroscope).map(s3 -> s3.isTrue("insecure")))
                .containsOnly(inPath);
    }

    @ParameterizedTest
    @MethodSource("everySetting")
    void every_pod_writes_to_its_disk_and_to_tmp_alone(SmallCluster cluster) {
        for (String program : List.of("loki", "mimir", "tempo", "pyroscope")) {
            Mapping container = container(cluster.object("StatefulSet", program));
            List<String> writable = container.sequence("volumeMounts").mappings().stream()
                    .filter(mount -> !mount.isTrue("readOnly"))
                    .map(mount -> mount.text("mountPath").orElseThrow())
                    .toList();
            List<String> directories = Pattern.compile(
                            "(?m)(dir|directory|path|path_prefix|filepath|local_work_path|rule_path): \"?([^\\s\"]+)")
                    .matcher(SmallCluster.data(cluster.object("ConfigMap", program))
                            .getOrDefault("config.yaml", ""))
                    .results()
                    .map(match -> match.group(2))
                    .toList();

            assertThat(container.mapping("securityContext").isTrue("readOnlyRootFilesystem"))
                    .isTrue();
            assertThat(directories)
                    .as(program)
                    .isNotEmpty()
                    .allMatch(directory -> directory.equals("/etc/loki/rules")
                            || writable.stream()
                                    .anyMatch(mount -> directory.equals(mount) || directory.startsWith(mount + "/")));
        }
    }

    @Test
    void unknown_keys_and_values_of_another_kind_are_found() {
        Mapping config = (Mapping) Yaml.documents("""
                        target: 1
                        limits_config:
                          retention_period: 30d
                          retention_stream: [{selector: "{}", priority: 1, period: 24h, what: ever}]
                        compactor: {shared_store: s3, retention_enabled: "true"}
                        schema_config: {configs: [{from: "2024-04-01", index: {period: 24h, prefx: x}}]}
                        ingester: [1]
                        """, "test").get(0).root();

        assertThat(ProgramKeys.of("loki").faults(config).stream().map(fault -> fault.substring(0, fault.indexOf(':'))))
                .containsExactly(
                        "target",
                        "limits_config.retention_period",
                        "limits_config.retention_stream[].what",
                        "compactor.shared_store",
                        "compactor.retention_enabled",
                        "schema_config.configs[].index.prefx",
                        "ingester");
    }

    @Test
    void only_the_store_is_reached_and_only_its_user_is_used() {
        SmallCluster cluster = cluster(pyroscope());

        assertThat(cluster.expansion().flows().stream()
                        .filter(flow ->
                                flow.from() instanceof Pods pods && pods.name().equals("pyroscope"))
                        .map(Flow::port))
                .containsExactly(9000);
        assertThat(cluster.expansion().facts(CredentialUse.class).stream()
                        .filter(use -> use.component().equals("pyroscope"))
                        .map(use -> use.fact().credential().name()))
                .containsOnly("minio-pyroscope");
        assertThat(SmallCluster.data(cluster.object("ConfigMap", "minio-buckets"))
                        .getOrDefault("buckets.sh", ""))
                .contains("pyroscope");
    }

    @Test
    void a_store_outside_is_reached_by_its_port_and_its_keys_are_asked_for() {
        SmallCluster cluster = cluster(
                Tempo.named("tempo", ObjectStorage.s3("home", "eu-central-1").endpoint("https://s3.example.org:8443")));

        assertThat(at(config(cluster, "tempo"), "storage", "trace", "s3").text("endpoint"))
                .contains("s3.example.org:8443");
        assertThat(cluster.expansion().flows().stream()
                        .filter(flow -> flow.toString().contains("s3.example.org"))
                        .toList())
                .hasSize(1);
        assertThat(cluster.expansion().facts(CredentialUse.class).stream()
                        .filter(use -> use.component().equals("tempo"))
                        .flatMap(use -> use.fact().credential().entries().stream())
                        .filter(Credential.Asked.class::isInstance)
                        .map(Credential.Entry::key)
                        .distinct())
                .containsExactly("access-key", "secret-key");
    }

    @Test
    void there_is_one_pod_or_there_are_three_on_three_nodes_that_find_each_other() {
        Site three = SmallCluster.site().node("shelf", "192.168.10.12").node("desk", "192.168.10.13");
        SmallCluster cluster = cluster(three, loki().replicas(3), mimir().replicas(3));

        assertThat(cluster.findings()).isEmpty();
        for (String name : List.of("loki", "mimir")) {
            Manifest set = cluster.object("StatefulSet", name);
            assertThat(set.spec().number("replicas")).contains(3L);
            assertThat(SmallCluster.pod(set)
                            .sequence("topologySpreadConstraints")
                            .mappings())
                    .allMatch(spread ->
                            spread.text("whenUnsatisfiable").orElse("").equals("DoNotSchedule"));
            assertThat(cluster.object("Service", name + "-headless").spec().isTrue("publishNotReadyAddresses"))
                    .isTrue();
            assertThat(at(config(cluster, name), "memberlist")
                            .sequence("join_members")
                            .strings())
                    .containsExactly("dns+" + name + "-headless.monitoring.svc.cluster.local:7946");
            assertThat(cluster.object("PodDisruptionBudget", name)).isNotNull();
        }
        assertThat(at(config(cluster, "loki"), "common").number("replication_factor"))
                .contains(3L);
        assertThat(at(config(cluster, "loki"), "common").has("ring")).isFalse();
        assertThat(at(config(cluster, "mimir"), "ingester", "ring").number("replication_factor"))
                .contains(3L);
        assertThat(at(config(cluster, "mimir"), "store_gateway", "sharding_ring")
                        .number("replication_factor"))
                .contains(3L);
    }

    @Test
    void one_pod_replicates_nothing_and_keeps_its_ring_to_itself() {
        SmallCluster cluster = all();

        assertThat(at(config(cluster, "loki"), "common", "ring", "kvstore").text("store"))
                .contains("inmemory");
        assertThat(at(config(cluster, "mimir"), "ingester", "ring").number("replication_factor"))
                .contains(1L);
        assertThat(at(config(cluster, "mimir"), "store_gateway", "sharding_ring")
                        .number("replication_factor"))
                .contains(1L);
    }

    @Test
    void three_pods_on_fewer_nodes_are_told() {
        Site two = SmallCluster.site().node("shelf", "192.168.10.12");

        assertThat(cluster(two, loki().replicas(3)).findings())
                .extracting(Finding::rule)
                .containsExactly("pod.spread");
    }

    @Test
    void two_pods_are_refused() {
        assertThatThrownBy(() -> loki().replicas(2)).hasMessageContaining("two keep no quorum");
        assertThatThrownBy(() -> mimir().replicas(2)).hasMessageContaining("two keep no quorum");
    }

    @Test
    void less_than_a_day_is_refused() {
        assertThatThrownBy(() -> loki().retention(hours(23))).hasMessageContaining("24 hours");
        assertThatThrownBy(() -> loki().retention("{job=\"audit\"}", hours(23))).hasMessageContaining("24 hours");
        assertThatThrownBy(() -> mimir().retention(hours(23))).hasMessageContaining("24 hours");
        assertThatThrownBy(() -> tempo().retention(hours(23))).hasMessageContaining("24 hours");
        assertThatThrownBy(() -> pyroscope().retention(hours(23))).hasMessageContaining("24 hours");
    }

    @Test
    void tiny_pods_and_disks_are_refused() {
        assertThatThrownBy(() -> loki().memory(mib(128))).hasMessageContaining("256Mi");
        assertThatThrownBy(() -> loki().disk(mib(128))).hasMessageContaining("1Gi");
    }

    @Test
    void streams_have_a_time_of_their_own_and_the_first_counts() {
        Loki loki = loki().retention("{job=\"audit\"}", days(365)).retention("{namespace=\"shop\"}", days(2));

        assertThat(at(config(cluster(loki), "loki"), "limits_config")
                        .sequence("retention_stream")
                        .mappings())
                .extracting(stream -> stream.text("selector").orElseThrow() + " "
                        + stream.number("priority").orElseThrow() + " "
                        + stream.text("period").orElseThrow())
                .containsExactly("{job=\"audit\"} 2 8760h", "{namespace=\"shop\"} 1 48h");
        assertThatThrownBy(() -> loki().retention("{job=\"a\"} |= \"x\"", days(2)))
                .hasMessageContaining("by their labels alone");
    }

    @Test
    void a_schema_is_added_and_never_changed() {
        Loki loki = loki().schema(LocalDate.of(2027, 1, 1), "v14");

        assertThat(at(config(cluster(loki), "loki"), "schema_config")
                        .sequence("configs")
                        .mappings())
                .extracting(schema -> schema.text("from").orElseThrow() + " "
                        + schema.text("schema").orElseThrow())
                .containsExactly("2024-04-01 v13", "2027-01-01 v14");
        assertThatThrownBy(() -> loki.schema(LocalDate.of(2027, 1, 1), "v15"))
                .hasMessageContaining("would change what is written already");
    }

    @Test
    void alerts_on_logs_of_all_components_are_evaluated() {
        SmallCluster cluster = all();
        Manifest set = cluster.object("StatefulSet", "loki");

        assertThat(SmallCluster.data(cluster.object("ConfigMap", "loki-rules")).getOrDefault("shop.yaml", ""))
                .contains("alert: ShopFails");
        assertThat(container(set).sequence("volumeMounts").mappings())
                .extracting(mount -> mount.text("mountPath").orElseThrow())
                .contains("/etc/loki/rules/fake");
        assertThat(at(config(cluster, "loki"), "ruler").text("alertmanager_url"))
                .contains("http://alertmanager.alertmanager.svc.cluster.local:9093");
    }

    @Test
    void alerts_on_logs_that_nobody_would_be_told_of_are_found() {
        SmallCluster cluster = cluster(new Shop(), loki());

        assertThat(cluster.findings()).extracting(Finding::rule).containsExactly("monitor.log-rules");
        assertThat(config(cluster, "loki").has("ruler")).isFalse();
    }

    @Test
    void two_groups_of_alerts_on_logs_with_one_name_are_found() {
        Component twice = new Component() {
            @Override
            public String name() {
                return "shop";
            }

            @Override
            public Offers offers() {
                return new Shop().offers().and(new Shop().offers());
            }

            @Override
            public Manifests manifests(ClusterView cluster) {
                return Manifests.none();
            }
        };

        assertThat(cluster(twice, new Told(), loki().alertsTo(ALERTS)).findings())
                .extracting(Finding::rule, Finding::subject, Finding::message)
                .containsExactly(tuple(
                        "name.duplicate",
                        "component shop",
                        "offers two groups of alerts on logs with the name 'shop', and Loki then reads none of them"));
    }

    @Test
    void profiles_can_be_asked_for_as_long_as_they_are_kept() {
        Mapping limits = at(config(cluster(pyroscope().retention(days(30))), "pyroscope"), "limits");

        assertThat(limits.text("retention_period")).contains("720h");
        assertThat(limits.text("max_query_lookback")).contains("720h");
    }

    @Test
    void traces_are_taken_from_everywhere_and_their_metrics_sent_with_exemplars() {
        Mapping config = config(all(), "tempo");

        assertThat(at(config, "distributor", "receivers", "otlp", "protocols", "grpc")
                        .text("endpoint"))
                .contains("0.0.0.0:4317");
        assertThat(at(config, "metrics_generator", "storage")
                        .sequence("remote_write")
                        .mappings())
                .singleElement()
                .satisfies(to -> {
                    assertThat(to.text("url")).contains("http://mimir.monitoring.svc.cluster.local:8080/api/v1/push");
                    assertThat(to.isTrue("send_exemplars")).isTrue();
                });
        assertThat(config(cluster(tempo()), "tempo").has("metrics_generator")).isFalse();
    }

    @Test
    void grafana_is_told_of_each_by_a_name_for_life() {
        assertThat(Stream.of(
                                loki().dataSource(),
                                mimir().dataSource(),
                                tempo().dataSource(),
                                pyroscope().dataSource())
                        .map(source -> source.uid() + " " + source.type()))
                .containsExactly(
                        "loki loki", "mimir prometheus", "tempo tempo", "pyroscope grafana-pyroscope-datasource");
    }
}
