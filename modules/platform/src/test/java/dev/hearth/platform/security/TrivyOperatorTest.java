package dev.hearth.platform.security;

import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.ReportKinds;
import dev.hearth.platform.Catalogue;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrivyOperatorTest {

    private static final TrivyOperator TRIVY =
            TrivyOperator.named("trivy").excluding("coder").onlyFixed();

    private static Map<String, String> config(TrivyOperator trivy, String name) {
        return data(SmallCluster.of(trivy).object("ConfigMap", name));
    }

    private static List<String> opened(String pods) {
        return SmallCluster.of(TRIVY).expansion().flows().stream()
                .filter(flow -> flow.from() instanceof Pods from && from.name().equals(pods))
                .map(flow ->
                        (flow.to() instanceof Peer.Outside outside ? outside.host() : flow.to()) + ":" + flow.port())
                .toList();
    }

    /** Each as {@code group/resource:verb}. */
    private static Stream<String> rules(TrivyOperator trivy, String kind) {
        return SmallCluster.of(trivy).object(kind, "trivy").root().sequence("rules").mappings().stream()
                .flatMap(rule -> rule.sequence("resources").strings().stream()
                        .flatMap(resource -> rule.sequence("verbs").strings().stream()
                                .map(verb ->
                                        rule.sequence("apiGroups").strings().get(0) + "/" + resource + ":" + verb)));
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = SmallCluster.of(TRIVY);

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("trivy-operator", cluster.manifests("trivy"));
    }

    @Test
    void operator_and_definitions_are_of_one_release() {
        assertThat("v" + Catalogue.image("trivy-operator").tag())
                .isEqualTo(Catalogue.definitions("trivy-operator").version());
        assertThat(container(SmallCluster.of(TRIVY.release("v0.33.0", "0".repeat(40)))
                                .object("Deployment", "trivy"))
                        .text("image"))
                .contains("mirror.gcr.io/aquasec/trivy-operator:0.33.0");
        assertThat(TRIVY.offers().of(CrdOffer.class))
                .extracting(CrdOffer::groups)
                .containsExactly(ImmutableList.of("aquasecurity.github.io"));
    }

    @Test
    void settings_become_texts_of_the_operators_config_maps() {
        TrivyOperator trivy = TrivyOperator.named("trivy")
                .namespaces("photos", "wiki")
                .least(TrivySeverity.CRITICAL)
                .onlyFixed()
                .scansAtOnce(2)
                .freshness(Duration.ofDays(2))
                .scanner(Image.of("mirror.gcr.io/aquasec/trivy", "0.73.0").digest("sha256:" + "a".repeat(64)));

        assertThat(config(trivy, "trivy-operator-config"))
                .containsEntry("OPERATOR_TARGET_NAMESPACES", "photos,wiki")
                .containsEntry("OPERATOR_EXCLUDE_NAMESPACES", "")
                .containsEntry("OPERATOR_CONCURRENT_SCAN_JOBS_LIMIT", "2")
                .containsEntry("OPERATOR_SCANNER_REPORT_TTL", "48h");
        assertThat(config(trivy, "trivy-operator-trivy-config"))
                .containsEntry("trivy.severity", "CRITICAL")
                .containsEntry("trivy.ignoreUnfixed", "true")
                .containsEntry("trivy.mode", "Standalone")
                .containsEntry("trivy.tag", "0.73.0@sha256:" + "a".repeat(64));
        assertThat(config(TRIVY, "trivy-operator-trivy-config")).containsEntry("trivy.severity", "HIGH,CRITICAL");
        assertThat(config(TRIVY, "trivy-operator-config"))
                .containsEntry("OPERATOR_CONCURRENT_SCAN_JOBS_LIMIT", "1")
                .containsEntry("OPERATOR_EXCLUDE_NAMESPACES", "coder");
    }

    @Test
    void reads_no_secrets_but_its_own_and_no_kubelet() {
        assertThat(config(TRIVY, "trivy-operator-config"))
                .containsEntry("OPERATOR_ACCESS_GLOBAL_SECRETS_SERVICE_ACCOUNTS", "false");
        assertThat(rules(TRIVY, "ClusterRole"))
                .noneMatch(rule -> rule.contains("secrets")
                        || rule.contains("serviceaccounts")
                        || rule.contains("nodes")
                        || rule.contains("pods/log")
                        || rule.startsWith("batch/jobs:create")
                        || rule.startsWith("batch/jobs:delete"));
        assertThat(rules(TRIVY, "Role"))
                .containsExactlyInAnyOrder(
                        "batch/jobs:create",
                        "batch/jobs:delete",
                        "/pods/log:get",
                        "/pods/log:list",
                        "/configmaps:create",
                        "/secrets:create",
                        "/secrets:get",
                        "/secrets:update",
                        "/secrets:delete");
    }

    @Test
    void reads_the_more_the_more_it_looks_for() {
        TrivyOperator images = TRIVY.scans(TrivyScan.VULNERABILITIES);

        assertThat(rules(images, "ClusterRole"))
                .noneMatch(rule ->
                        (rule.contains("role") && !rule.contains("rbacassessment")) || rule.contains("services"));
        assertThat(rules(TRIVY, "ClusterRole")).contains("rbac.authorization.k8s.io/roles:list", "/services:watch");
        assertThat(rules(images.scans(TrivyScan.VULNERABILITIES, TrivyScan.BILLS_OF_MATERIALS), "ClusterRole"))
                .contains("/nodes:list", "/namespaces:get");
        assertThat(config(images, "trivy-operator-config"))
                .containsEntry("OPERATOR_VULNERABILITY_SCANNER_ENABLED", "true")
                .containsEntry("OPERATOR_EXPOSED_SECRET_SCANNER_ENABLED", "false")
                .containsEntry("OPERATOR_CONFIG_AUDIT_SCANNER_ENABLED", "false")
                .containsEntry("OPERATOR_SBOM_GENERATION_ENABLED", "false")
                .containsEntry("OPERATOR_INFRA_ASSESSMENT_SCANNER_ENABLED", "false");
        assertThat(SmallCluster.of(images).manifests("trivy"))
                .noneMatch(manifest -> manifest.kind().equals("ClusterComplianceReport"));
    }

    @Test
    void what_scans_may_open_registries_and_has_no_rights_at_all() {
        assertThat(opened("trivy-scan")).containsExactly("registries of images and of Trivy's databases:443");
        assertThat(opened("trivy"))
                .containsExactlyInAnyOrder("ApiServer[]:16443", "the registry with Trivy's checks:443");
        assertThat(config(TRIVY, "trivy-operator-config")).containsEntry("OPERATOR_SERVICE_ACCOUNT", "trivy-scan");
        assertThat(SmallCluster.of(TRIVY).manifests("trivy").stream()
                        .filter(manifest -> manifest.kind().endsWith("Binding"))
                        .flatMap(manifest -> manifest.root().sequence("subjects").mappings().stream())
                        .flatMap(subject -> subject.text("name").stream()))
                .containsOnly("trivy");
        assertThat(config(TRIVY, "trivy-operator"))
                .containsEntry("scanJob.podTemplateLabels", "app.kubernetes.io/name=trivy-scan")
                .containsEntry("scanJob.automountServiceAccountToken", "false");
    }

    @Test
    void its_namespace_is_restricted_and_what_it_may_is_said() {
        assertThat(TRIVY.podSecurity()).isEqualTo(PodSecurity.restricted());
        assertThat(SmallCluster.of(TRIVY).exemptions())
                .extracting(Exemption::what, Exemption::subject)
                .containsExactly(tuple("rights that end at its namespace", "Deployment trivy"));
    }

    @Test
    void says_which_kinds_are_reports() {
        assertThat(TRIVY.offers().of(ReportKinds.class).get(0).kinds())
                .hasSize(11)
                .contains("VulnerabilityReport", "ExposedSecretReport")
                .doesNotContain("ClusterComplianceReport");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.69.4", "0.69.5", "v0.69.6"})
    void refuses_the_releases_that_attackers_made(String tag) {
        Image image = Image.of("ghcr.io/aquasecurity/trivy", tag);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TRIVY.scanner(image))
                .withMessageContaining("CVE-2026-33634");
    }

    @Test
    void refuses_settings_that_contradict_each_other() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TRIVY.namespaces("photos"))
                .withMessageContaining("leave out excluding");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TRIVY.scansAtOnce(0))
                .withMessageContaining("at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TRIVY.freshness(Duration.ofMinutes(90)))
                .withMessageContaining("whole hours");
    }
}
