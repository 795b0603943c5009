package dev.hearth.checks.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The pods of {@code pods.yaml}, and what is wrong with each. */
record PodCases(String what, Manifest pod, List<String> faults) {

    static Stream<PodCases> all() {
        Mapping file = Yaml.documents("cases:\n" + text(), "pods.yaml").get(0).mapping();
        return file.sequence("cases").mappings().stream()
                .map(one -> new PodCases(
                        one.text("what").orElseThrow(),
                        pod(one.mapping("spec")),
                        one.sequence("faults").strings()));
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(PodCases.class.getResourceAsStream("pods.yaml"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest pod(Mapping said) {
        Node container = Mapping.builder().put("name", "a").put("image", "i").build();
        Mapping spec = said.has("containers") ? said : said.with("containers", Sequence.of(List.of(container)));
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", "case")
                                .put("namespace", "default")
                                .build())
                .put("spec", spec)
                .build());
    }

    @Override
    public String toString() {
        return what;
    }
}
