package dev.hearth.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Expected objects as files beside the tests. They are written anew only by {@code -Dhearth.golden=write}; the change is then
 * to be read like code.
 */
public final class GoldenTree {

    private static final Path EXPECTED = Path.of("src/test/resources");
    private static final String PROPERTY = "hearth.golden";

    private GoldenTree() {}

    /** Holds that the objects are those in the folder, no more and no less. */
    public static void assertTree(String folder, Collection<Manifest> manifests) {
        SortedMap<String, String> actual = new TreeMap<>();
        manifests.forEach(manifest -> actual.put(file(manifest), Yaml.write(manifest.root())));
        assertThat(actual).as("objects with a file of their own").hasSameSizeAs(manifests);
        Path root = EXPECTED.resolve(folder);
        if ("write".equals(System.getProperty(PROPERTY))) {
            write(root, actual);
        }
        assertThat(actual).as("%s; -D%s=write writes it anew", root, PROPERTY).isEqualTo(read(root));
    }

    private static String file(Manifest manifest) {
        return manifest.kind().toLowerCase(Locale.ROOT) + "-" + manifest.name().replace(':', '_') + ".yaml";
    }

    private static SortedMap<String, String> read(Path root) {
        SortedMap<String, String> expected = new TreeMap<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> files = Files.list(root)) {
                for (Path file : files.toList()) {
                    // A checkout may have given the lines another end.
                    expected.put(
                            file.getFileName().toString(),
                            new String(Files.readAllBytes(file), UTF_8).replace("\r\n", "\n"));
                }
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
        return expected;
    }

    private static void write(Path root, SortedMap<String, String> files) {
        try {
            Files.createDirectories(root);
            for (String stale : read(root).keySet()) {
                Files.delete(root.resolve(stale));
            }
            for (var file : files.entrySet()) {
                Files.write(root.resolve(file.getKey()), file.getValue().getBytes(UTF_8));
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
