package dev.hearth.tree;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.findings.Finding;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All files of one cluster, path to bytes, sorted by path. Nothing touches the disk before a whole Tree exists.
 *
 * <pre>{@code
 * List<Finding> findings = Tree.findings(files);   // two files of one path, names that collide: all at once
 * Tree tree = Tree.of(files);                      // once there are none
 * }</pre>
 */
public final class Tree {

    private static final Tree EMPTY = new Tree(ImmutableSortedMap.of());

    private final ImmutableSortedMap<TreePath, Content> files;

    private Tree(ImmutableSortedMap<TreePath, Content> files) {
        this.files = files;
    }

    /** The tree without files. */
    public static Tree empty() {
        return EMPTY;
    }

    /**
     * The tree of these files, in whatever order they come.
     *
     * @throws IllegalArgumentException where {@link #findings} has any
     */
    public static Tree of(Collection<TreeFile> files) {
        List<Finding> findings = findings(files);
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException("these files are no tree; ask Tree.findings first:\n"
                    + findings.stream().map(Finding::toString).collect(joining("\n")));
        }
        ImmutableSortedMap.Builder<TreePath, Content> out = ImmutableSortedMap.naturalOrder();
        files.forEach(file -> out.put(file.path(), file.content()));
        return new Tree(out.buildOrThrow());
    }

    /**
     * Why these files are no tree, all reasons at once: {@code tree.same-path} for two files of one path, {@code
     * tree.case-collision} for names that are one on a disk that does not tell upper from lower case, {@code
     * tree.file-and-directory} for a name used as both, {@code tree.reserved-path} for what lies in Hearth's own
     * directory {@code .hearth}.
     */
    public static ImmutableList<Finding> findings(Collection<TreeFile> files) {
        return new PathRules(requireNonNull(files, "files")).findings();
    }

    /** The files, sorted by path. */
    public SortedMap<TreePath, Content> files() {
        return files;
    }

    /** The file of that path. */
    public Optional<Content> file(TreePath path) {
        return Optional.ofNullable(files.get(path));
    }

    /** The number of files. */
    public int size() {
        return files.size();
    }

    /** A copy with further files, which win over those of the same path. */
    public Tree with(Collection<TreeFile> more) {
        TreeMap<TreePath, TreeFile> all = new TreeMap<>();
        files.forEach((path, content) -> all.put(path, new TreeFile(path, content, path.value())));
        more.forEach(file -> all.put(file.path(), file));
        return of(all.values());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tree that && files.equals(that.files);
    }

    @Override
    public int hashCode() {
        return files.hashCode();
    }

    @Override
    public String toString() {
        return "tree of " + files.size() + " files";
    }
}
