package dev.hearth.tree;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.findings.Finding;
import dev.hearth.tree.Disk.Entry;
import java.util.ArrayList;
import java.util.List;

/** Looks for manifests in a cluster's directories that are not Hearth's; Argo CD would sync them all the same. */
final class Strays {

    private static final ImmutableSet<String> SYNCED = ImmutableSet.of(".yaml", ".yml", ".json", ".jsonnet");

    private final Root root;
    private final Layout layout;
    private final Records records;
    private final Tree tree;

    Strays(Root root, Layout layout, Records records, Tree tree) {
        this.root = root;
        this.layout = layout;
        this.records = records;
        this.tree = tree;
    }

    ImmutableList<Finding> findings() {
        List<Finding> out = new ArrayList<>();
        for (TreePath top : List.of(layout.generated(), layout.argoCd())) {
            boolean reached = top.parents().stream().allMatch(parent -> root.look(parent) == Entry.DIRECTORY);
            if (reached && root.look(top) == Entry.DIRECTORY) {
                walk(top, out);
            }
        }
        return ImmutableList.sortedCopyOf(Finding.ORDER, out);
    }

    private void walk(TreePath directory, List<Finding> out) {
        for (String name : root.list(directory)) {
            if (TreePath.problem(name).isPresent()) {
                stray(directory + "/" + TreePath.visible(name), out);
                continue;
            }
            TreePath path = directory.resolve(name);
            if (root.look(path) == Entry.DIRECTORY) {
                walk(path, out);
            } else if (tree.file(path).isEmpty() && !records.known().containsKey(path)) {
                stray(path.value(), out);
            }
        }
    }

    private static void stray(String path, List<Finding> out) {
        if (SYNCED.stream().anyMatch(path::endsWith)) {
            out.add(Finding.warning(
                            "tree.stray-file",
                            "file " + path,
                            "is not Hearth's, but Argo CD would sync it with the rest")
                    .hint("say it in code, as raw YAML if need be, or move it to another directory"));
        }
    }
}
