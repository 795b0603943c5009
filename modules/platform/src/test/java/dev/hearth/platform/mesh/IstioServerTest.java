package dev.hearth.platform.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.mesh.IstioTest.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real API server with Istio's own definitions takes the objects of a mesh. */
class IstioServerTest {

    private static final Path MONITORS = Path.of("../../../shared/crds/prometheus-operator-0.93.0");

    static final SmallCluster CLUSTER = SmallCluster.of(
            Istio.named("istio")
                    .members("stock")
                    .member(Member.of("orders")
                            .open(8080, "the shop is outside of the mesh")
                            .tcp(8080)
                            .breaker(new Member.Breaker(10, 20, 3, Duration.ofMillis(1500)))
                            .rateLimit(50, Duration.ofMillis(250))),
            Program.named("orders", "stock"),
            Program.named("stock"),
            Program.named("shop", "orders"));

    @AutoClose
    private static ApiServer server;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        assumeThat(Files.isDirectory(MONITORS))
                .as("definitions at %s", MONITORS)
                .isTrue();
        Outcome definitions = Judges.require("istio-definitions").run();
        Files.writeString(folder.resolve("istio.yaml"), definitions.stdout());
        server = ApiServer.start();
        server.applyDefinitions(folder);
        server.applyDefinitions(MONITORS);
        CLUSTER.manifests().stream()
                .filter(manifest -> List.of("Namespace", "ServiceAccount").contains(manifest.kind()))
                .sorted((a, b) -> a.kind().compareTo(b.kind()))
                .forEach(manifest -> assertThat(server.apply(
                                        manifest.apiVersion(),
                                        manifest.kind(),
                                        manifest.namespace().orElse(""),
                                        manifest.name(),
                                        json(manifest.root()))
                                .accepted())
                        .as("%s", manifest.identity())
                        .isTrue());
    }

    private static Verdict asked(Manifest manifest, Mapping root) {
        return server.dryRunApply(
                manifest.apiVersion(), manifest.kind(), manifest.namespace().orElse(""), manifest.name(), json(root));
    }

    private static byte[] json(Mapping object) {
        return Json.write(object).getBytes(UTF_8);
    }

    @Test
    void takes_every_object() {
        assertThat(CLUSTER.findings()).isEmpty();
        for (Manifest manifest : CLUSTER.manifests()) {
            Verdict verdict = asked(manifest, manifest.root());
            assertThat(verdict.accepted())
                    .as("%s: %s", manifest.identity(), verdict.message())
                    .isTrue();
            assertThat(verdict.warnings()).as("%s", manifest.identity()).isEmpty();
        }
        assertThat(CLUSTER.manifests())
                .extracting(Manifest::kind)
                .contains("PeerAuthentication", "DestinationRule", "EnvoyFilter", "PodMonitor");
    }

    @Test
    void refuses_what_is_wrong_so_that_its_consent_means_something() {
        Manifest strict = CLUSTER.object("PeerAuthentication", "orders");
        assertThat(asked(
                                strict,
                                strict.root()
                                        .with(
                                                "spec",
                                                strict.spec()
                                                        .with("mtls", Mapping.of("mode", Node.text("VERY_STRICT")))))
                        .accepted())
                .isFalse();
        // Settings of single ports are nothing without the pods that have them.
        assertThat(asked(strict, strict.root().with("spec", strict.spec().without("selector")))
                        .accepted())
                .isFalse();
    }

    @Test
    void takes_a_pod_with_a_proxy_into_a_restricted_namespace() throws IOException {
        Mapping pod = Yaml.documents(
                        Files.readString(Path.of("src/test/resources/istio-injected-pod.yaml")),
                        "istio-injected-pod.yaml")
                .get(0)
                .mapping();
        assertThat(CLUSTER.object("Namespace", "orders").labels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");

        Verdict verdict = server.dryRunCreate(json(pod));

        assertThat(verdict.accepted()).as(verdict.message()).isTrue();
        assertThat(verdict.warnings()).isEmpty();
    }
}
