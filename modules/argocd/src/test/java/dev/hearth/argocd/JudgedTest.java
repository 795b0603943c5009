package dev.hearth.argocd;

import static dev.hearth.argocd.Fixture.cluster;
import static dev.hearth.argocd.Fixture.configMap;
import static dev.hearth.argocd.Fixture.objects;
import static dev.hearth.argocd.Fixture.thing;
import static dev.hearth.argocd.Fixture.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the API server says to Argo CD's objects and to namespaces, with upstream's definitions. */
class JudgedTest {

    private static final Path DEFINITIONS = Path.of("../../../shared/crds/argo-cd-v3.5.1");

    @Test
    void the_api_server_takes_all_of_them_as_they_are() {
        assumeThat(Files.isDirectory(DEFINITIONS))
                .as("definitions at %s", DEFINITIONS)
                .isTrue();
        Cluster cluster = cluster()
                .layer(
                        "data",
                        thing(
                                        "store",
                                        new RemoteChart(
                                                        "https://charts.example.org",
                                                        "store",
                                                        "1.0.0",
                                                        "store",
                                                        Data.map("a", 1))
                                                .makes("apps/Deployment"),
                                        objects(configMap("c") + """
                                        ---
                                        apiVersion: apps/v1
                                        kind: Deployment
                                        metadata: {name: d}
                                        spec: {replicas: 1}
                                        ---
                                        apiVersion: autoscaling/v2
                                        kind: HorizontalPodAutoscaler
                                        metadata: {name: d}
                                        spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}}
                                        """))
                                .needing(PodSecurity.baseline("it binds a port of the host"))
                                .offering(new CrdOffer(
                                        "widgets",
                                        ImmutableList.of("example.org"),
                                        new CrdOffer.Git(
                                                "https://github.com/example/widgets",
                                                "0123456789abcdef0123456789abcdef01234567",
                                                "v1.0.0",
                                                "config/crd"))));
        Wiring wiring = wire(cluster);
        Wiring next = ArgoCd.wire(
                Fixture.expand(cluster.with(thing("store", objects(configMap("c"))))),
                Previous.of(wiring.files().values().stream()
                        .flatMap(ImmutableList::stream)
                        .toList()));

        try (ApiServer server = ApiServer.start()) {
            server.applyDefinitions(DEFINITIONS);
            server.createNamespace("argocd", Map.of());
            Stream.of(
                            wiring.files().values().stream().flatMap(ImmutableList::stream),
                            next.files().values().stream().flatMap(ImmutableList::stream),
                            wiring.manifests().stream()
                                    .filter(manifest -> manifest.kind().equals("Namespace")))
                    .flatMap(all -> all)
                    .forEach(manifest -> {
                        Verdict verdict = dryRun(server, manifest);
                        assertThat(verdict.accepted())
                                .as(manifest + ": " + verdict.message())
                                .isTrue();
                        // Argo CD's finalizer has the name it has.
                        assertThat(verdict.warnings())
                                .as(manifest.toString())
                                .filteredOn(warning -> !warning.startsWith("metadata.finalizers: "))
                                .isEmpty();
                    });
        }
    }

    private static Verdict dryRun(ApiServer server, Manifest manifest) {
        return server.dryRunApply(
                manifest.apiVersion(),
                manifest.kind(),
                manifest.namespace().orElse(""),
                manifest.name(),
                Yaml.bytes(manifest.root()));
    }
}
