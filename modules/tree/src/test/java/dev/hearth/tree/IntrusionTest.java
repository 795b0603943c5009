package dev.hearth.tree;

import static dev.hearth.tree.Samples.compare;
import static dev.hearth.tree.Samples.everything;
import static dev.hearth.tree.Samples.files;
import static dev.hearth.tree.Samples.overwrite;
import static dev.hearth.tree.Samples.put;
import static dev.hearth.tree.Samples.rules;
import static dev.hearth.tree.Samples.text;
import static dev.hearth.tree.Samples.tree;
import static dev.hearth.tree.Samples.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.findings.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is in the way, leads out, or belongs to somebody else. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
class IntrusionTest {

    private static final Tree TREE = tree("generated/home/a/x.yaml", "x\n", "generated/home/b/y.yaml", "y\n");

    @TempDir
    Path directory;

    private Path root;
    private Path outside;

    @BeforeEach
    void make() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        outside = Files.createDirectory(directory.resolve("outside"));
        put(outside, "x.yaml", "precious\n");
    }

    private void refuses(String... rules) {
        SortedMap<String, String> before = everything(directory);
        before.remove("root/.hearth/lock");

        assertThat(rules(write(root, TREE).findings())).containsExactly(rules);
        assertThat(rules(overwrite(root, TREE).findings())).containsExactly(rules);
        SortedMap<String, String> after = everything(directory);
        after.remove("root/.hearth/lock");
        assertThat(after).isEqualTo(before);
    }

    @Test
    void a_link_to_a_directory_outside_is_refused() throws IOException {
        Files.createDirectories(root.resolve("generated/home"));
        Files.createSymbolicLink(root.resolve("generated/home/a"), outside);

        refuses("tree.blocked file generated/home/a/x.yaml");
        assertThat(write(root, TREE).findings()).extracting(Finding::toString).containsExactly("""
                error tree.blocked  file generated/home/a/x.yaml
                  cannot be reached: generated/home/a is a symbolic link
                  hint: move away what is there; nothing was changed""");
    }

    @Test
    void a_link_further_up_and_one_that_stays_inside_are_refused_too() throws IOException {
        Files.createDirectories(root.resolve("elsewhere/home"));
        Files.createSymbolicLink(root.resolve("generated"), Path.of("elsewhere"));

        refuses("tree.blocked file generated");
        assertThat(write(root, TREE).findings()).hasToString("""
                [error tree.blocked  file generated
                  is a symbolic link; 2 files that belong below it cannot be reached
                  hint: move away what is there; nothing was changed]""");
    }

    @Test
    void a_link_in_the_place_of_a_file_is_refused_even_to_the_same_text() throws IOException {
        Files.createDirectories(root.resolve("generated/home/a"));
        put(outside, "x.yaml", "x\n");
        Files.createSymbolicLink(root.resolve("generated/home/a/x.yaml"), outside.resolve("x.yaml"));

        refuses("tree.blocked file generated/home/a/x.yaml");
    }

    @Test
    void a_dangling_link_is_refused() throws IOException {
        Files.createDirectories(root.resolve("generated/home/a"));
        Files.createSymbolicLink(root.resolve("generated/home/a/x.yaml"), outside.resolve("new.yaml"));

        refuses("tree.blocked file generated/home/a/x.yaml");
    }

    @Test
    void a_link_in_the_place_of_a_file_to_be_removed_is_refused() throws IOException {
        write(root, tree("generated/home/old/x.yaml", "precious\n"));
        Files.delete(root.resolve("generated/home/old/x.yaml"));
        Files.delete(root.resolve("generated/home/old"));
        Files.createSymbolicLink(root.resolve("generated/home/old"), outside);

        refuses("tree.blocked file generated/home/old/x.yaml");
        assertThat(text(outside, "x.yaml")).isEqualTo("precious\n");
    }

    @Test
    void a_linked_directory_of_its_own_is_refused() throws IOException {
        Files.createSymbolicLink(root.resolve(".hearth"), outside);

        refuses("tree.blocked file .hearth");
    }

    @Test
    void a_linked_record_lock_or_journal_is_refused() throws IOException {
        write(root, TREE);
        Files.delete(root.resolve(".hearth/home.inventory"));
        Files.createSymbolicLink(root.resolve(".hearth/home.inventory"), outside.resolve("x.yaml"));
        Files.createSymbolicLink(root.resolve(".hearth/home.journal"), outside.resolve("x.yaml"));
        refuses("tree.blocked file .hearth/home.inventory", "tree.blocked file .hearth/home.journal");

        Files.delete(root.resolve(".hearth/lock"));
        Files.createSymbolicLink(root.resolve(".hearth/lock"), outside.resolve("lock"));
        assertThat(rules(write(root, TREE).findings())).containsExactly("tree.blocked file .hearth/lock");
        assertThat(outside.resolve("lock")).doesNotExist();
    }

    @Test
    void a_linked_temporary_file_is_not_written_through() throws IOException {
        write(root, tree("generated/home/a/x.yaml", "old\n"));
        Files.createSymbolicLink(root.resolve("generated/home/a/.hearth-0.tmp"), outside.resolve("x.yaml"));

        assertThat(write(root, TREE).refused()).isFalse();
        assertThat(text(outside, "x.yaml")).isEqualTo("precious\n");
        assertThat(text(root, "generated/home/a/x.yaml")).isEqualTo("x\n");
    }

    @Test
    void a_root_behind_a_link_is_as_good_as_any() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), root);

        assertThat(write(link, TREE).refused()).isFalse();
        assertThat(files(root)).isEqualTo(files(TREE));
    }

    @Test
    void a_directory_or_a_file_in_the_way_is_refused() {
        put(root, "generated/home/a/x.yaml/inner", "theirs\n");
        put(root, "generated/home/b", "theirs\n");

        refuses("tree.blocked file generated/home/a/x.yaml", "tree.blocked file generated/home/b/y.yaml");
    }

    @Test
    void every_reason_is_told_at_once() throws IOException {
        write(root, tree("generated/home/b/y.yaml", "y\n"));
        put(root, "generated/home/b/y.yaml", "edited\n");
        Files.createSymbolicLink(root.resolve("generated/home/a"), outside);

        assertThat(rules(write(root, TREE).findings()))
                .containsExactly(
                        "tree.blocked file generated/home/a/x.yaml", "tree.hand-edited file generated/home/b/y.yaml");
    }

    @Test
    void other_clusters_and_other_files_are_left_alone() {
        Tree staging = tree("generated/staging/a/x.yaml", "staging\n");
        TreeWriter.write(root, "staging", staging, WriteOptions.defaults());
        put(root, "generated/home/a/notes.txt", "mine\n");
        put(root, "pom.xml", "mine\n");

        write(root, TREE);
        write(root, Tree.empty());

        SortedMap<String, String> after = files(root);
        assertThat(after)
                .isEqualTo(new java.util.TreeMap<>(java.util.Map.of(
                        "generated/staging/a/x.yaml", "staging\n",
                        "generated/home/a/notes.txt", "mine\n",
                        "pom.xml", "mine\n")));
        assertThat(Comparison.of(root, "staging", staging).clean()).isTrue();
        assertThat(TreeWriter.write(root, "staging", staging, WriteOptions.defaults())
                        .written())
                .isEmpty();
    }

    @Test
    void a_path_of_another_cluster_is_refused_even_with_the_same_text() {
        TreeWriter.write(root, "staging", tree("generated/home/a/x.yaml", "x\n"), WriteOptions.defaults());

        refuses("tree.other-cluster file generated/home/a/x.yaml");
        assertThat(write(root, TREE).findings())
                .extracting(Finding::message)
                .containsExactly("belongs to the cluster of .hearth/staging.inventory");
    }

    @Test
    void an_empty_directory_of_somebody_else_stays() throws IOException {
        Files.createDirectories(root.resolve("generated/home/theirs"));
        write(root, TREE);
        write(root, Tree.empty());

        assertThat(root.resolve("generated/home/theirs")).isDirectory();
        assertThat(root.resolve("generated/home/a")).doesNotExist();
    }

    @Test
    void a_root_that_is_missing_or_a_file_is_told_apart() {
        put(directory, "file", "hello\n");

        assertThatThrownBy(() -> write(directory.resolve("none"), TREE))
                .isInstanceOfSatisfying(
                        TreeException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(TreeException.Kind.ROOT_MISSING))
                .hasMessage("the directory to hold the tree does not exist: " + directory.resolve("none")
                        + "; create it, or name the directory of the repository");
        assertThatThrownBy(() -> compare(directory.resolve("file"), TREE))
                .isInstanceOfSatisfying(
                        TreeException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(TreeException.Kind.ROOT_NOT_A_DIRECTORY))
                .hasMessage("what should hold the tree is no directory: " + directory.resolve("file")
                        + "; name the directory of the repository");
    }

    @Test
    void a_file_saved_while_the_run_is_at_work_is_kept() {
        write(root, TREE);
        Tree next = tree("generated/home/a/x.yaml", "next\n");
        for (String saved : List.of("generated/home/a/x.yaml", "generated/home/b/y.yaml")) {
            StoppingDisk disk = new StoppingDisk((point, path) -> {
                if (path.endsWith(saved) || path.endsWith("home.journal")) {
                    put(root, saved, "just saved\n");
                }
            });

            assertThatThrownBy(() -> TreeWriter.write(root, "home", next, WriteOptions.defaults(), disk))
                    .isInstanceOf(TreeException.class)
                    .hasMessageEndingWith(saved + " was changed by somebody else during this run; run again");
            assertThat(text(root, saved)).isEqualTo("just saved\n");
            assertThat(rules(write(root, next).findings())).containsExactly("tree.hand-edited file " + saved);
            assertThat(overwrite(root, TREE).refused()).isFalse();
        }
    }

    @Test
    void a_link_made_while_the_run_is_at_work_is_not_followed() throws IOException {
        write(root, tree("generated/home/a/x.yaml", "old\n"));
        StoppingDisk disk = new StoppingDisk((point, path) -> {
            if (path.endsWith("home.journal") && Files.isDirectory(root.resolve("generated/home/a"))) {
                Files.move(root.resolve("generated/home/a"), root.resolve("generated/home/moved"));
                Files.createSymbolicLink(root.resolve("generated/home/a"), outside);
            }
        });
        SortedMap<String, String> before = everything(outside);

        assertThatThrownBy(() -> TreeWriter.write(root, "home", TREE, WriteOptions.defaults(), disk))
                .isInstanceOf(TreeException.class)
                .hasMessageContaining("generated/home/a was changed by somebody else during this run");
        assertThat(everything(outside)).isEqualTo(before);
    }

    @Test
    void files_get_the_usual_rights_and_none_can_be_run() throws IOException {
        Path usual = Files.writeString(directory.resolve("usual"), "x");
        write(root, TREE);

        assertThat(Files.getPosixFilePermissions(root.resolve("generated/home/a/x.yaml")))
                .isEqualTo(Files.getPosixFilePermissions(usual))
                .doesNotContain(PosixFilePermission.OWNER_EXECUTE);
        assertThat(Files.getPosixFilePermissions(root.resolve(".hearth/home.inventory")))
                .isEqualTo(Files.getPosixFilePermissions(usual));
    }
}
