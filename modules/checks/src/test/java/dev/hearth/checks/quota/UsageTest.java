package dev.hearth.checks.quota;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.ApiServer;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Quantity;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {

    private static final String CONTAINER =
            "{name: web, image: web, resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi}}}";

    private static Usage usage(String yaml) {
        return Usage.of(Yaml.read(yaml, "a.yaml"), 3);
    }

    private static String workload(String kind, String spec) {
        return "{apiVersion: x/v1, kind: K, metadata: {name: web, namespace: shop}, spec: {S, template: {spec: {containers: [C]}}}}"
                .replace("x/v1", kind.equals("Job") ? "batch/v1" : "apps/v1")
                .replace("kind: K", "kind: " + kind)
                .replace("S, ", spec.isEmpty() ? "" : spec + ", ")
                .replace("[C]", "[" + CONTAINER + "]");
    }

    private static int pods(Map<String, Quantity> amounts) {
        return amounts.getOrDefault("pods", Quantity.ZERO).value().intValueExact();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Deployment  | ''                                                            | 1 | 2
            Deployment  | 'replicas: 4'                                                 | 4 | 5
            Deployment  | 'replicas: 5'                                                 | 5 | 7
            Deployment  | 'replicas: 4, strategy: {type: Recreate}'                     | 4 | 4
            Deployment  | 'replicas: 4, strategy: {rollingUpdate: {maxSurge: 3}}'       | 4 | 7
            Deployment  | 'replicas: 4, strategy: {rollingUpdate: {maxSurge: 50%}}'     | 4 | 6
            Deployment  | 'replicas: 0'                                                 | 0 | 0
            StatefulSet | 'replicas: 3'                                                 | 3 | 3
            DaemonSet   | ''                                                            | 3 | 3
            DaemonSet   | 'updateStrategy: {rollingUpdate: {maxSurge: 1}}'              | 3 | 4
            Job         | 'parallelism: 4, completions: 2'                              | 2 | 2
            Job         | ''                                                            | 1 | 1
            """)
    void a_workload_has_so_many_pods_and_so_many_in_a_rollout(String kind, String spec, int steady, int most) {
        Usage usage = usage(workload(kind, spec));

        assertThat(pods(usage.steady())).isEqualTo(steady);
        assertThat(pods(usage.most())).isEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({"Allow,2", "Forbid,1", "Replace,1"})
    void a_cron_job_that_may_overlap_counts_twice(String policy, int most) {
        Usage usage = usage("{apiVersion: batch/v1, kind: CronJob, metadata: {name: web, namespace: shop}, spec: {"
                + "concurrencyPolicy: " + policy + ", jobTemplate: {spec: {template: {spec: {containers: [" + CONTAINER
                + "]}}}}}}");

        assertThat(pods(usage.most())).isEqualTo(most);
        assertThat(usage.most())
                .containsEntry("requests.cpu", Quantity.parse(100 * most + "m").orElseThrow());
    }

    @Test
    void an_autoscaler_counts_with_all_that_it_may_make() {
        Usage usage = usage(workload("StatefulSet", "replicas: 1") + "\n---\n" + """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: web, namespace: shop}
                spec: {maxReplicas: 6, scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: web}}
                """);

        assertThat(pods(usage.steady())).isEqualTo(6);
    }

    @Test
    void the_claims_of_each_pod_count() {
        Usage usage = usage(workload(
                "StatefulSet",
                "replicas: 3, volumeClaimTemplates: [{spec: {resources: {requests: {storage: 10Gi}}}}]"));

        assertThat(usage.steady())
                .containsEntry("persistentvolumeclaims", Quantity.parse("3").orElseThrow())
                .containsEntry("requests.storage", Quantity.parse("30Gi").orElseThrow());
    }

    /** A sidecar stays beside the others; what runs before them counts only where it needs more. */
    @Test
    void a_pod_needs_what_stays_or_what_runs_before_whichever_is_more() {
        String pod = """
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: shop}
                spec:
                  initContainers:
                    - {name: a, restartPolicy: Always, resources: {requests: {cpu: 10m, memory: 10Mi}}}
                    - {name: b, resources: {requests: {cpu: 200m, memory: 5Mi}}}
                    - {name: c, restartPolicy: Always, resources: {limits: {cpu: 10m, memory: 10Mi}}}
                  containers:
                    - {name: d, resources: {requests: {cpu: 100m, memory: 100Mi}}}
                """;

        assertThat(usage(pod).steady())
                .containsEntry("requests.cpu", Quantity.parse("210m").orElseThrow())
                .containsEntry("requests.memory", Quantity.parse("120Mi").orElseThrow());
        assertThat(usage(pod).unsaid().get("limits.memory")).hasSize(3);
        assertThat(usage(pod).unsaid()).doesNotContainKey("requests.cpu");
    }

    /** What is assumed of a LimitRange is what a real API server makes of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'default: {memory: 64Mi}, defaultRequest: {cpu: 50m, memory: 32Mi}'
            'default: {memory: 64Mi, cpu: 1}'
            'max: {memory: 64Mi}'
            'max: {memory: 64Mi}, default: {memory: 32Mi}'
            'defaultRequest: {cpu: 50m}'
            """)
    void limit_ranges_give_what_the_api_server_gives(String limit) {
        Manifest range = Yaml.read(
                        "{apiVersion: v1, kind: LimitRange, metadata: {name: shop, namespace: shop}, spec: {limits: [{type:"
                                + " Container, " + limit + "}]}}",
                        "range.yaml")
                .get(0);
        try (ApiServer server = ApiServer.start()) {
            server.createNamespace("shop", Map.of());
            assertThat(server.create(Json.write(range.root()).getBytes(UTF_8)).message())
                    .isEmpty();
            String made = server.dryRunCreate(
                            "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\"},\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"web\"}]}}"
                                    .getBytes(UTF_8))
                    .body();
            Mapping resources = Yaml.read(made, "pod.yaml")
                    .get(0)
                    .spec()
                    .sequence("containers")
                    .mappings()
                    .get(0)
                    .mapping("resources");

            Defaults defaults = Defaults.of(List.of(range));
            for (String list : List.of("requests", "limits")) {
                for (String resource : List.of("cpu", "memory")) {
                    assertThat(defaults.of(list, resource))
                            .as("%s of %s", list, resource)
                            .isEqualTo(resources.mapping(list).get(resource).flatMap(Quantity::of));
                }
            }
        }
    }
}
