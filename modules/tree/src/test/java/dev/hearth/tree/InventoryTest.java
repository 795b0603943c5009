package dev.hearth.tree;

import static dev.hearth.tree.Samples.INVENTORY;
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
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hearth.findings.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {

    private static final Tree TREE = tree("generated/home/a/x.yaml", "x\n", "generated/home/b/y.yaml", "y\n");
    private static final Tree NEXT = tree("generated/home/a/x.yaml", "x changed\n");

    @TempDir
    Path root;

    @Test
    void reads_what_it_writes() {
        Inventory inventory = Inventory.of(TREE);

        assertThat(Inventory.parse(TreePath.of(INVENTORY), inventory.content()).inventory())
                .isEqualTo(inventory);
    }

    @Test
    void says_where_and_how_it_is_broken_and_stops_before_any_file() {
        write(root, TREE);
        put(root, INVENTORY, "hello\n" + "0".repeat(64) + "  ../x\n" + "0".repeat(63) + "  a\n\n");
        SortedMap<String, String> before = everything(root);

        WriteResult result = write(root, NEXT);

        assertThat(result.findings())
                .extracting(Finding::message)
                .containsExactly(
                        "not a line of an Inventory: \"hello\"",
                        "the Inventory has no line \"# hearth inventory 1\"",
                        "a path must not contain \"..\": it would lead elsewhere: \"" + "0".repeat(64) + "  ../x\"",
                        "not a line of an Inventory: \"" + "0".repeat(63) + "  a\"");
        assertThat(result.findings())
                .extracting(finding -> finding.place().orElseThrow().toString())
                .containsExactly(
                        ".hearth/home.inventory:1",
                        ".hearth/home.inventory:1",
                        ".hearth/home.inventory:2",
                        ".hearth/home.inventory:3");
        assertThat(result.findings())
                .extracting(Finding::hint)
                .containsOnly(java.util.Optional.of(
                        "restore it with: git checkout -- .hearth/home.inventory; or render with overwrite, which goes by the"
                                + " lines that can be read"));
        assertThat(everything(root)).isEqualTo(before);
        assertThat(compare(root, NEXT).differences()).isEqualTo(result.findings());
    }

    @Test
    void overwrites_a_broken_record_going_by_what_can_be_read() {
        write(root, TREE);
        put(root, INVENTORY, text(root, INVENTORY).replace("# hearth inventory 1\n", "garbage\n"));

        assertThat(overwrite(root, NEXT).refused()).isFalse();
        assertThat(files(root)).isEqualTo(files(NEXT));
        assertThat(compare(root, NEXT).clean()).isTrue();
    }

    @Test
    void is_not_text_is_broken() throws IOException {
        write(root, TREE);
        Files.write(root.resolve(INVENTORY), new byte[] {(byte) 0xfe, 0, 1});

        assertThat(rules(write(root, NEXT).findings())).containsExactly("tree.inventory file " + INVENTORY);
    }

    @Test
    void of_a_newer_version_is_never_touched() {
        write(root, TREE);
        put(root, INVENTORY, "# hearth inventory 2\nsomething else entirely\n");
        SortedMap<String, String> before = everything(root);

        assertThat(write(root, NEXT).findings()).extracting(Finding::toString).containsExactly("""
                error tree.inventory-newer  file .hearth/home.inventory
                  .hearth/home.inventory:1  the Inventory is of version 2; this Hearth knows 1
                  hint: use the Hearth that wrote it, or a newer one""");
        assertThat(overwrite(root, NEXT).refused()).isTrue();
        assertThat(everything(root)).isEqualTo(before);
    }

    @Test
    void with_the_marks_of_a_conflict_says_how_to_resolve_it_and_that_works() {
        write(root, TREE);
        String marked = "# hearth inventory 1\n<<<<<<< HEAD\n" + lines(root) + "||||||| base\n" + lines(root)
                + "=======\n" + lines(root) + "f".repeat(64) + "  generated/home/a/x.yaml\n>>>>>>> other\n";
        put(root, INVENTORY, marked);

        assertThat(write(root, NEXT).findings()).extracting(Finding::toString).containsExactly("""
                error tree.inventory-conflict  file .hearth/home.inventory
                  .hearth/home.inventory:2  the Inventory holds the marks of a merge conflict
                  hint: delete the lines that start with <<<<<<<, |||||||, ======= and >>>>>>>, keep all others of both \
                sides, and render; or render with overwrite""");

        put(root, INVENTORY, marked.replaceAll("(?m)^(<<<<<<<|\\|\\|\\|\\|\\|\\|\\||=======|>>>>>>>).*\n", ""));
        assertThat(write(root, NEXT).refused()).isFalse();
        assertThat(files(root)).isEqualTo(files(NEXT));
        assertThat(text(root, INVENTORY))
                .isEqualTo(Inventory.of(NEXT).content().text().orElseThrow());
    }

    @Test
    void takes_repeated_and_unsorted_lines_of_a_merge_and_tidies_them() {
        write(root, TREE);
        List<String> lines = new ArrayList<>(lines(root).lines().toList());
        lines.addAll(lines(root).lines().toList());
        Collections.reverse(lines);
        put(root, INVENTORY, String.join("\n", lines) + "\n# hearth inventory 1\n");

        assertThat(compare(root, TREE).clean()).isTrue();
        assertThat(write(root, TREE).written()).isEmpty();
        assertThat(text(root, INVENTORY))
                .isEqualTo(Inventory.of(TREE).content().text().orElseThrow());
    }

    @Test
    void takes_both_hashes_of_a_merge_for_its_own() {
        write(root, TREE);
        String other = Content.text("of the other branch\n").sha256();
        String own = lines(root);
        put(root, INVENTORY, "# hearth inventory 1\n" + own + other + "  generated/home/a/x.yaml\n");
        assertThat(compare(root, TREE).differences())
                .extracting(Finding::rule)
                .containsExactly("tree.inventory-outdated");
        put(root, "generated/home/a/x.yaml", "of the other branch\n");

        assertThat(write(root, NEXT).refused()).isFalse();
        assertThat(files(root)).isEqualTo(files(NEXT));

        put(root, INVENTORY, "# hearth inventory 1\n" + own + other + "  generated/home/a/x.yaml\n");
        put(root, "generated/home/a/x.yaml", "of nobody\n");
        assertThat(rules(write(root, NEXT).findings()))
                .containsExactly("tree.hand-edited file generated/home/a/x.yaml");
    }

    @Test
    void that_is_lost_is_made_anew_where_the_files_are_the_same() throws IOException {
        write(root, TREE);
        Files.delete(root.resolve(INVENTORY));
        assertThat(compare(root, TREE).differences())
                .extracting(Finding::rule)
                .containsExactly("tree.inventory-outdated");

        assertThat(write(root, TREE).written()).isEmpty();
        assertThat(compare(root, TREE).clean()).isTrue();
    }

    @Test
    void is_read_by_sha256sum() throws Exception {
        write(root, TREE);
        Process check;
        try {
            check = new ProcessBuilder("sha256sum", "--check", "--strict", "--quiet", INVENTORY)
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException absent) {
            assumeThat(absent).as("sha256sum is not installed").isNull();
            return;
        }
        assertThat(new String(check.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(check.waitFor()).isZero();
    }

    private static String lines(Path root) {
        return text(root, INVENTORY).replace("# hearth inventory 1\n", "");
    }
}
