package dev.hearth.tree;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.tree.Disk.Entry;
import java.nio.file.Path;
import java.util.TreeSet;

/** Reads what Hearth wrote before, for whatever depends on how the tree was. */
public final class TreeReader {

    private TreeReader() {}

    /**
     * The files of a cluster that are as Hearth wrote them, but for line ends. What was edited since, or is no plain file,
     * is passed over.
     *
     * @param root the directory that holds {@code generated}, {@code argocd-apps} and {@code .hearth}
     * @param cluster the name of the cluster
     * @param directory the part of the tree that is wanted, such as {@code argocd-apps/home/projects}
     * @throws TreeException if the root is missing or no directory, or the disk cannot be read
     */
    public static ImmutableSortedMap<TreePath, Content> read(Path root, String cluster, TreePath directory) {
        Root disk = Root.at(requireNonNull(root, "root"), new RealDisk());
        Records records = Records.read(disk, Layout.of(cluster));
        TreeSet<TreePath> wanted = new TreeSet<>();
        for (TreePath path : records.known().keySet()) {
            if (path.value().startsWith(directory.value() + "/")) {
                wanted.add(path);
            }
        }
        Survey survey = Survey.of(disk, wanted);
        ImmutableSortedMap.Builder<TreePath, Content> files = ImmutableSortedMap.naturalOrder();
        for (TreePath path : wanted) {
            Survey.Spot spot = survey.spot(path);
            if (spot.blocked().isEmpty() && spot.entry() == Entry.FILE && !disk.tooLarge(path)) {
                Content content = disk.read(path);
                ImmutableSet<String> hashes = records.known().get(path);
                if (hashes.contains(content.sha256())
                        || hashes.contains(content.withLineFeeds().sha256())) {
                    files.put(path, content.withLineFeeds());
                }
            }
        }
        return files.build();
    }
}
