package dev.hearth.pipeline;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Quota;
import dev.hearth.dsl.Quotas;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotaObjectsTest {

    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata:
                  labels: {app: web}
                spec:
                  containers:
                    - name: web
                      image: ghcr.io/example/web:1.4.2
                      resources: {requests: {cpu: 150m, memory: 64Mi}, limits: {memory: 128Mi}}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: web}
            spec:
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 10Gi}}
            """;

    @TempDir
    private Path root;

    private record Shop(String yaml, List<Part> parts) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(parts.toArray(Part[]::new)).yaml(yaml);
        }
    }

    private Rendering render(Quotas quotas, Part... parts) {
        return Hearth.rendering(
                Definition.of(Cluster.named("home")
                        .repository("https://git.home.arpa/me/home.git", "main")
                        .layer("shops", new Shop(WEB, List.of(parts)))
                        .quotas(quotas)),
                root);
    }

    private static List<String> limits(Rendering rendering) {
        return rendering.objects().stream()
                .filter(object ->
                        object.kind().equals("ResourceQuota") || object.kind().equals("LimitRange"))
                .map(QuotaObjectsTest::shown)
                .toList();
    }

    private static String shown(Manifest object) {
        return object + " " + Json.write(object.spec());
    }

    private static List<String> errors(Rendering rendering) {
        return rendering.findings().stream()
                .map(Finding::rule)
                .filter(rule -> rule.startsWith("quota."))
                .toList();
    }

    private static List<Severity> severities(Rendering rendering) {
        return rendering.findings().stream()
                .filter(finding -> finding.rule().equals("quota.exceeded"))
                .map(Finding::severity)
                .toList();
    }

    @Test
    void there_are_none_unless_it_is_said() {
        assertThat(limits(render(Quotas.none()))).isEmpty();
    }

    /** Two pods and a third while a rollout lasts; and five for people who look into something. */
    @Test
    void a_derived_quota_has_room_for_a_rollout_and_so_many_percent_more() {
        assertThat(limits(render(Quotas.derived(100))))
                .containsExactly("ResourceQuota shop/hearth {\"hard\":{\"limits.memory\":\"768Mi\","
                        + "\"persistentvolumeclaims\":\"2\",\"pods\":\"11\",\"requests.cpu\":\"900m\","
                        + "\"requests.memory\":\"384Mi\",\"requests.storage\":\"20Gi\"}}");
    }

    @Test
    void what_is_said_of_a_namespace_counts_and_brings_its_limit_range() {
        Quota quota = Quota.of(cpu("4"), memory("8Gi"))
                .pods(20)
                .storage(gib(100))
                .defaults(cpu("50m"), memory("128Mi"))
                .largestContainer(cpu("2"), memory("4Gi"))
                .largestClaim(gib(50));

        Rendering ofCluster = render(Quotas.derived(50).namespace("shop", quota));
        Rendering ofComponent = render(Quotas.derived(50), quota);

        assertThat(limits(ofCluster))
                .containsExactly(
                        "ResourceQuota shop/hearth {\"hard\":{\"pods\":\"20\",\"requests.cpu\":\"4\","
                                + "\"requests.memory\":\"8Gi\",\"requests.storage\":\"100Gi\"}}",
                        "LimitRange shop/hearth {\"limits\":[{\"type\":\"Container\",\"max\":{\"cpu\":\"2\","
                                + "\"memory\":\"4Gi\"},\"default\":{\"cpu\":\"2\",\"memory\":\"128Mi\"},"
                                + "\"defaultRequest\":{\"cpu\":\"50m\",\"memory\":\"128Mi\"}},"
                                + "{\"type\":\"PersistentVolumeClaim\",\"max\":{\"storage\":\"50Gi\"}}]}");
        assertThat(limits(ofComponent)).isEqualTo(limits(ofCluster));
        assertThat(errors(ofCluster)).isEmpty();
    }

    @Test
    void a_quota_that_is_too_small_is_an_error_and_for_rollouts_alone_a_warning() {
        Rendering tooSmall = render(Quotas.none().namespace("shop", Quota.of(cpu("200m"), memory("8Gi"))));
        Rendering tooSmallForRollouts = render(Quotas.none().namespace("shop", Quota.of(cpu("300m"), memory("8Gi"))));

        Rendering exact = render(Quotas.none().namespace("shop", Quota.of(cpu("450m"), memory("192Mi"))));

        assertThat(severities(exact)).isEmpty();
        assertThat(severities(tooSmall)).containsExactly(Severity.ERROR);
        assertThat(severities(tooSmallForRollouts)).containsExactly(Severity.WARNING);
    }

    @Test
    void no_quota_is_derived_where_pods_come_to_be_that_nobody_can_count() {
        assertThat(limits(render(Quotas.derived(50), new Quotas.Uncounted("it makes a pod for each order"))))
                .isEmpty();
        assertThat(limits(render(Quotas.derived(50).unlimited("shop", "it grows with the season"))))
                .isEmpty();
    }

    @Test
    void a_quota_for_a_namespace_without_anything_in_it_is_an_error() {
        assertThat(errors(render(Quotas.none().namespace("shops", Quota.of(cpu("4"), memory("8Gi"))))))
                .containsExactly("quota.namespace");
    }

    @Test
    void quotas_are_made_with_the_namespaces_before_every_workload() {
        Manifest quota = render(Quotas.derived(50)).objects().stream()
                .filter(object -> object.kind().equals("ResourceQuota"))
                .findFirst()
                .orElseThrow();

        assertThat(quota.owner()).contains("namespaces");
        assertThat(quota.annotations()).containsEntry("argocd.argoproj.io/sync-wave", "1");
    }

    @Test
    void no_container_gets_more_by_default_than_the_largest_may_have() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quota.of(cpu("1"), memory("1Gi"))
                        .largestContainer(cpu("1"), memory("1Gi"))
                        .defaults(cpu("2"), memory("1Gi")));
        assertThatIllegalArgumentException().isThrownBy(() -> Quotas.derived(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Quotas.Uncounted(""));
    }
}
