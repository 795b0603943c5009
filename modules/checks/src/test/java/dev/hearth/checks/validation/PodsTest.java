package dev.hearth.checks.validation;

import static dev.hearth.checks.validation.Validated.faults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PodsTest {

    static Stream<PodCases> cases() {
        return PodCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_pod_has_the_faults_that_the_server_finds_and_no_others(PodCases one) {
        assertThat(faults("1.35", List.of(one.pod()))).containsExactlyInAnyOrderElementsOf(one.faults());
    }

    private static String deployment(String template) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec:
                  selector: {matchLabels: {app: web}}
                  template: %s
                """.formatted(template);
    }

    @Test
    void a_template_is_held_to_the_same_but_for_spaces_around_an_image() {
        assertThat(faults(deployment("{metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: ' '}]}}")))
                .isEmpty();
        assertThat(faults(deployment("{metadata: {labels: {app: web}}, spec: {containers: [{name: A, image: i}]}}")))
                .containsExactly("invalid spec.template.spec.containers[0].name");
    }

    @Test
    void faults_of_the_labels_of_a_template_are_told_where_the_server_tells_them() {
        assertThat(faults(deployment(
                        "{metadata: {labels: {app: web, 'a b': c}}, spec: {containers: [{name: a, image: i}]}}")))
                .containsExactly("invalid spec.template.labels");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "controller.kubernetes.io/pod-deletion-cost: '1.5' | invalid metadata.annotations[controller.kubernetes.io/pod-deletion-cost]",
                "container.apparmor.security.beta.kubernetes.io/b: runtime/default | invalid metadata.annotations[container.apparmor.security.beta.kubernetes.io/b]",
                "container.apparmor.security.beta.kubernetes.io/a: strict | invalid metadata.annotations[container.apparmor.security.beta.kubernetes.io/a]",
                "seccomp.security.alpha.kubernetes.io/pod: strict | invalid metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]",
            })
    void annotations_that_mean_something_keep_their_rules(String annotation, String fault) {
        assertThat(faults(annotated(annotation))).containsExactly(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "controller.kubernetes.io/pod-deletion-cost: '-15' |",
                "container.apparmor.security.beta.kubernetes.io/a: localhost/strict |",
                "seccomp.security.alpha.kubernetes.io/pod: runtime/default |",
            })
    void annotations_that_keep_their_rules_are_taken(String annotation) {
        assertThat(faults(annotated(annotation))).isEmpty();
    }

    private static String annotated(String annotation) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: a, annotations: {" + annotation
                + "}}, spec: {containers: [{name: a, image: i}]}}";
    }

    @Test
    void the_profile_in_an_annotation_is_that_of_the_field() {
        String pod = """
                apiVersion: v1
                kind: Pod
                metadata: {name: a, annotations: {container.apparmor.security.beta.kubernetes.io/a: %s}}
                spec: {containers: [{name: a, image: i, securityContext: {appArmorProfile: {type: RuntimeDefault}}}]}
                """;

        assertThat(faults(pod.formatted("runtime/default"))).isEmpty();
        assertThat(faults(pod.formatted("unconfined")))
                .containsExactly("forbidden spec.containers[0].securityContext.appArmorProfile.type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.34 | 1.35 | containers: [{name: a, image: i, restartPolicy: Never}]"
                        + " | forbidden spec.containers[0].restartPolicy",
                "1.34 | 1.35 | volumes: [{name: v, image: {reference: r}}] | required spec.volumes[0]",
                "1.35 | 1.36 | securityContext: {seLinuxChangePolicy: MountOption}"
                        + " | unsupported spec.securityContext.seLinuxChangePolicy",
                "1.35 | 1.36 | tolerations: [{key: a, operator: Gt, value: '5'}]"
                        + " | unsupported spec.tolerations[0].operator",
                "1.34 | 1.33 | resourceClaims: [{name: gpu}] | invalid spec.resourceClaims[0]",
                "1.34 | 1.33 | resources: {requests: {pods: 1}} | unsupported spec.resources.requests.pods",
                "1.33 | 1.34 | topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule,"
                        + " labelSelector: {matchLabels: {b: c}}, matchLabelKeys: [b]}]"
                        + " | invalid spec.topologySpreadConstraints[0].matchLabelKeys[0]",
            })
    void versions_differ(String refusing, String taking, String spec, String fault) {
        String containers = spec.startsWith("containers") ? "" : ", containers: [{name: a, image: i}]";
        List<Manifest> pod = Yaml.read(
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {" + spec + containers + "}}", "pod.yaml");

        assertThat(faults(refusing, pod)).containsExactly(fault);
        assertThat(faults(taking, pod)).isEmpty();
    }

    @Test
    void the_priority_of_a_pod_comes_from_its_class() {
        String pod = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {%s, containers: [{name: a, image: i}]}}";

        assertThat(faults(pod.formatted("priority: 7"))).containsExactly("forbidden spec.priority");
        assertThat(faults(pod.formatted("priority: 0, preemptionPolicy: PreemptLowerPriority")))
                .isEmpty();
        assertThat(faults(pod.formatted("priority: 2000000000, priorityClassName: system-cluster-critical")))
                .isEmpty();
        assertThat(faults(pod.formatted("priority: 7, priorityClassName: shop")))
                .isEmpty();
    }
}
