package dev.hearth.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {

    private static final String OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";

    @TempDir
    Path folder;

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private List<String> list() throws IOException {
        String root = folder.toString().replace('\\', '/') + "/";
        return Inputs.of(InputStream.nullInputStream()).list(List.of(folder.toString())).stream()
                .map(input -> input.name().replace(root, ""))
                .toList();
    }

    private Imported read(String name) throws IOException {
        return Inputs.of(InputStream.nullInputStream()).list(List.of(folder.toString())).stream()
                .filter(input -> input.name().endsWith(name))
                .findFirst()
                .orElseThrow()
                .read();
    }

    @Test
    void a_folder_is_all_its_yaml_and_json_in_order_without_what_is_hidden() throws IOException {
        for (String name : List.of("b.yml", "a/z.json", "a.yaml", ".git/c.yaml", ".d.yaml", "e.txt", "c/.f/g.yaml")) {
            write(name, OBJECT);
        }

        assertThat(list()).containsExactly("a/z.json", "a.yaml", "b.yml");
    }

    @Test
    void links_are_followed_only_within_the_folder(@TempDir Path outside) throws IOException {
        Path other = Files.writeString(outside.resolve("other.yaml"), OBJECT);
        write("a.yaml", OBJECT);
        Files.createSymbolicLink(folder.resolve("in.yaml"), folder.resolve("a.yaml"));
        Files.createSymbolicLink(folder.resolve("out.yaml"), other);
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        Files.createSymbolicLink(folder.resolve("gone.yaml"), folder.resolve("nowhere"));

        assertThat(list()).containsExactly("a.yaml", "in.yaml");
    }

    @Test
    void a_dash_is_standard_input() throws IOException {
        Inputs inputs = Inputs.of(new ByteArrayInputStream(OBJECT.getBytes(UTF_8)));

        assertThat(inputs.list(List.of("-")).get(0).read().objects()).hasSize(1);
    }

    @Test
    void what_is_not_there_is_said() {
        assertThatThrownBy(() -> Inputs.of(InputStream.nullInputStream()).list(List.of("/no/such/folder")))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no file or folder /no/such/folder");
    }

    @Test
    void templates_of_a_chart_are_left_out_even_where_they_are_yaml() throws IOException {
        write("chart/Chart.yaml", "apiVersion: v2\nname: a\n");
        write("chart/templates/sub/a.yaml", OBJECT);

        assertThat(read("a.yaml").skipped()).contains("a template of a chart, which must be rendered first");
    }

    @Test
    void patches_of_a_kustomization_are_no_objects() throws IOException {
        write("kustomization.yaml", "resources: [web.yaml]\npatches:\n- path: patches/web.yaml\n");
        write("patches/web.yaml", OBJECT);
        write("web.yaml", OBJECT);

        assertThat(read("patches/web.yaml").skipped()).contains("a patch of the kustomization in " + folder);
        assertThat(read(folder.getFileName() + "/web.yaml").objects()).hasSize(1);
    }
}
