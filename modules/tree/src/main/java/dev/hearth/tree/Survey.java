package dev.hearth.tree;

import dev.hearth.tree.Disk.Entry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the disk holds at the paths of interest; links are never followed, neither at the end nor on the way. */
final class Survey {

    private final Root root;
    private final Map<TreePath, Entry> directories;

    private Survey(Root root, Map<TreePath, Entry> directories) {
        this.root = root;
        this.directories = directories;
    }

    /** Looks at the directories that lead to these paths. */
    static Survey of(Root root, Collection<TreePath> paths) {
        Map<TreePath, Entry> directories = new HashMap<>();
        for (TreePath path : paths) {
            for (TreePath parent : path.parents()) {
                if (directories.computeIfAbsent(parent, root::look) != Entry.DIRECTORY) {
                    break;
                }
            }
        }
        return new Survey(root, Map.copyOf(directories));
    }

    /**
     * What is at one path.
     *
     * @param entry what is there; absent too where a directory on the way is
     * @param blocked why nothing can be there, as words that follow the path
     */
    record Spot(Entry entry, Optional<String> blocked) {}

    /** What is in the way to a path and in that of all others below it; empty where that is only the path itself. */
    Optional<Obstacle> obstacle(TreePath path) {
        return path.parents().stream()
                .map(parent -> new Obstacle(parent, directories.getOrDefault(parent, Entry.ABSENT)))
                .filter(obstacle -> obstacle.entry() != Entry.DIRECTORY && obstacle.entry() != Entry.ABSENT)
                .findFirst();
    }

    /** Something that is where a directory should be. */
    record Obstacle(TreePath path, Entry entry) {}

    Spot spot(TreePath path) {
        for (TreePath parent : path.parents()) {
            Entry entry = directories.getOrDefault(parent, Entry.ABSENT);
            if (entry == Entry.ABSENT) {
                return new Spot(Entry.ABSENT, Optional.empty());
            }
            if (entry != Entry.DIRECTORY) {
                return new Spot(entry, Optional.of("cannot be reached: " + parent + " is " + named(entry)));
            }
        }
        Entry entry = root.look(path);
        return entry == Entry.ABSENT || entry == Entry.FILE
                ? new Spot(entry, Optional.empty())
                : new Spot(entry, Optional.of("is " + named(entry) + ", where a file of Hearth's belongs"));
    }

    /** The directories there are, reached through directories alone. */
    Set<TreePath> directories() {
        return directories.entrySet().stream()
                .filter(directory -> directory.getValue() == Entry.DIRECTORY)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    static String named(Entry entry) {
        return switch (entry) {
            case ABSENT -> "nothing";
            case FILE -> "a file";
            case DIRECTORY -> "a directory";
            case LINK -> "a symbolic link";
            case OTHER -> "no ordinary file";
        };
    }
}
