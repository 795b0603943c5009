package dev.hearth.platform.security;

import static dev.hearth.platform.SmallCluster.container;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CredentialPods;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.RestartOffer;
import dev.hearth.dsl.RestartedPods;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.Dex;
import dev.hearth.platform.access.OAuth2Proxy;
import dev.hearth.platform.data.Minio;
import dev.hearth.platform.data.Redis;
import dev.hearth.platform.data.RedisClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloaderTest {

    private static final Reloader RELOADER = Reloader.named("reloader");
    private static final Asking PHOTOS = new Asking("photos", "Deployment", "web");

    /** A component whose pods ask to be started anew. */
    record Asking(String name, String kind, String workload) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(scope -> scope.fact(new RestartedPods(kind, workload, ImmutableSet.of("token"))));
        }
    }

    /** A component with a user of a Redis. */
    record Using(String name, RedisClient client) implements Component {

        @Override
        public ImmutableSet<Ask> asks() {
            return ImmutableSet.of(client);
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none();
        }
    }

    private static List<String> args(SmallCluster cluster) {
        return container(cluster.object("Deployment", "reloader"))
                .sequence("args")
                .strings();
    }

    /** What it may do, each as {@code namespace group/resource:verbs names}. */
    private static Stream<String> rights(SmallCluster cluster) {
        return cluster.manifests("reloader").stream()
                .filter(manifest -> manifest.kind().equals("Role"))
                .flatMap(role -> role.root().sequence("rules").mappings().stream()
                        .map(rule -> role.namespace().orElseThrow() + " " + right(rule)));
    }

    private static String right(Mapping rule) {
        return String.join(",", rule.sequence("apiGroups").strings()) + "/"
                + String.join(",", rule.sequence("resources").strings()) + ":"
                + String.join(",", rule.sequence("verbs").strings()) + " "
                + String.join(",", rule.sequence("resourceNames").strings());
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = SmallCluster.of(RELOADER, PHOTOS);

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("reloader", cluster.manifests("reloader"));
    }

    @Test
    void offers_to_start_pods_anew_by_the_annotation_that_it_reads_unless_told_otherwise() {
        assertThat(RELOADER.offers().of(RestartOffer.class))
                .containsExactly(new RestartOffer("secret.reloader.stakater.com/reload"));
        assertThat(args(SmallCluster.of(RELOADER))).noneMatch(arg -> arg.startsWith("--secret-annotation"));
    }

    @Test
    void starts_pods_anew_by_what_argo_cd_leaves_alone() {
        assertThat(args(SmallCluster.of(RELOADER)))
                .contains("--reload-strategy=annotations", "--resources-to-ignore=configmaps");
    }

    @Test
    void runs_restricted_and_may_open_the_api_server_alone() {
        SmallCluster cluster = SmallCluster.of(RELOADER, PHOTOS);

        assertThat(RELOADER.podSecurity()).isEqualTo(PodSecurity.restricted());
        assertThat(cluster.exemptions()).isEmpty();
        assertThat(cluster.expansion().flows().stream()
                        .filter(flow ->
                                flow.from() instanceof Pods from && from.name().equals("reloader"))
                        .map(flow -> flow.to()))
                .hasSize(1)
                .allMatch(Peer.apiServer()::equals);
    }

    @Test
    void watches_its_own_namespace_where_nobody_asks_for_without_any_it_would_watch_all() {
        SmallCluster cluster = SmallCluster.of(RELOADER);

        assertThat(args(cluster))
                .filteredOn(arg -> arg.startsWith("--namespaces"))
                .containsExactly("--namespaces=reloader");
        assertThat(rights(cluster))
                .containsExactly(
                        "reloader /secrets:get,list,watch ",
                        "reloader apps/deployments,daemonsets,statefulsets:get,list ");
    }

    @Test
    void watches_the_namespaces_of_those_who_ask_and_patches_their_workloads_alone() {
        SmallCluster cluster = SmallCluster.of(
                RELOADER, PHOTOS, new Asking("wiki", "StatefulSet", "wiki"), new Asking("agent", "DaemonSet", "agent"));

        assertThat(args(cluster))
                .filteredOn(arg -> arg.startsWith("--namespaces"))
                .containsExactly(
                        "--namespaces=reloader", "--namespaces=agent", "--namespaces=photos", "--namespaces=wiki");
        assertThat(rights(cluster))
                .filteredOn(right -> right.startsWith("photos "))
                .containsExactly(
                        "photos /secrets:get,list,watch ",
                        "photos /events:create,patch ",
                        "photos apps/deployments,daemonsets,statefulsets:get,list ",
                        "photos apps/deployments:patch web");
        assertThat(rights(cluster)).contains("wiki apps/statefulsets:patch wiki", "agent apps/daemonsets:patch agent");
        assertThat(cluster.manifests("reloader"))
                .noneMatch(manifest -> manifest.kind().startsWith("Cluster"));
    }

    @Test
    void ready_components_say_which_files_they_read_at_their_start() {
        RedisClient client = RedisClient.of("redis", "photos");
        Dex dex = Dex.named("dex");
        SmallCluster cluster = SmallCluster.of(
                Redis.named("redis"),
                new Using("photos", client),
                dex,
                OAuth2Proxy.before(Minio.named("minio").api(), "films", dex.client("films")),
                Minio.named("minio"));

        assertThat(cluster.expansion().facts(CredentialPods.class))
                .flatExtracting(pods -> pods.fact().atStart())
                .contains(client.credential().name(), "minio-login-cookies");
    }

    @Test
    void pods_that_keep_an_old_value_are_told(@TempDir Path folder) throws IOException {
        Manifest rules = SmallCluster.of(RELOADER).object("PrometheusRule", "reloader");
        Outcome lint = Judges.require("promtool")
                .run(List.of("check", "rules", "--lint=all", "--lint-fatal"), Yaml.bytes(rules.spec()));
        assertThat(lint.exitCode()).as(lint.stdout() + lint.stderr()).isZero();

        Files.write(folder.resolve("rules.yaml"), Yaml.bytes(rules.spec()));
        Files.write(folder.resolve("tests.yaml"), """
                rule_files: [rules.yaml]
                evaluation_interval: 1m
                tests:
                - name: nothing watches
                  interval: 1m
                  input_series:
                  - {series: 'kube_deployment_status_replicas_available{namespace="reloader", deployment="reloader"}', values: 1x9 0x30}
                  alert_rule_test:
                  - {alertname: ReloaderDown, eval_time: 18m, exp_alerts: []}
                  - alertname: ReloaderDown
                    eval_time: 25m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: reloader, deployment: reloader}
                      exp_annotations:
                        summary: Nothing starts pods anew when their secrets change
                        description: No pod of reloader is ready. What a store renews until one is, reaches variables only by kubectl rollout restart.
                - name: the first failure is told for an hour, and so is the next
                  interval: 1m
                  input_series:
                  - {series: 'reloader_events_processed_total{namespace="reloader", pod="a", event_type="unknown", resource_type="secrets", result="success"}', values: 1+1x300}
                  - {series: 'reloader_events_processed_total{namespace="reloader", pod="a", event_type="unknown", resource_type="secrets", result="dropped"}', values: _x10 1x190 2x100}
                  alert_rule_test:
                  - {alertname: PodsKeepOldSecret, eval_time: 9m, exp_alerts: []}
                  - alertname: PodsKeepOldSecret
                    eval_time: 30m
                    exp_alerts: &told
                    - exp_labels: {severity: warning, namespace: reloader}
                      exp_annotations:
                        summary: Pods could not be started anew after a secret changed
                        description: The pods keep the old value; the log of reloader names the workload, and kubectl rollout restart starts them.
                  - {alertname: PodsKeepOldSecret, eval_time: 100m, exp_alerts: []}
                  - {alertname: PodsKeepOldSecret, eval_time: 210m, exp_alerts: *told}
                """.getBytes(UTF_8));
        Outcome outcome = Judges.require("promtool").in(folder).run("test", "rules", "tests.yaml");
        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }
}
