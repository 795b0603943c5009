package dev.hearth.tree;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a folder that people and Hearth keep together, such as the folder of secrets: read as a whole, changed file by
 * file.
 *
 * <pre>{@code
 * FolderFiles folder = FolderFiles.read(root, "secrets/home");
 * Map<String, byte[]> changed = change(folder.files());
 * folder.write(changed, Set.of(), WriteOptions.defaults());
 * }</pre>
 */
public final class FolderFiles {

    private final Root root;
    private final TreePath folder;
    private final ImmutableSortedMap<String, byte[]> files;

    private FolderFiles(Root root, TreePath folder, ImmutableSortedMap<String, byte[]> files) {
        this.root = root;
        this.folder = folder;
        this.files = files;
    }

    /**
     * All regular files of a folder. A link is followed where it leads to a file below the root; other links are refused.
     *
     * @param root the directory that the folder is in
     * @param folder its path within it, with {@code /}; none need be there
     * @throws TreeException where the root is missing, or something in the folder cannot be read, leads out of the root, is
     *     larger than 5 MiB or has a name that some file system refuses
     * @throws IllegalArgumentException where the path leads out of the root
     */
    public static FolderFiles read(Path root, String folder) {
        return read(requireNonNull(root, "root"), folder, new RealDisk());
    }

    static FolderFiles read(Path root, String folder, Disk disk) {
        TreePath path = TreePath.of(folder);
        if ((path.folded() + "/").startsWith(Layout.HEARTH + "/")) {
            throw new IllegalArgumentException(
                    "a folder must not lie in " + Layout.HEARTH + ", where Hearth keeps its own records");
        }
        Root there = Root.at(root, disk);
        return new FolderFiles(there, path, new FolderReader(there, path).files());
    }

    /**
     * The bytes of one file that may be anywhere, such as a certificate that somebody fetched.
     *
     * @throws TreeException where it cannot be read
     */
    public static byte[] file(Path file) {
        try {
            return new RealDisk().read(file).bytes();
        } catch (IOException failed) {
            throw TreeException.of("read", file, failed);
        }
    }

    /** The folder's path within the root. */
    public String path() {
        return folder.value();
    }

    /** The files as they were read, by their path within the folder, with {@code /}; empty where there is no such folder. */
    public ImmutableSortedMap<String, byte[]> files() {
        return files;
    }

    /**
     * Makes the folder hold these files too. Only what differs from what was read is written: all of it first beside its place,
     * then each file moved there in one step. Other files are left alone.
     *
     * @param changed by path within the folder; what is equal to what was read is passed over
     * @param removed paths within the folder of files to delete
     * @param options how long to wait for another run in the same root
     * @return the paths within the root that were written or deleted
     * @throws TreeException where the disk fails, something is in the way, or one of these files was changed since it was read
     */
    public Set<TreePath> write(Map<String, byte[]> changed, Set<String> removed, WriteOptions options) {
        SortedMap<TreePath, Change> changes = new TreeMap<>();
        changed.forEach((name, bytes) -> {
            if (!Arrays.equals(bytes, files.get(name))) {
                put(changes, change(name, Change.Kind.CHANGED, Optional.of(Content.of(bytes))));
            }
        });
        for (String name : removed) {
            if (files.containsKey(name)) {
                put(changes, change(name, Change.Kind.REMOVED, Optional.empty()));
            }
        }
        if (!changes.isEmpty()) {
            try (RunLock lock = RunLock.take(root, options)) {
                new FolderRun(root, folder, changes.values()).write(lock);
            }
        }
        return changes.keySet();
    }

    private Change change(String name, Change.Kind kind, Optional<Content> after) {
        Optional<Content> before = Optional.ofNullable(files.get(name)).map(Content::of);
        return new Change(folder.resolve(name), kind, before, after, "");
    }

    private static void put(SortedMap<TreePath, Change> changes, Change change) {
        if (changes.put(change.path(), change) != null) {
            throw new IllegalArgumentException(change.path() + " is to be written and to be deleted; say one of both");
        }
    }
}
