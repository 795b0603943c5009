package dev.hearth.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.findings.Acceptance;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcceptancesTest {

    private static final Checks CHECKS = Checks.of(KubernetesVersion.parse("1.35"))
            .only(List.of("link.service", "accept.reason", "accept.unknown", "accept.unused"));

    private static String ingress(String annotation) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: web
                  namespace: shop
                  annotations:
                    %s
                spec:
                  defaultBackend: {service: {name: web, port: {number: 80}}}
                """.formatted(annotation);
    }

    private static CheckReport check(String yaml) {
        return CHECKS.complete().check(Yaml.read(yaml, "web.yaml"));
    }

    @Test
    void an_annotation_with_a_reason_accepts_and_is_listed() {
        CheckReport report = check(ingress("hearth.dev/accept.link.service: \"the operator makes it\""));

        assertThat(report.findings()).isEmpty();
        assertThat(report.accepted()).extracting(CheckReport.Accepted::reason).containsExactly("the operator makes it");
        assertThat(report.accepted().get(0).finding().rule()).isEqualTo("link.service");
    }

    @Test
    void an_acceptance_without_a_reason_accepts_nothing() {
        assertThat(check(ingress("hearth.dev/accept.link.service: \" \"")).findings())
                .extracting(Finding::rule)
                .containsExactly("accept.reason", "link.service");
    }

    @Test
    void an_acceptance_of_an_unknown_rule_is_an_error_at_its_line() {
        assertThat(check(ingress("hearth.dev/accept.link.servise: \"x\"")).findings())
                .first()
                .hasToString("""
                        error accept.unknown  Ingress shop/web  metadata.annotations[hearth.dev/accept.link.servise]
                          web.yaml:7  there is no rule link.servise
                          hint: hearth rules lists them; correct the id or remove the annotation""");
    }

    @Test
    void an_acceptance_that_accepts_nothing_is_told() {
        String used = ingress("hearth.dev/accept.link.service: \"x\"");
        String service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\n";

        assertThat(check(used + service).findings()).hasToString("""
                [warning accept.unused  Ingress shop/web  metadata.annotations[hearth.dev/accept.link.service]
                  web.yaml:7  it accepts link.service, of which this object has no finding
                  hint: remove the annotation]""");
    }

    @Test
    void a_rule_that_was_not_looked_for_is_not_unused() {
        assertThat(check(ingress("hearth.dev/accept.pod.resources: \"x\"")).findings())
                .extracting(Finding::rule)
                .containsExactly("link.service");
    }

    @Test
    void a_namespace_accepts_nothing_for_what_is_in_it() {
        String namespace = """
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop, annotations: {hearth.dev/accept.link.service: "x"}}
                """;

        assertThat(check(ingress("a: b") + namespace).findings())
                .extracting(Finding::rule)
                .containsExactly("link.service", "accept.unused");
    }

    @Test
    void a_component_accepts_for_its_own_objects() {
        Manifest mine = Yaml.read(ingress("a: b"), "web.yaml").get(0).ownedBy("shop");
        Acceptance acceptance = new Acceptance("shop", "link.service", "later", Optional.of(new Place("Home.java", 3)));

        CheckReport report = CHECKS.complete().accepting(List.of(acceptance)).check(List.of(mine));
        CheckReport other = CHECKS.complete().accepting(List.of(acceptance)).check(List.of(mine.ownedBy("other")));

        assertThat(report.findings()).isEmpty();
        assertThat(report.accepted()).hasSize(1);
        assertThat(other.findings()).extracting(Finding::toString).contains("""
                warning accept.unused  component shop
                  Home.java:3  it accepts link.service, of which the component has no finding
                  hint: remove the acceptance, or correct the id of the rule""");
    }

    @Test
    void errors_found_elsewhere_cannot_be_accepted_and_warnings_can() {
        Finding warning = Finding.warning("route.open", "component shop", "no login");
        Finding error = Finding.error("model.threw", "component shop", "it threw");
        List<Acceptance> both = List.of(
                new Acceptance("shop", "route.open", "public", Optional.empty()),
                new Acceptance("shop", "model.threw", "so what", Optional.empty()));

        CheckReport report =
                Checks.of(KubernetesVersion.parse("1.35")).accepting(both).check(List.of(), List.of(warning, error));

        assertThat(report.accepted()).extracting(CheckReport.Accepted::finding).containsExactly(warning);
        assertThat(report.findings()).contains(error);
    }
}
