package dev.hearth.tree;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.tree.Disk.Entry;
import java.util.List;
import java.util.Optional;

/** Reads all files of a folder, or says why that cannot be. */
final class FolderReader {

    /** Larger files have no business in such a folder, and are not to fill the memory. */
    private static final long LARGEST = 5L << 20;

    private final Root root;
    private final TreePath folder;
    private final ImmutableSortedMap.Builder<String, byte[]> files = ImmutableSortedMap.naturalOrder();

    FolderReader(Root root, TreePath folder) {
        this.root = root;
        this.folder = folder;
    }

    ImmutableSortedMap<String, byte[]> files() {
        // Something below the folder stands for the folder, as a way ends before its last name.
        Survey survey = Survey.of(root, List.of(folder.resolve("file")));
        Optional<Survey.Obstacle> obstacle = survey.obstacle(folder.resolve("file"));
        if (obstacle.isPresent()) {
            TreePath path = obstacle.get().path();
            throw hindered(path, "is " + Survey.named(obstacle.get().entry()) + "; put the directory itself there");
        }
        if (survey.directories().contains(folder)) {
            directory(folder);
        }
        return files.build();
    }

    private void directory(TreePath directory) {
        for (String name : root.list(directory)) {
            // What a stopped run left beside its place is no file of anybody's.
            if (!Run.TEMPORARY.matcher(name).matches()) {
                entry(named(directory, name));
            }
        }
    }

    private TreePath named(TreePath directory, String name) {
        Optional<String> problem = TreePath.problem(name);
        if (problem.isPresent()) {
            throw hindered(directory, "has a file \"" + TreePath.visible(name) + "\", but a name " + problem.get());
        }
        return directory.resolve(name);
    }

    private void entry(TreePath at) {
        Entry entry = root.look(at);
        switch (entry) {
            case DIRECTORY -> directory(at);
            case FILE -> file(at);
            case LINK -> link(at);
            case OTHER -> throw hindered(at, "is " + Survey.named(entry) + "; move it away");
            case ABSENT -> {
                // Somebody deleted it just now.
            }
        }
    }

    private void link(TreePath at) {
        Optional<Entry> target = root.within(at);
        if (target.isEmpty()) {
            throw hindered(at, "is a link that leads out of " + root.path() + "; put the file itself there");
        }
        if (target.get() != Entry.FILE) {
            throw hindered(at, "is a link to " + Survey.named(target.get()) + "; put the file itself there");
        }
        file(at);
    }

    private void file(TreePath at) {
        long size = root.size(at);
        if (size > LARGEST) {
            throw hindered(at, "has " + size + " bytes, more than the 5 MiB of a file here; move it away");
        }
        files.put(
                at.value().substring(folder.value().length() + 1), root.read(at).bytes());
    }

    private TreeException hindered(TreePath at, String what) {
        return new TreeException(TreeException.Kind.DISK, root.resolve(at), root.resolve(at) + " " + what);
    }
}
