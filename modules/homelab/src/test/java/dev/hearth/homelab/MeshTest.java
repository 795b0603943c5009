package dev.hearth.homelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.dsl.Cluster;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.Manifest;
import dev.hearth.pipeline.Definition;
import dev.hearth.pipeline.Hearth;
import dev.hearth.pipeline.Rendering;
import dev.hearth.platform.mesh.Istio;
import dev.hearth.platform.mesh.Member;
import dev.hearth.testing.FlowProof;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The home cluster with a mesh switched on between the development environments and their database. */
class MeshTest {

    private static final String METRICS = "Prometheus is outside of the mesh";

    private static Rendering with(Istio istio) {
        Cluster home = new HomeLab().define();
        Cluster meshed = home.layer("access", istio)
                .segments(home.segments()
                        .crossing("production", "management", "proxies get their identities from the control plane"));
        return Hearth.rendering(Definition.of(meshed), Home.TOP);
    }

    private static List<Finding> errors(Rendering rendering) {
        return rendering.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
    }

    @Test
    void is_off() {
        assertThat(Home.RENDERING.manifests())
                .noneMatch(manifest -> manifest.apiVersion().contains("istio.io"))
                .noneMatch(manifest -> manifest.namespace().orElse("").equals("istio-system"));
    }

    @Test
    void switched_on_it_names_what_opens_members_from_outside() {
        Rendering rendering = with(Istio.named("istio").members("postgres", "coder"));

        assertThat(errors(rendering))
                .extracting(Finding::rule, finding -> finding.message().replaceFirst(", which.*", ""))
                .containsExactlyInAnyOrder(
                        tuple("mesh.flow", "monitoring/prometheus opens port 2112 of coder/coder"),
                        tuple("mesh.flow", "nginx-ingress/nginx-ingress opens port 8080 of coder/coder"),
                        tuple("mesh.flow", "monitoring/prometheus opens port 9187 of postgres/postgres"));
    }

    @Test
    void with_those_ports_open_every_rule_and_every_flow_holds() {
        Rendering rendering = with(Istio.named("istio")
                .member(Member.of("postgres").tcp(5432).open(9187, METRICS))
                .member(Member.of("coder")
                        .open(2112, METRICS)
                        .open(8080, "the ingress controller is outside of the mesh")));

        assertThat(errors(rendering)).isEmpty();
        assertThat(rendering.findings())
                .filteredOn(finding -> finding.severity() == Severity.WARNING)
                .isEqualTo(Home.RENDERING.findings().stream()
                        .filter(finding -> finding.severity() == Severity.WARNING)
                        .toList());
        assertThat(FlowProof.of(rendering.expansion()).faults()).isEmpty();
        assertThat(rendering.manifests().stream()
                        .filter(manifest -> manifest.apiVersion().contains("istio.io"))
                        .map(Manifest::identity))
                .extracting(identity -> identity.kind() + " " + identity.namespace() + "/" + identity.name())
                .containsExactlyInAnyOrder(
                        "DestinationRule coder/coder",
                        "DestinationRule postgres/postgres",
                        "DestinationRule postgres/postgres-headless",
                        "PeerAuthentication coder/coder",
                        "PeerAuthentication postgres/postgres");
    }
}
