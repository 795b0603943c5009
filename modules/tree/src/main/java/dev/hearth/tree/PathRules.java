package dev.hearth.tree;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import dev.hearth.findings.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must hold between the paths of one tree. */
final class PathRules {

    private final ImmutableListMultimap<TreePath, TreeFile> byPath;

    PathRules(Collection<TreeFile> files) {
        List<TreeFile> sorted = files.stream()
                .sorted((a, b) -> {
                    int order = a.path().compareTo(b.path());
                    return order != 0 ? order : a.source().compareTo(b.source());
                })
                .toList();
        this.byPath = Multimaps.index(sorted, TreeFile::path);
    }

    ImmutableList<Finding> findings() {
        List<Finding> out = new ArrayList<>();
        samePaths(out);
        filesThatAreDirectories(out);
        caseCollisions(out);
        reservedPaths(out);
        return ImmutableList.sortedCopyOf(Finding.ORDER, out);
    }

    private void samePaths(List<Finding> out) {
        byPath.asMap().forEach((path, files) -> {
            if (files.size() > 1) {
                String sources = sources(files);
                out.add(Finding.error(
                                "tree.same-path", subject(path), files.size() + " files have this path: " + sources)
                        .hint("rename or remove all but one; a path follows from component, kind, namespace and name"));
            }
        });
    }

    private void filesThatAreDirectories(List<Finding> out) {
        NavigableSet<TreePath> directories = new TreeSet<>();
        byPath.keySet().forEach(path -> directories.addAll(path.parents()));
        for (TreePath path : byPath.keySet()) {
            if (directories.contains(path)) {
                out.add(Finding.error(
                                "tree.file-and-directory",
                                subject(path),
                                "is a file made from " + sources(byPath.get(path)) + " and a directory of other files")
                        .hint("rename one of them"));
            }
        }
    }

    /** Compares spellings of every name on the way, as two directories can collide like two files. */
    private void caseCollisions(List<Finding> out) {
        Map<String, NavigableSet<TreePath>> spellings = new TreeMap<>();
        for (TreePath path : byPath.keySet()) {
            path.parents().forEach(parent -> spelling(spellings, parent));
            spelling(spellings, path);
        }
        for (NavigableSet<TreePath> group : spellings.values()) {
            if (group.size() > 1 && differInTheirLastName(group)) {
                out.add(Finding.error(
                                "tree.case-collision",
                                subject(group.first()),
                                "is the same name as " + group.tailSet(group.first(), false)
                                        + " on a disk that does not tell upper from lower case")
                        .hint("rename all but one"));
            }
        }
    }

    private static void spelling(Map<String, NavigableSet<TreePath>> spellings, TreePath path) {
        spellings.computeIfAbsent(path.folded(), folded -> new TreeSet<>()).add(path);
    }

    /** What differs only further up is told there. */
    private static boolean differInTheirLastName(NavigableSet<TreePath> group) {
        return group.stream()
                        .map(path -> path.value().substring(path.value().lastIndexOf('/') + 1))
                        .distinct()
                        .count()
                > 1;
    }

    private void reservedPaths(List<Finding> out) {
        for (TreePath path : byPath.keySet()) {
            if (path.folded().equals(Layout.HEARTH) || path.folded().startsWith(Layout.HEARTH + "/")) {
                out.add(Finding.error(
                                "tree.reserved-path",
                                subject(path),
                                "lies in " + Layout.HEARTH + ", where Hearth keeps its own records")
                        .hint("choose another directory"));
            }
        }
    }

    private static String sources(Collection<TreeFile> files) {
        return String.join(
                ", ",
                files.stream().map(TreeFile::source).map(TreePath::visible).toList());
    }

    static String subject(TreePath path) {
        return "file " + path;
    }
}
