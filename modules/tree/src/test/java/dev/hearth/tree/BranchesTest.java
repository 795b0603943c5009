package dev.hearth.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches of a real Git repository that each change the tree, merged. */
class BranchesTest {

    private static final String SHARED = "generated/home/namespaces/namespace-shared.yaml";

    @TempDir
    Path root;

    @BeforeEach
    void commit() throws Exception {
        boolean installed = true;
        try {
            new ProcessBuilder("git", "--version").start().waitFor();
        } catch (IOException absent) {
            installed = false;
        }
        assumeThat(installed).as("needs git").isTrue();
        git("init", "--quiet", "--initial-branch=main");
        git("config", "user.name", "Test");
        git("config", "user.email", "test@example.com");
        render(components("shared\n", "a", "z"));
        commit("start");
    }

    @Test
    void a_render_leaves_nothing_uncommitted_or_unignored() throws Exception {
        render(components("shared\n", "a", "z"));

        assertThat(git("status", "--porcelain")).isEmpty();
        assertThat(git("ls-files", ".hearth"))
                .isEqualTo(".hearth/.gitattributes\n.hearth/.gitignore\n.hearth/home.inventory\n");
    }

    @Test
    void two_branches_that_each_add_a_component_side_by_side_merge_and_render() throws Exception {
        git("switch", "--quiet", "--create", "left");
        render(components("shared\n", "a", "m1", "z"));
        commit("left");
        git("switch", "--quiet", "--create", "right", "main");
        render(components("shared\n", "a", "m2", "z"));
        commit("right");

        git("merge", "--quiet", "--no-edit", "left");

        Tree merged = components("shared\n", "a", "m1", "m2", "z");
        assertThat(Samples.compare(root, merged).clean()).isTrue();
        assertThat(render(merged).written()).isEmpty();
        assertThat(Samples.text(root, Samples.INVENTORY))
                .isEqualTo(Inventory.of(merged).content().text().orElseThrow());
    }

    @Test
    void a_branch_that_removes_and_one_that_adds_merge_and_render() throws Exception {
        git("switch", "--quiet", "--create", "left");
        render(components("shared\n", "z"));
        commit("left");
        git("switch", "--quiet", "--create", "right", "main");
        render(components("shared\n", "a", "b", "z"));
        commit("right");

        git("merge", "--quiet", "--no-edit", "left");

        Tree merged = components("shared\n", "b", "z");
        assertThat(render(merged).findings()).isEmpty();
        assertThat(Samples.files(root)).isEqualTo(Samples.files(merged));
        assertThat(Samples.compare(root, merged).clean()).isTrue();
    }

    @Test
    void a_file_that_both_branches_change_is_resolved_by_taking_either_and_rendering() throws Exception {
        git("switch", "--quiet", "--create", "left");
        render(components("left\n", "a", "z"));
        commit("left");
        git("switch", "--quiet", "--create", "right", "main");
        render(components("right\n", "a", "z"));
        commit("right");

        assertThat(run("git", "merge", "--quiet", "--no-edit", "left")).isNotEmpty();

        Tree merged = components("both\n", "a", "z");
        assertThat(Samples.rules(render(merged).findings())).containsExactly("tree.hand-edited file " + SHARED);
        git("checkout", "--quiet", "--ours", "--", SHARED);
        assertThat(render(merged).findings()).isEmpty();
        assertThat(Samples.files(root)).isEqualTo(Samples.files(merged));
        commit("merged");
        assertThat(Samples.compare(root, merged).clean()).isTrue();
    }

    @Test
    void a_checkout_that_rewrites_line_ends_is_clean() throws Exception {
        git("config", "core.autocrlf", "true");
        git("rm", "--quiet", "-r", "--cached", ".");
        git("reset", "--quiet", "--hard");
        assertThat(Samples.text(root, SHARED)).isEqualTo("shared\r\n");

        Tree tree = components("shared\n", "a", "z");
        assertThat(Samples.compare(root, tree).clean()).isTrue();
        assertThat(render(tree).written()).hasSize(tree.size());
        assertThat(Samples.files(root)).isEqualTo(Samples.files(tree));
    }

    private static Tree components(String shared, String... names) {
        List<TreeFile> files = new ArrayList<>();
        files.add(TreeFile.of(TreePath.of(SHARED), shared, "test"));
        for (String name : names) {
            files.add(TreeFile.of(
                    TreePath.of("generated/home/" + name + "/service-" + name + ".yaml"), name + "\n", "t"));
            files.add(TreeFile.of(TreePath.of("argocd-apps/home/apps/" + name + ".yaml"), name + "\n", "test"));
        }
        return Tree.of(files);
    }

    private WriteResult render(Tree tree) {
        return Samples.write(root, tree);
    }

    private void commit(String message) throws Exception {
        git("add", "--all");
        git("commit", "--quiet", "--message", message);
    }

    private String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private String run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }
}
