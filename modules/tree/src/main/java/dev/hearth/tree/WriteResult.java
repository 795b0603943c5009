package dev.hearth.tree;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Finding;

/**
 * What a write did. Either there are findings, and no file of the tree was touched; or the disk now holds the tree.
 *
 * @param findings why nothing was written, all reasons at once
 * @param written the files that were new or differed, sorted
 * @param unchanged the files that were left alone, sorted
 * @param removed the files that the tree no longer has, sorted
 */
public record WriteResult(
        ImmutableList<Finding> findings,
        ImmutableList<TreePath> written,
        ImmutableList<TreePath> unchanged,
        ImmutableList<TreePath> removed) {

    public WriteResult {
        requireNonNull(findings, "findings");
        requireNonNull(written, "written");
        requireNonNull(unchanged, "unchanged");
        requireNonNull(removed, "removed");
    }

    static WriteResult refused(ImmutableList<Finding> findings) {
        return new WriteResult(findings, ImmutableList.of(), ImmutableList.of(), ImmutableList.of());
    }

    /** Whether the write was refused. */
    public boolean refused() {
        return !findings.isEmpty();
    }
}
