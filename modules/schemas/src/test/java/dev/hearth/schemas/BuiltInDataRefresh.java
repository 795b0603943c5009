package dev.hearth.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Writes the built-in data anew; {@code tool/refresh} runs it and says what it needs. It is no test, and its name keeps it out
 * of a run of tests.
 */
class BuiltInDataRefresh {

    private static final Path RESOURCES = Path.of("src/main/resources/dev/hearth/schemas");
    private static final Splitter TABS = Splitter.on('\t');

    @Test
    void writes_the_kinds_of_kubernetes() throws IOException {
        SchemaWriter writer = new SchemaWriter();
        for (Path dump : files(given("hearth.schemas.kubernetes"), ".json")) {
            add(dump, writer);
        }
        write(BuiltInData.KUBERNETES, writer.bytes());
    }

    private static Path given(String property) {
        String folder = System.getProperty(property);
        Assumptions.assumeTrue(folder != null, property + " is not given");
        return Path.of(String.valueOf(folder));
    }

    private static void add(Path file, SchemaWriter writer) {
        Mapping dump = (Mapping) Json.read(text(file), file.toString());
        String version = String.valueOf(file.getFileName()).replace(".json", "");
        int minor = Integer.parseInt(version.replaceAll("v1\\.(\\d+)\\..*", "$1"));
        writer.source(minor, new Source("kubernetes", version, "k8s.io/kubernetes", "Apache-2.0"));
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

    @Test
    void writes_the_custom_resources() throws IOException {
        Path folder = given("hearth.schemas.definitions");
        StringBuilder index = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("tool/custom-resources.tsv"))) {
            List<String> words = TABS.splitToList(line);
            String name = words.get(0) + "-" + words.get(1);
            Definitions definitions = definitions(folder.resolve(name));
            SchemaWriter writer = new SchemaWriter();
            writer.source(
                    SchemaWriter.EVERY,
                    new Source(words.get(0), words.get(1), words.get(2) + " " + words.get(3), words.get(4)));
            TreeSet<String> groups = new TreeSet<>();
            definitions.all().forEach(definition -> {
                writer.custom(definition);
                groups.add(definition.entry().group());
            });
            write(name + ".schemas.gz", writer.bytes());
            groups.forEach(
                    group -> index.append(group).append('\t').append(name).append(".schemas.gz\n"));
        }
        write(BuiltInData.INDEX, index.toString().getBytes(UTF_8));
    }

    private static Definitions definitions(Path folder) throws IOException {
        Definitions definitions = Definitions.none();
        for (Path file : files(folder, "ml")) {
            List<Manifest> objects = Yaml.readFlat(text(file), file.toString());
            definitions = definitions.with(objects);
        }
        return definitions;
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.walk(folder.toRealPath())) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String name, byte[] content) throws IOException {
        Files.createDirectories(RESOURCES);
        Files.write(RESOURCES.resolve(name), content);
    }
}
