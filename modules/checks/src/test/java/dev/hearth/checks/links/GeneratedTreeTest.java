package dev.hearth.checks.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.checks.Checks;
import dev.hearth.checks.rule.Rule;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The home cluster of this repository, read as the plain YAML that it is rendered to. */
class GeneratedTreeTest {

    private static final Path ROOT = Path.of("../..");

    private static Stream<Manifest> read(String folder) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream()
                    .flatMap(GeneratedTreeTest::objects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Manifest> objects(Path file) {
        try {
            return Yaml.read(Files.readString(file), file.toString()).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void all_references_of_the_home_cluster_lead_somewhere() {
        assumeTrue(Files.isDirectory(ROOT.resolve("generated")), "the rendered tree is not there");
        List<Manifest> elsewhere = Yaml.read("""
                {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: microk8s-hostpath}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: grafana-admin, namespace: monitoring}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: minio-root, namespace: minio}}
                """, "elsewhere.yaml");
        List<String> ids = LinkRules.all().stream()
                .map(Rule::ids)
                .flatMap(set -> set.stream())
                .toList();

        assertThat(Checks.of(KubernetesVersion.parse("1.35"))
                        .elsewhere(elsewhere)
                        .complete()
                        .only(ids)
                        .check(Stream.concat(read("generated"), read("argocd-apps"))
                                .toList())
                        .findings())
                .isEmpty();
    }
}
