package dev.hearth.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionFileTest {

    @TempDir
    private Path folder;

    @Test
    void takes_only_definitions_and_of_two_the_last() throws IOException {
        String old = definition("# old\n", "toys.example.com");
        String young = definition("# young\n", "toys.example.com");
        String quoted = definition("", "\"cups.example.com\"");
        Files.writeString(folder.resolve("a.yaml"), old + "--- # next\n" + quoted);
        Files.createDirectory(folder.resolve("v2"));
        Files.writeString(folder.resolve("v2/a.yaml"), "---\nkind: ConfigMap\n---\n" + young);
        Files.writeString(folder.resolve("v2/readme.txt"), definition("", "no.example.com"));

        assertThat(DefinitionFile.readAll(folder))
                .containsOnlyKeys("cups.example.com", "toys.example.com")
                .hasEntrySatisfying("cups.example.com", text -> assertThat(text).endsWith(quoted))
                .hasEntrySatisfying("toys.example.com", text -> assertThat(text).endsWith(young));
    }

    @Test
    void a_definition_whose_name_cannot_be_read_is_an_error() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "kind: CustomResourceDefinition\nspec:\n  name: no.example.com\n");

        assertThatThrownBy(() -> DefinitionFile.readAll(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.yaml has no metadata.name");
    }

    @Test
    void a_folder_without_definitions_has_none() {
        assertThat(DefinitionFile.readAll(folder)).isEqualTo(Map.of());
    }

    private static String definition(String comment, String name) {
        return comment
                + "apiVersion: apiextensions.k8s.io/v1\n"
                + "kind: CustomResourceDefinition\n"
                + "metadata:\n"
                + "  annotations:\n"
                + "    name: not-this\n"
                + "\n"
                + "  name: " + name + "\n"
                + "spec:\n"
                + "  names: {}\n";
    }
}
