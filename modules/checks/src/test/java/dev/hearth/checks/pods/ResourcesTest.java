package dev.hearth.checks.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.Checks;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcesTest {

    private static final String RULE = "pod.resources";
    private static final String AT = "warning Deployment shop/web spec.template.spec.containers[0].resources";

    @Test
    void says_all_that_is_missing_at_once() {
        assertThat(Judged.findings(
                        Checks.of(KubernetesVersion.parse("1.35")),
                        RULE,
                        Judged.deployment("", "resources: {requests: {cpu: 1}}")))
                .map(Finding::message)
                .containsExactly("container 'web' has no request of memory, no limit of memory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "resources: {}",
                "resources: {requests: {cpu: 50m, memory: 64Mi}}",
                "resources: {requests: {cpu: 50m}, limits: {ephemeral-storage: 1Gi}}",
                "resources: {limits: {cpu: 1}}"
            })
    void finds_what_is_not_said(String container) {
        assertThat(Judged.by(RULE, Judged.deployment("", container))).containsExactly(AT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resources: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 64Mi}}",
                "resources: {requests: {cpu: 50m}, limits: {memory: 64Mi}}",
                "resources: {limits: {cpu: 1, memory: 64Mi}}",
            })
    void a_limit_is_a_request_too(String container) {
        assertThat(Judged.by(RULE, Judged.deployment("", container))).isEmpty();
    }

    @Test
    void the_pod_may_say_it_for_all() {
        String pod = "resources: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 64Mi}}";

        assertThat(Judged.by(RULE, Judged.deployment(pod, ""))).isEmpty();
    }

    @Test
    void a_limit_range_of_the_namespace_may_say_it() {
        String range =
                Judged.object("v1", "LimitRange", "all", "spec: {limits: [{type: Container, default: {cpu: 1}}]}");
        String ofPods = Judged.object("v1", "LimitRange", "all", "spec: {limits: [{type: Pod, max: {cpu: 1}}]}");

        assertThat(Judged.by(RULE, Judged.deployment("", ""), range)).isEmpty();
        assertThat(Judged.by(RULE, Judged.deployment("", ""), ofPods)).containsExactly(AT);
        assertThat(Judged.by(RULE, Judged.deployment("", ""), range.replace("namespace: shop", "namespace: other")))
                .containsExactly(AT);
    }

    @Test
    void sidecars_stay_and_other_first_containers_do_not() {
        String full = "resources: {limits: {cpu: 1, memory: 64Mi}}";
        String pod = "initContainers: [{name: first}, {name: side, restartPolicy: Always}]";

        assertThat(Judged.by(RULE, Judged.deployment(pod, full)))
                .containsExactly("warning Deployment shop/web spec.template.spec.initContainers[1].resources");
    }
}
