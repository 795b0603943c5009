package dev.hearth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.CheckReport;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Manifests;
import dev.hearth.findings.Finding;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptedFindingsTest {

    private static final String INGRESS = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: shop}
            spec:
              rules:
                - host: shop.home.arpa
                  http:
                    paths: [{path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}]
            """;

    @TempDir
    private Path root;

    private record Shop(String reason) implements Component {

        @Override
        public String name() {
            return "shop";
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            Manifests ingress = Manifests.none().yaml(INGRESS);
            return reason.isEmpty() ? ingress : ingress.accept("link.service", reason);
        }
    }

    private static Cluster cluster(String reason) {
        return Cluster.named("home")
                .repository("https://git.home.arpa/me/home.git", "main")
                .layer("shops", new Shop(reason));
    }

    private Outcome render(Cluster cluster) {
        return Hearth.render(Request.of(Definition.of(cluster), root));
    }

    @Test
    void an_accepted_error_does_not_stop_the_render_and_is_listed() {
        Outcome refused = render(cluster(""));
        Outcome accepted = render(cluster("the operator makes it"));

        assertThat(refused.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(accepted.exitCode()).as(accepted.findings().toString()).isEqualTo(ExitCode.CLEAN);
        assertThat(accepted.accepted()).extracting(one -> one.finding().rule()).containsExactly("link.service");
        assertThat(accepted.summary())
                .contains("  accepted     1 finding\n    link.service  Ingress shop/shop: the operator makes it\n");
    }

    @Test
    void a_cluster_accepts_for_a_component_that_somebody_else_wrote() {
        Outcome outcome = render(cluster("").accept("shop", "link.service", "the operator makes it"));

        assertThat(outcome.exitCode()).as(outcome.findings().toString()).isEqualTo(ExitCode.CLEAN);
        assertThat(outcome.accepted()).extracting(CheckReport.Accepted::reason).containsExactly("the operator makes it");
    }

    @Test
    void an_acceptance_that_accepts_nothing_is_told_with_its_line() {
        Outcome outcome = render(cluster("").accept("shop", "link.secret", "x").accept("shop", "link.service", "y"));

        assertThat(outcome.findings())
                .filteredOn(finding -> finding.rule().equals("accept.unused"))
                .singleElement()
                .extracting(Finding::toString)
                .asString()
                .contains("warning accept.unused  component shop\n  AcceptedFindingsTest.java:");
    }
}
