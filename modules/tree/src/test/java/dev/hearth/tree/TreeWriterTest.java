package dev.hearth.tree;

import static dev.hearth.tree.Samples.compare;
import static dev.hearth.tree.Samples.everything;
import static dev.hearth.tree.Samples.files;
import static dev.hearth.tree.Samples.overwrite;
import static dev.hearth.tree.Samples.put;
import static dev.hearth.tree.Samples.rules;
import static dev.hearth.tree.Samples.tree;
import static dev.hearth.tree.Samples.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWriterTest {

    private static final Tree FIRST = tree(
            "argocd-apps/home/root.yaml", "root\n",
            "generated/home/grafana/service-grafana.yaml", "service\n",
            "generated/home/loki/service-loki.yaml", "loki\n");
    private static final Tree SECOND = tree(
            "argocd-apps/home/root.yaml", "root\n",
            "generated/home/grafana/service-grafana.yaml", "service changed\n",
            "generated/home/tempo/service-tempo.yaml", "tempo\n");

    @TempDir
    Path root;

    @Test
    void writes_a_tree_into_an_empty_directory() {
        WriteResult result = write(root, FIRST);

        assertThat(result)
                .isEqualTo(new WriteResult(
                        ImmutableList.of(),
                        ImmutableList.copyOf(FIRST.files().keySet()),
                        ImmutableList.of(),
                        ImmutableList.of()));
        assertThat(everything(root))
                .isEqualTo(new TreeMap<>(Map.of(
                        ".hearth/.gitattributes",
                        "* -text\n*.inventory merge=union\n",
                        ".hearth/.gitignore",
                        "/lock\n/*.journal\n/.hearth-*.tmp\n",
                        ".hearth/home.inventory",
                        """
                        # hearth inventory 1
                        53175bcc0524f37b47062fafdda28e3f8eb91d519ca0a184ca71bbebe72f969a  argocd-apps/home/root.yaml
                        50330f81bafd6ca339d3ae94a8ba5c99d1e1895695f1334e461d2d64f8ed77f7  generated/home/grafana/service-grafana.yaml
                        aeacefef2ba503bedb866679aeb2d0cdc341e54136d215e9443e624268e03532  generated/home/loki/service-loki.yaml
                        """,
                        ".hearth/lock",
                        "",
                        "argocd-apps/home/root.yaml",
                        "root\n",
                        "generated/home/grafana/service-grafana.yaml",
                        "service\n",
                        "generated/home/loki/service-loki.yaml",
                        "loki\n")));
    }

    @Test
    void writes_what_differs_removes_what_is_gone_and_leaves_the_rest_alone() throws IOException {
        write(root, FIRST);
        FileTime old = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(root.resolve("argocd-apps/home/root.yaml"), old);

        WriteResult result = write(root, SECOND);

        assertThat(result)
                .isEqualTo(new WriteResult(
                        ImmutableList.of(),
                        ImmutableList.of(
                                TreePath.of("generated/home/grafana/service-grafana.yaml"),
                                TreePath.of("generated/home/tempo/service-tempo.yaml")),
                        ImmutableList.of(TreePath.of("argocd-apps/home/root.yaml")),
                        ImmutableList.of(TreePath.of("generated/home/loki/service-loki.yaml"))));
        assertThat(files(root)).isEqualTo(files(SECOND));
        assertThat(root.resolve("generated/home/loki")).doesNotExist();
        assertThat(Files.getLastModifiedTime(root.resolve("argocd-apps/home/root.yaml")))
                .isEqualTo(old);
    }

    @Test
    void writes_no_file_the_second_time() throws IOException {
        write(root, FIRST);
        FileTime old = FileTime.fromMillis(1_000_000_000_000L);
        for (Path path : all()) {
            Files.setLastModifiedTime(path, old);
        }
        SortedMap<String, String> before = everything(root);

        WriteResult result = write(root, FIRST);

        assertThat(result.written()).isEmpty();
        assertThat(result.removed()).isEmpty();
        assertThat(result.unchanged()).hasSize(3);
        assertThat(everything(root)).isEqualTo(before);
        for (Path path : all()) {
            assertThat(Files.getLastModifiedTime(path)).as(path.toString()).isEqualTo(old);
        }
    }

    @Test
    void refuses_a_hand_edited_file_and_touches_nothing() {
        write(root, FIRST);
        put(root, "generated/home/grafana/service-grafana.yaml", "edited\n");
        SortedMap<String, String> before = everything(root);

        WriteResult result = write(root, SECOND);

        assertThat(rules(result.findings()))
                .containsExactly("tree.hand-edited file generated/home/grafana/service-grafana.yaml");
        assertThat(everything(root)).isEqualTo(before);
    }

    @Test
    void replaces_a_hand_edited_file_when_told_to_overwrite() {
        write(root, FIRST);
        put(root, "generated/home/grafana/service-grafana.yaml", "edited\n");

        assertThat(overwrite(root, SECOND).refused()).isFalse();
        assertThat(files(root)).isEqualTo(files(SECOND));
        assertThat(compare(root, SECOND).clean()).isTrue();
    }

    private java.util.List<Path> all() throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.toList();
        }
    }
}
