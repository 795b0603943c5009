package dev.hearth.tree;

import static dev.hearth.tree.Samples.compare;
import static dev.hearth.tree.Samples.everything;
import static dev.hearth.tree.Samples.overwrite;
import static dev.hearth.tree.Samples.put;
import static dev.hearth.tree.Samples.rules;
import static dev.hearth.tree.Samples.tree;
import static dev.hearth.tree.Samples.write;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.findings.Finding;
import dev.hearth.tree.Change.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

    private static final Tree OLD = tree(
            "generated/home/a/changed.yaml", "kind: A\nname: x\n",
            "generated/home/a/edited.yaml", "kind: B\n",
            "generated/home/a/edited-and-gone.yaml", "kind: C\n",
            "generated/home/a/gone.yaml", "kind: D\n",
            "generated/home/a/missing.yaml", "kind: E\n",
            "generated/home/a/same.yaml", "kind: F\n",
            "generated/home/a/windows.yaml", "kind: G\nname: g\n");
    private static final Tree NEW = tree(
            "generated/home/a/added.yaml", "kind: N\n",
            "generated/home/a/changed.yaml", "kind: A\nname: y\n",
            "generated/home/a/edited.yaml", "kind: B\n",
            "generated/home/a/foreign.yaml", "kind: O\n",
            "generated/home/a/missing.yaml", "kind: E\n",
            "generated/home/a/same.yaml", "kind: F\n",
            "generated/home/a/windows.yaml", "kind: G\nname: g\n");

    @TempDir
    Path root;

    private void disturb() throws IOException {
        write(root, OLD);
        put(root, "generated/home/a/edited.yaml", "kind: mine\n");
        put(root, "generated/home/a/edited-and-gone.yaml", "kind: mine\n");
        put(root, "generated/home/a/foreign.yaml", "kind: theirs\n");
        put(root, "generated/home/a/windows.yaml", "kind: G\r\nname: g\r\n");
        Files.delete(root.resolve("generated/home/a/missing.yaml"));
    }

    @Test
    void tells_how_every_path_stands_and_changes_nothing() throws IOException {
        disturb();
        SortedMap<String, String> before = everything(root);

        assertThat(compare(root, NEW).changes())
                .extracting(Change::toString)
                .containsExactly(
                        "ADDED generated/home/a/added.yaml",
                        "CHANGED generated/home/a/changed.yaml",
                        "HAND_EDITED generated/home/a/edited-and-gone.yaml",
                        "HAND_EDITED generated/home/a/edited.yaml",
                        "FOREIGN generated/home/a/foreign.yaml",
                        "REMOVED generated/home/a/gone.yaml",
                        "MISSING generated/home/a/missing.yaml",
                        "UNCHANGED generated/home/a/same.yaml",
                        "LINE_ENDS generated/home/a/windows.yaml");
        assertThat(everything(root)).isEqualTo(before);
    }

    @Test
    void tells_every_difference_with_a_short_diff_and_a_remedy() throws IOException {
        disturb();

        assertThat(compare(root, NEW).differences().stream()
                        .map(Finding::toString)
                        .collect(joining("\n", "", "\n")))
                .isEqualTo("""
                        error tree.foreign-file  file generated/home/a/foreign.yaml
                          is not Hearth's, but is where the code renders a file
                            --- on disk
                            +++ rendered
                            @@ -1,1 +1,1 @@
                            -kind: theirs
                            +kind: O
                          hint: move it away; if Hearth wrote it once, bring back the Inventory that lists it; or render with \
                        overwrite to replace it
                        error tree.hand-edited  file generated/home/a/edited-and-gone.yaml
                          was edited by hand after Hearth wrote it, and the code no longer renders it
                          hint: say the edit in code, then drop it: git checkout -- generated/home/a/edited-and-gone.yaml; or \
                        render with overwrite to lose it
                        error tree.hand-edited  file generated/home/a/edited.yaml
                          was edited by hand after Hearth wrote it
                            --- on disk
                            +++ rendered
                            @@ -1,1 +1,1 @@
                            -kind: mine
                            +kind: B
                          hint: say the edit in code, then drop it: git checkout -- generated/home/a/edited.yaml; or render with \
                        overwrite to lose it
                        error tree.left-over  file generated/home/a/gone.yaml
                          is there, but the code no longer renders it
                          hint: render, and commit what changed
                        error tree.missing  file generated/home/a/added.yaml
                          is not there, but the code renders it
                          hint: render, and commit what changed
                        error tree.missing  file generated/home/a/missing.yaml
                          is not there, but the code renders it
                          hint: render, and commit what changed
                        error tree.outdated  file generated/home/a/changed.yaml
                          is not what the code renders
                            --- on disk
                            +++ rendered
                            @@ -1,2 +1,2 @@
                             kind: A
                            -name: x
                            +name: y
                          hint: render, and commit what changed
                        """);
    }

    @Test
    void refuses_only_what_would_be_lost() throws IOException {
        disturb();

        assertThat(rules(compare(root, NEW).refusals()))
                .containsExactly(
                        "tree.foreign-file file generated/home/a/foreign.yaml",
                        "tree.hand-edited file generated/home/a/edited-and-gone.yaml",
                        "tree.hand-edited file generated/home/a/edited.yaml");
        assertThat(write(root, NEW).findings()).isEqualTo(compare(root, NEW).refusals());
    }

    @Test
    void is_clean_after_overwriting() throws IOException {
        disturb();

        WriteResult result = overwrite(root, NEW);

        assertThat(result.written())
                .extracting(TreePath::value)
                .containsExactly(
                        "generated/home/a/added.yaml",
                        "generated/home/a/changed.yaml",
                        "generated/home/a/edited.yaml",
                        "generated/home/a/foreign.yaml",
                        "generated/home/a/missing.yaml",
                        "generated/home/a/windows.yaml");
        assertThat(result.removed())
                .extracting(TreePath::value)
                .containsExactly("generated/home/a/edited-and-gone.yaml", "generated/home/a/gone.yaml");
        assertThat(compare(root, NEW).differences()).isEmpty();
        assertThat(Samples.files(root)).isEqualTo(Samples.files(NEW));
    }

    @Test
    void takes_other_line_ends_for_no_difference_and_a_write_restores_them() throws IOException {
        write(root, OLD);
        try (java.util.stream.Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
            }
        }
        assertThat(compare(root, OLD).clean()).isTrue();
        assertThat(compare(root, OLD).changes(Kind.LINE_ENDS)).hasSize(7);
        assertThat(rules(compare(root, NEW).refusals())).isEmpty();

        assertThat(write(root, OLD).written()).hasSize(7);
        assertThat(Samples.files(root)).isEqualTo(Samples.files(OLD));
        assertThat(write(root, OLD).written()).isEmpty();
        assertThat(Samples.text(root, Samples.INVENTORY)).doesNotContain("\r");
    }

    @Test
    void tells_a_conflicted_file_from_an_edited_one() {
        write(root, OLD);
        put(root, "generated/home/a/changed.yaml", "<<<<<<< HEAD\nkind: A\n=======\nkind: B\n>>>>>>> other\n");

        assertThat(compare(root, NEW).refusals()).extracting(Finding::toString).containsExactly("""
                error tree.hand-edited  file generated/home/a/changed.yaml
                  holds the marks of a merge conflict
                  hint: take either side, such as: git checkout --ours -- generated/home/a/changed.yaml; then render, which \
                makes it what the merged code says""");
    }

    @Test
    void says_that_a_run_was_stopped() {
        write(root, OLD);
        put(root, Samples.JOURNAL, "# hearth journal 1\n");

        assertThat(rules(compare(root, OLD).differences()))
                .containsExactly("tree.interrupted file .hearth/home.inventory");
        assertThat(write(root, OLD).written()).isEmpty();
        assertThat(compare(root, OLD).clean()).isTrue();
    }

    @Test
    void says_that_a_journal_was_changed_by_hand() {
        write(root, OLD);
        put(root, Samples.JOURNAL, "hello\nworld\n");

        assertThat(rules(write(root, OLD).findings()))
                .containsExactly("tree.journal file .hearth/home.journal", "tree.journal file .hearth/home.journal");
        assertThat(overwrite(root, OLD).refused()).isFalse();
        assertThat(root.resolve(Samples.JOURNAL)).doesNotExist();
    }

    @Test
    void warns_of_manifests_that_argo_cd_would_sync_though_no_code_renders_them() {
        write(root, OLD);
        put(root, "generated/home/a/extra.yaml", "kind: X\n");
        put(root, "generated/home/README.md", "hello\n");
        put(root, "generated/staging/a/other.yaml", "kind: Y\n");
        put(root, "argocd-apps/home/apps/extra.json", "{}\n");

        Comparison comparison = compare(root, OLD);

        assertThat(comparison.clean()).isTrue();
        assertThat(rules(comparison.strays()))
                .containsExactly(
                        "tree.stray-file file argocd-apps/home/apps/extra.json",
                        "tree.stray-file file generated/home/a/extra.yaml");
    }

    @Test
    void keeps_a_diff_short_and_harmless_for_a_terminal() {
        Change change = change("\u001b[31mred\u202e\n", numbered("new", 100));

        assertThat(change.diff(4)).isEqualTo("""
                        --- on disk
                        +++ rendered
                        @@ -1,1 +1,100 @@
                        -\\u001b[31mred\\u202e
                        ... and 100 more lines""");
    }

    @Test
    void does_not_lose_itself_in_two_long_files_without_a_common_line() {
        Change change = change("same\n" + numbered("old", 30_000), "same\n" + numbered("new", 30_000));

        assertThat(change.diff(4))
                .isEqualTo("--- on disk\n+++ rendered\n@@ -2,30000 +2,30000 @@\n-old 0\n... and 59999 more lines");
    }

    @Test
    void shows_a_missing_final_line_end_and_nothing_of_what_is_no_text() {
        assertThat(change("a", "a\n").diff(9)).contains("\\ no final line end");
        assertThat(new Change(
                                TreePath.of("a"),
                                Kind.CHANGED,
                                Optional.of(Content.of(new byte[] {0})),
                                Optional.of(Content.text("a\n")),
                                "")
                        .diff(9))
                .isEmpty();
    }

    private static Change change(String before, String after) {
        return new Change(
                TreePath.of("a"),
                Kind.CHANGED,
                Optional.of(Content.text(before)),
                Optional.of(Content.text(after)),
                "");
    }

    private static String numbered(String word, int lines) {
        List<String> out =
                IntStream.range(0, lines).mapToObj(i -> word + " " + i).toList();
        return String.join("\n", out) + "\n";
    }
}
