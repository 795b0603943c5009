package dev.hearth.schemas;

import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Writes the built-in data anew; {@code tool/refresh} runs it and says what it needs. It is no test, and its name keeps it out
 * of a run of tests.
 */
class BuiltInDataRefresh {

    private static final Path RESOURCES = Path.of("src/main/resources/dev/hearth/schemas");

    @Test
    void writes_the_kinds_of_kubernetes() throws IOException {
        String dumps = System.getProperty("hearth.schemas.kubernetes");
        Assumptions.assumeTrue(dumps != null, "no dumps are given");
        SchemaWriter writer = new SchemaWriter();
        try (Stream<Path> files = Files.list(Path.of(dumps))) {
            files.filter(file -> file.toString().endsWith(".json")).sorted().forEach(file -> add(file, writer));
        }
        Files.createDirectories(RESOURCES);
        Files.write(RESOURCES.resolve("kubernetes.schemas.gz"), writer.bytes());
    }

    private static void add(Path file, SchemaWriter writer) {
        Mapping dump = read(file);
        String version = file.getFileName().toString().replace(".json", "");
        int minor = Integer.parseInt(version.replaceAll("v1\\.(\\d+)\\..*", "$1"));
        writer.source(minor, new Source("kubernetes", version, "Go module k8s.io/kubernetes " + version, "Apache-2.0"));
        Published published = new Published();
        published.add(dump);
        List<KindEntry> kinds = dump.sequence("kinds").mappings().stream()
                .map(kind -> new KindEntry(
                        kind.text("group").orElseThrow(),
                        kind.text("version").orElseThrow(),
                        kind.text("kind").orElseThrow(),
                        kind.isTrue("namespaced"),
                        kind.text("definition").orElseThrow()))
                .toList();
        published.write(writer, minor, kinds);
    }

    private static Mapping read(Path file) {
        try {
            return (Mapping) Json.read(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
