package dev.hearth.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Definitions of custom resources as their projects publish them, where they are at hand. */
class RealManifestsTest {

    private static final Path PLACE = Path.of("..", "..", "..", "shared", "crds");

    private static List<Path> files() throws IOException {
        assumeTrue(Files.isDirectory(PLACE), () -> "no definitions in " + PLACE);
        try (Stream<Path> files = Files.walk(PLACE)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void are_read_and_written_without_a_change() throws IOException {
        for (Path file : files()) {
            for (Manifest manifest : Yaml.read(Files.readString(file), file.toString())) {
                String written = Yaml.write(manifest.root());

                assertThat(Yaml.read(written, "written")).containsExactly(manifest);
                assertThat(Json.read(Json.write(manifest.root()), "json")).isEqualTo(manifest.root());
            }
        }
    }

    @Test
    void are_read_as_js_yaml_reads_them() throws Exception {
        List<Mapping> all = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Path file : files()) {
            Yaml.read(Files.readString(file), file.toString()).forEach(manifest -> all.add(manifest.root()));
            text.append("---\n").append(Files.readString(file)).append('\n');
        }

        List<Node> read = read(Reader.JS_YAML, text.toString()).items().stream()
                .filter(node -> node != Null.NULL)
                .toList();

        assertThat(read.equals(all)).isTrue();
    }

    /** PyYAML cannot read them all as published: an unquoted {@code =} in an enumeration stops it. */
    @Test
    void are_read_by_pyyaml_once_written_here() throws Exception {
        List<Mapping> all = new ArrayList<>();
        for (Path file : files()) {
            Yaml.read(Files.readString(file), file.toString()).forEach(manifest -> all.add(manifest.root()));
        }

        assertThat(read(Reader.PYYAML, Yaml.write(all)).items().equals(all)).isTrue();
    }

    private static Sequence read(Reader reader, String yaml) throws Exception {
        return (Sequence) Json.read(new ObjectMapper().writeValueAsString(reader.documents(yaml)), "theirs");
    }
}
