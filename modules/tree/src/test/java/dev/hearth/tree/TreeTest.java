package dev.hearth.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.findings.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeTest {

    @Test
    void is_sorted_whatever_order_its_files_come_in() {
        TreeFile a = file("a/b", "one");
        TreeFile b = file("b", "two");

        assertThat(Tree.of(List.of(b, a)).files().keySet()).containsExactly(TreePath.of("a/b"), TreePath.of("b"));
        assertThat(Tree.of(List.of(b, a))).isEqualTo(Tree.of(List.of(a, b)));
    }

    @Test
    void reports_every_reason_why_files_are_no_tree_at_once() {
        List<TreeFile> files = List.of(
                file("generated/home/web/service-web.yaml", "Service shop/web"),
                file("generated/home/web/service-web.yaml", "Service store/web"),
                file("generated/home/Web/role-x.yaml", "Role web/x"),
                file("generated/home/api", "a file"),
                file("generated/home/api/job-x.yaml", "Job api/x"),
                file("generated/home/db/secret-A.yaml", "Secret db/A"),
                file("generated/home/db/secret-a.yaml", "Secret db/a"),
                file(".hearth/home.inventory", "somebody"));

        assertThat(Tree.findings(files)).extracting(Finding::toString).containsExactly("""
                error tree.case-collision  file generated/home/Web
                  is the same name as [generated/home/web] on a disk that does not tell upper from lower case
                  hint: rename all but one""", """
                error tree.case-collision  file generated/home/db/secret-A.yaml
                  is the same name as [generated/home/db/secret-a.yaml] on a disk that does not tell upper from lower case
                  hint: rename all but one""", """
                error tree.file-and-directory  file generated/home/api
                  is a file made from a file and a directory of other files
                  hint: rename one of them""", """
                error tree.reserved-path  file .hearth/home.inventory
                  lies in .hearth, where Hearth keeps its own records
                  hint: choose another directory""", """
                error tree.same-path  file generated/home/web/service-web.yaml
                  2 files have this path: Service shop/web, Service store/web
                  hint: rename or remove all but one; a path follows from component, kind, namespace and name""");
    }

    @Test
    void is_not_made_of_files_that_have_findings() {
        assertThatThrownBy(() -> Tree.of(List.of(file("a", "one"), file("a", "two"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ask Tree.findings first")
                .hasMessageContaining("tree.same-path");
    }

    @Test
    void takes_further_files() {
        Tree tree = Tree.of(List.of(file("a", "one"), file("b", "two")));

        assertThat(tree.with(List.of(TreeFile.of(TreePath.of("b"), "new", "three")))
                        .files())
                .containsExactly(
                        java.util.Map.entry(TreePath.of("a"), Content.text("one")),
                        java.util.Map.entry(TreePath.of("b"), Content.text("new")));
        assertThat(tree.file(TreePath.of("b"))).contains(Content.text("two"));
    }

    @Test
    void holds_bytes_that_nobody_can_change() {
        byte[] bytes = {1, 2};
        Content content = Content.of(bytes);
        bytes[0] = 9;
        content.bytes()[1] = 9;

        assertThat(content.bytes()).containsExactly(1, 2);
        assertThat(content.text()).contains("\u0001\u0002");
        assertThat(Content.of(new byte[] {(byte) 0xff}).text()).isEmpty();
    }

    private static TreeFile file(String path, String source) {
        return TreeFile.of(TreePath.of(path), source, source);
    }
}
