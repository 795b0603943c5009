package dev.hearth.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads and judges the objects that Hearth renders, which a real API server takes. */
class RenderedTreeTest {

    private static final Path TREE = Path.of("../../generated");

    private static List<Manifest> objects() throws IOException {
        try (Stream<Path> files = Files.walk(TREE)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(file -> Yaml.readFlat(text(file), file.toString()).stream())
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> faults(Schemas schemas, Manifest object) {
        KindSchema kind = schemas.kind(object.apiVersion(), object.kind()).orElse(null);
        if (kind == null) {
            return Stream.of(schemas.unknown(object.apiVersion(), object.kind()));
        }
        List<Fault> unread = kind.decode(object.root());
        return (unread.isEmpty() ? kind.validate(kind.defaulted(object.root())) : unread)
                .stream().map(fault -> object + " " + fault.path() + ": " + fault.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.33", "1.34", "1.35", "1.36", "1.37"})
    void finds_nothing_in_it(String version) throws IOException {
        Schemas schemas = Schemas.of(KubernetesVersion.parse(version));
        List<Manifest> objects = objects();
        assertThat(objects).hasSizeGreaterThan(100);
        assertThat(objects.stream().flatMap(object -> faults(schemas, object))).isEmpty();
    }
}
