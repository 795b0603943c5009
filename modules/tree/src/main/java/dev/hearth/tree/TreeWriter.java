package dev.hearth.tree;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Finding;
import java.nio.file.Path;

/**
 * Writes a tree so that a run stopped at any moment is completed by the next, and nothing of anybody else's is lost.
 *
 * <pre>{@code
 * WriteResult result = TreeWriter.write(root, "home", tree, WriteOptions.defaults());
 * }</pre>
 *
 * <p>Only files that differ are written: all of them first beside their places, then each moved there in one step. A
 * journal of what is intended goes first, the Inventory last. Only files that Hearth wrote, going by the Inventory and
 * their bytes, are removed. A second run in the same directory waits for the first.
 */
public final class TreeWriter {

    private TreeWriter() {}

    /**
     * Makes the disk hold a tree.
     *
     * @param root the directory that holds {@code generated}, {@code argocd-apps} and {@code .hearth}; it must exist
     * @param cluster the name of the cluster; files of other clusters in the same directory are left alone
     * @param tree what to write
     * @param options how
     * @return what was done, or the reasons why nothing was
     * @throws TreeException if the root is missing or no directory, or the disk fails; then the disk holds either the
     *     tree as it was or one that the next run completes
     */
    public static WriteResult write(Path root, String cluster, Tree tree, WriteOptions options) {
        return write(requireNonNull(root, "root"), cluster, tree, options, new RealDisk());
    }

    static WriteResult write(Path directory, String cluster, Tree tree, WriteOptions options, Disk disk) {
        requireNonNull(tree, "tree");
        requireNonNull(options, "options");
        Layout layout = Layout.of(cluster);
        Root root = Root.at(directory, disk);
        ImmutableList<Finding> unusable = Records.unusable(root);
        if (!unusable.isEmpty()) {
            return WriteResult.refused(unusable);
        }
        try (RunLock lock = RunLock.take(root, options)) {
            return new Run(root, layout, tree, options.overwrite()).write(lock);
        }
    }
}
