package dev.hearth.checks.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.Checks;
import dev.hearth.checks.rule.PodSecurityStandard;
import dev.hearth.checks.rule.PodSecurityStandard.Level;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodSecurityTest {

    private static final KubernetesVersion VERSION = KubernetesVersion.parse("1.35");
    private static final String PRIVILEGED = Judged.deployment("", "securityContext: {privileged: true}");
    private static final String FIELD = "spec.template.spec.containers[0].securityContext.privileged";

    private static String namespace(String labels) {
        return "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {" + labels + "}}}";
    }

    private static List<String> all(Checks checks, String... objects) {
        return checks.check(Yaml.read(String.join("\n---\n", objects), "shop.yaml")).findings().stream()
                .filter(finding -> finding.rule().startsWith("pod.security-"))
                .map(finding -> finding.rule() + " " + finding.path())
                .toList();
    }

    @Test
    void says_what_is_wrong_where_and_who_asks() {
        assertThat(Judged.findings(
                        Checks.of(VERSION),
                        "pod.security-privileged",
                        namespace("pod-security.kubernetes.io/enforce: baseline"),
                        PRIVILEGED))
                .map(Finding::toString)
                .containsExactly("""
                        error pod.security-privileged  Deployment shop/web  \
                        spec.template.spec.containers[0].securityContext.privileged
                          shop.yaml:7  container 'web' is privileged; Pod Security baseline:1.35 refuses that, as Namespace \
                        shop asks
                          hint: remove privileged, or put the pod into a namespace for privileged pods""");
    }

    @ParameterizedTest
    @CsvSource({"enforce, error", "warn, warning", "audit, info"})
    void the_mode_says_how_bad_it_is(String mode, String severity) {
        String labels = "pod-security.kubernetes.io/" + mode + ": restricted";

        assertThat(Judged.by("pod.security-privileged", namespace(labels), PRIVILEGED))
                .containsExactly(severity + " Deployment shop/web " + FIELD);
    }

    @Test
    void what_is_refused_is_not_warned_of_as_well() {
        String labels = "pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/warn: restricted";
        String strict =
                "securityContext: {privileged: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}";

        assertThat(Checks.of(VERSION)
                        .check(Yaml.read(namespace(labels) + "\n---\n" + Judged.deployment("", strict), "shop.yaml"))
                        .findings()
                        .stream()
                        .filter(finding -> finding.rule().startsWith("pod.security-"))
                        .map(finding -> finding.severity().word() + " " + finding.rule()))
                .containsExactly(
                        "error pod.security-privileged",
                        "warning pod.security-non-root",
                        "warning pod.security-seccomp");
    }

    @Test
    void asks_nothing_where_nobody_asks() {
        assertThat(all(Checks.of(VERSION), PRIVILEGED)).isEmpty();
        assertThat(all(Checks.of(VERSION), namespace(""), PRIVILEGED)).isEmpty();
        assertThat(all(Checks.of(VERSION), namespace("pod-security.kubernetes.io/enforce: privileged"), PRIVILEGED))
                .isEmpty();
        assertThat(all(
                        Checks.of(VERSION),
                        namespace("pod-security.kubernetes.io/enforce: restricted")
                                .replace("name: shop", "name: other"),
                        PRIVILEGED))
                .isEmpty();
    }

    @Test
    void a_namespace_elsewhere_asks_too() {
        Checks checks = Checks.of(VERSION)
                .elsewhere(Yaml.read(namespace("pod-security.kubernetes.io/enforce: baseline"), "elsewhere.yaml"));

        assertThat(all(checks, PRIVILEGED)).containsExactly("pod.security-privileged " + FIELD);
    }

    @Test
    void a_level_for_all_counts_whatever_the_namespace_says() {
        Checks checks = Checks.of(VERSION).podSecurity(new PodSecurityStandard(Level.BASELINE, VERSION));

        assertThat(all(checks, namespace("pod-security.kubernetes.io/enforce: privileged"), PRIVILEGED))
                .containsExactly("pod.security-privileged " + FIELD);
    }

    @ParameterizedTest
    @CsvSource({
        "v1.33, 1.35, 0",
        "v1.34, 1.35, 1",
        "latest, 1.35, 1",
        "v1.34, 1.33, 0",
        "latest, 1.33, 0",
        "'', 1.34, 1"
    })
    void the_definition_is_that_of_the_label_but_never_newer_than_the_server(String label, String server, int found) {
        String labels = "pod-security.kubernetes.io/enforce: baseline"
                + (label.isEmpty() ? "" : ", pod-security.kubernetes.io/enforce-version: " + label);
        String pod = Judged.deployment("", "livenessProbe: {httpGet: {host: 10.0.0.1, port: 80}}");

        assertThat(all(Checks.of(KubernetesVersion.parse(server)), namespace(labels), pod))
                .hasSize(found);
    }

    @Test
    void what_all_containers_lack_is_said_once() {
        Checks checks = Checks.of(VERSION).podSecurity(new PodSecurityStandard(Level.RESTRICTED, VERSION));
        String bare = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {"
                + "initContainers: [{name: first}], containers: [{name: web}]}}";

        assertThat(all(checks, bare))
                .containsExactly(
                        "pod.security-drop-capabilities spec.containers[0].securityContext.capabilities.drop",
                        "pod.security-drop-capabilities spec.initContainers[0].securityContext.capabilities.drop",
                        "pod.security-escalation spec.containers[0].securityContext.allowPrivilegeEscalation",
                        "pod.security-escalation spec.initContainers[0].securityContext.allowPrivilegeEscalation",
                        "pod.security-non-root spec.securityContext.runAsNonRoot",
                        "pod.security-seccomp spec.securityContext.seccompProfile.type");
    }

    @ParameterizedTest
    @CsvSource({
        "enforce, baselin, error",
        "warn, '', error",
        "audit-version, '1.35', error",
        "enforce-version, v1.35.2, error",
        "enforced, baseline, warning"
    })
    void labels_that_admission_does_not_know_are_found(String label, String value, String severity) {
        String name = "pod-security.kubernetes.io/" + label;

        assertThat(Judged.by("pod.security-labels", namespace(name + ": \"" + value + "\"")))
                .containsExactly(severity + " Namespace shop metadata.labels[" + name + "]");
    }

    @ParameterizedTest
    @CsvSource({"enforce, privileged", "warn-version, latest", "audit-version, v1.5", "enforce-version, v1.99"})
    void labels_that_admission_knows_are_not(String label, String value) {
        assertThat(Judged.by("pod.security-labels", namespace("pod-security.kubernetes.io/" + label + ": " + value)))
                .isEmpty();
    }

    @Test
    void a_level_that_is_none_is_one_finding_and_not_one_of_every_pod() {
        assertThat(all(Checks.of(VERSION), namespace("pod-security.kubernetes.io/enforce: strict"), PRIVILEGED))
                .containsExactly("pod.security-labels metadata.labels[pod-security.kubernetes.io/enforce]");
    }
}
