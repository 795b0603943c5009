package dev.hearth.checks.pods;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingTest {

    private static final String CPU =
            "{type: Resource, resource: {name: cpu, target: {type: Utilization," + " averageUtilization: 70}}}";
    private static final String AMOUNT =
            "{type: Resource, resource: {name: cpu, target: {type: AverageValue," + " averageValue: 1}}}";
    private static final String REQUESTED = "resources: {requests: {cpu: 50m}}";
    private static final String SCALER = Judged.autoscaler(1, 4, CPU);

    private static String replicas(String kind, int replicas, String pod) {
        return Judged.workload(kind, "replicas: " + replicas, pod, REQUESTED);
    }

    private static String budget(String field) {
        return Judged.object(
                "policy/v1",
                "PodDisruptionBudget",
                "web",
                "spec: {selector: {matchLabels: {app: web}}, " + field + "}");
    }

    @Test
    void replicas_beside_an_autoscaler_are_found() {
        assertThat(Judged.by("scale.replicas", replicas("Deployment", 2, ""), SCALER))
                .containsExactly("warning Deployment shop/web spec.replicas");
        assertThat(Judged.by(
                        "scale.replicas",
                        replicas("Deployment", 2, ""),
                        Judged.object(
                                "keda.sh/v1alpha1", "ScaledObject", "web", "spec: {scaleTargetRef: {name: web}}")))
                .containsExactly("warning Deployment shop/web spec.replicas");
    }

    @Test
    void replicas_that_nothing_else_sets_are_not() {
        assertThat(Judged.by("scale.replicas", replicas("Deployment", 2, ""))).isEmpty();
        assertThat(Judged.by("scale.replicas", replicas("StatefulSet", 2, ""), SCALER))
                .isEmpty();
        assertThat(Judged.by("scale.replicas", Judged.deployment("", REQUESTED), SCALER))
                .isEmpty();
        assertThat(Judged.by(
                        "scale.replicas",
                        replicas("Deployment", 2, ""),
                        SCALER.replace("namespace: shop", "namespace: other")))
                .isEmpty();
    }

    @Test
    void replicas_that_argo_cd_ignores_are_not() {
        assertThat(Judged.by(
                        "scale.replicas",
                        replicas("Deployment", 2, ""),
                        SCALER,
                        Judged.object(
                                "argoproj.io/v1alpha1",
                                "Application",
                                "shop",
                                "spec: {ignoreDifferences: [{kind: Deployment, jsonPointers: [/spec/replicas]}]}")))
                .isEmpty();
    }

    @Test
    void a_share_of_nothing_is_found_at_the_metric() {
        assertThat(Judged.by("scale.requests", Judged.deployment("", ""), SCALER))
                .containsExactly("error HorizontalPodAutoscaler shop/web spec.metrics[0].resource.name");
        assertThat(Judged.by(
                        "scale.requests",
                        Judged.deployment("initContainers: [{name: side, restartPolicy: Always}]", REQUESTED),
                        SCALER))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                REQUESTED,
                "resources: {limits: {cpu: 1}}",
            })
    void a_share_of_a_request_is_not(String container) {
        assertThat(Judged.by("scale.requests", Judged.deployment("", container), SCALER))
                .isEmpty();
    }

    @Test
    void what_needs_no_request_is_not() {
        String range = Judged.object(
                "v1", "LimitRange", "all", "spec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}");
        String ofOther = "{type: ContainerResource, containerResource: {name: cpu, container: web, target: {type:"
                + " Utilization, averageUtilization: 70}}}";

        assertThat(Judged.by("scale.requests", Judged.deployment("", ""), Judged.autoscaler(1, 4, AMOUNT)))
                .isEmpty();
        assertThat(Judged.by("scale.requests", Judged.deployment("", ""), SCALER, range))
                .isEmpty();
        assertThat(Judged.by("scale.requests", Judged.deployment("resources: {requests: {cpu: 1}}", ""), SCALER))
                .isEmpty();
        assertThat(Judged.by(
                        "scale.requests",
                        Judged.deployment("initContainers: [{name: side, restartPolicy: Always}]", REQUESTED),
                        Judged.autoscaler(1, 4, ofOther)))
                .isEmpty();
        assertThat(Judged.by("scale.requests", Judged.deployment("initContainers: [{name: first}]", REQUESTED), SCALER))
                .isEmpty();
        assertThat(Judged.by("scale.requests", SCALER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 1", "1, 1, 1", "1, 2, 0", "3, 2, 0"})
    void an_autoscaler_without_room_is_found(int least, int most, int found) {
        assertThat(Judged.by("scale.bounds", Judged.autoscaler(least, most, CPU)))
                .hasSize(found);
    }

    @ParameterizedTest
    @CsvSource({
        "maxUnavailable: 0, 3",
        "maxUnavailable: 0%, 3",
        "minAvailable: 100%, 3",
        "minAvailable: 3, 3",
        "minAvailable: 4, 3",
        "minAvailable: 1, 1",
        "minAvailable: 50%, 1",
        "minAvailable: 67%, 3"
    })
    void a_budget_that_lets_no_pod_go_is_found(String field, int replicas) {
        assertThat(Judged.by("scale.budget", replicas("Deployment", replicas, ""), budget(field)))
                .containsExactly("warning PodDisruptionBudget shop/web spec." + field.substring(0, field.indexOf(':')));
    }

    @ParameterizedTest
    @CsvSource({
        "maxUnavailable: 1, 1",
        "maxUnavailable: 1%, 3",
        "minAvailable: 2, 3",
        "minAvailable: 66%, 3",
        "minAvailable: 50%, 2",
        "minAvailable: 0, 1",
        "minAvailable: 1, 0"
    })
    void one_that_lets_one_go_is_not(String field, int replicas) {
        assertThat(Judged.by("scale.budget", replicas("StatefulSet", replicas, ""), budget(field)))
                .isEmpty();
    }

    @Test
    void the_least_of_an_autoscaler_counts() {
        assertThat(Judged.by("scale.budget", replicas("Deployment", 5, ""), SCALER, budget("minAvailable: 1")))
                .hasSize(1);
        assertThat(Judged.by(
                        "scale.budget",
                        replicas("Deployment", 1, ""),
                        Judged.autoscaler(2, 4, CPU),
                        budget("minAvailable: 1")))
                .isEmpty();
    }

    @Test
    void a_number_says_nothing_where_the_pods_cannot_be_counted() {
        assertThat(Judged.by("scale.budget", budget("minAvailable: 1"))).isEmpty();
        assertThat(Judged.by("scale.budget", replicas("DaemonSet", 1, ""), budget("minAvailable: 1")))
                .isEmpty();
    }

    @Test
    void several_pods_are_kept_apart_and_within_a_budget() {
        String apart = "topologySpreadConstraints: [{maxSkew: 1}]";
        String anti = "affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1}]}}";

        assertThat(Judged.by("pod.spread", replicas("Deployment", 2, "")))
                .containsExactly("info Deployment shop/web spec.template.spec.topologySpreadConstraints");
        assertThat(Judged.by("pod.spread", replicas("Deployment", 2, apart))).isEmpty();
        assertThat(Judged.by("pod.spread", replicas("StatefulSet", 2, anti))).isEmpty();
        assertThat(Judged.by("pod.spread", replicas("Deployment", 1, ""))).isEmpty();
        assertThat(Judged.by("pod.spread", replicas("ReplicaSet", 2, ""))).isEmpty();
        assertThat(Judged.by("scale.no-budget", replicas("Deployment", 2, "")))
                .containsExactly("info Deployment shop/web spec.replicas");
        assertThat(Judged.by("scale.no-budget", Judged.deployment("", ""), Judged.autoscaler(2, 3, CPU)))
                .hasSize(1);
        assertThat(Judged.by("scale.no-budget", replicas("Deployment", 2, ""), budget("maxUnavailable: 1")))
                .isEmpty();
        assertThat(Judged.by(
                        "scale.no-budget",
                        replicas("Deployment", 2, ""),
                        budget("maxUnavailable: 1").replace("selector: {matchLabels: {app: web}}, ", "")))
                .hasSize(1);
    }
}
