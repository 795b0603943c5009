package dev.hearth.tree;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.hearth.findings.Finding;
import dev.hearth.tree.Change.Kind;
import dev.hearth.tree.Disk.Entry;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One write, from comparing to the Inventory.
 *
 * <p>The order is what makes it safe. After the journal, everything the disk can hold at a path is known to be Hearth's
 * or not. Everything that needs room comes before the first visible change, so that a full disk leaves the tree as it
 * was. Names are made to last before the Inventory claims them.
 */
final class Run {

    private static final TreePath DIRECTORY = TreePath.of(Layout.HEARTH);
    static final Pattern TEMPORARY = Pattern.compile("\\.hearth-[0-9]+\\.tmp");
    static final String GIT_IGNORE = "/lock\n/*" + Journal.SUFFIX + "\n/.hearth-*.tmp\n";
    static final String GIT_ATTRIBUTES = "* -text\n*" + Inventory.SUFFIX + " merge=union\n";

    private final Root root;
    private final Layout layout;
    private final Tree tree;
    private final boolean overwrite;

    private final Deque<TreePath> createdDirectories = new ArrayDeque<>();
    private final Set<TreePath> readyDirectories = new HashSet<>();
    private final Set<TreePath> touchedDirectories = new TreeSet<>();
    private final Set<TreePath> deleted = new HashSet<>();
    private final Deque<Staged> staged = new ArrayDeque<>();
    private boolean visible;
    private int temporaries;

    Run(Root root, Layout layout, Tree tree, boolean overwrite) {
        this.root = root;
        this.layout = layout;
        this.tree = tree;
        this.overwrite = overwrite;
    }

    /**
     * A file that waits beside its place.
     *
     * @param change what it is for
     * @param temporary where it waits
     */
    record Staged(Change change, TreePath temporary) {}

    /** Writes; the lock is asked for so that no run starts without one. */
    WriteResult write(RunLock lock) {
        lock.requireHeld();
        Comparison comparison = Comparison.of(root, layout, tree, overwrite);
        ImmutableList<Finding> refusals = comparison.refusals(overwrite);
        if (!refusals.isEmpty()) {
            return WriteResult.refused(refusals);
        }
        Records records = comparison.records();
        sweep(records);
        List<Change> writes =
                comparison.changes().stream().filter(Change::writes).toList();
        List<Change> removals =
                comparison.changes().stream().filter(Change::removes).toList();
        if (writes.isEmpty() && removals.isEmpty()) {
            finish(records);
        } else {
            change(records, writes, removals);
        }
        return new WriteResult(
                ImmutableList.of(), paths(writes), paths(comparison.changes(Kind.UNCHANGED)), paths(removals));
    }

    private static ImmutableList<TreePath> paths(Collection<Change> changes) {
        return changes.stream().map(Change::path).collect(ImmutableList.toImmutableList());
    }

    private void change(Records records, List<Change> writes, List<Change> removals) {
        try {
            tellGit();
            replace(layout.journal(), Journal.content(records.inventory(), records.known(), tree));
            delete(otherCases(writes, removals));
            stage(writes);
            publish();
            delete(removals);
            removals.forEach(removal -> prune(removal.path()));
            sync();
            finish(records);
        } catch (TreeException failure) {
            undo(records, failure);
            throw failure;
        }
    }

    /** Deletes what a stopped run left beside its places; without a journal that can only be in our own directory. */
    private void sweep(Records records) {
        Set<TreePath> directories = new TreeSet<>(Set.of(DIRECTORY));
        if (records.journal()) {
            directories.addAll(Survey.of(root, records.known().keySet()).directories());
            directories.addAll(Survey.of(root, tree.files().keySet()).directories());
        }
        for (TreePath directory : directories) {
            for (String name : root.list(directory)) {
                if (TEMPORARY.matcher(name).matches() && root.look(directory.resolve(name)) == Entry.FILE) {
                    root.delete(directory.resolve(name));
                }
            }
        }
    }

    private void tellGit() {
        keep(".gitignore", GIT_IGNORE);
        keep(".gitattributes", GIT_ATTRIBUTES);
    }

    /** Creates a file of fixed content in our own directory; one that is there already stays as it is. */
    private void keep(String name, String text) {
        if (root.look(DIRECTORY.resolve(name)) == Entry.ABSENT) {
            replace(DIRECTORY.resolve(name), Content.text(text));
        }
    }

    /** On a disk that takes {@code A} and {@code a} for one, deleting the old name last would delete the new file. */
    private static List<Change> otherCases(List<Change> writes, List<Change> removals) {
        Set<String> names = writes.stream().map(write -> write.path().folded()).collect(Collectors.toSet());
        return removals.stream()
                .filter(removal -> names.contains(removal.path().folded()))
                .toList();
    }

    private void stage(List<Change> writes) {
        for (Change write : writes) {
            write.path().parents().forEach(this::directory);
            staged.add(new Staged(write, temporary(write.path())));
        }
        Staging.write(root, staged);
    }

    private void directory(TreePath directory) {
        if (!readyDirectories.add(directory)) {
            return;
        }
        Entry entry = root.look(directory);
        if (entry == Entry.ABSENT) {
            createdDirectories.push(directory);
            root.createDirectory(directory);
        } else if (entry != Entry.DIRECTORY) {
            throw disturbed(directory);
        }
        touchedDirectories.add(directory);
    }

    private TreePath temporary(TreePath target) {
        TreePath found;
        do {
            String name = ".hearth-" + temporaries++ + ".tmp";
            found = target.parent().map(parent -> parent.resolve(name)).orElseGet(() -> TreePath.of(name));
        } while (root.look(found) != Entry.ABSENT);
        return found;
    }

    private void publish() {
        Set<TreePath> checked = new HashSet<>();
        while (!staged.isEmpty()) {
            Staged next = staged.element();
            requireNoLink(next.change().path(), checked);
            requireAsCompared(next.change());
            visible = true;
            root.move(next.temporary(), next.change().path());
            staged.remove();
        }
    }

    private void delete(List<Change> removals) {
        Set<TreePath> checked = new HashSet<>();
        for (Change removal : removals) {
            if (deleted.add(removal.path())) {
                requireNoLink(removal.path(), checked);
                requireAsCompared(removal);
                visible = true;
                root.delete(removal.path());
                removal.path().parent().ifPresent(touchedDirectories::add);
            }
        }
    }

    /** Deletes the directories that led to a file of ours, as far as they are empty now. */
    private void prune(TreePath path) {
        if (root.look(path) != Entry.ABSENT) {
            return;
        }
        List<TreePath> real = path.parents().stream()
                .takeWhile(parent -> root.look(parent) == Entry.DIRECTORY)
                .toList();
        for (TreePath directory : Lists.reverse(real)) {
            if (!root.list(directory).isEmpty()) {
                return;
            }
            visible = true;
            root.delete(directory);
            directory.parent().ifPresent(touchedDirectories::add);
        }
    }

    /** Somebody else may have put a link on the way since the disk was compared. */
    private void requireNoLink(TreePath path, Set<TreePath> checked) {
        for (TreePath parent : path.parents()) {
            if (checked.add(parent) && root.look(parent) != Entry.DIRECTORY) {
                throw disturbed(parent);
            }
        }
    }

    /** Somebody else may have saved the file since the disk was compared; what is gone cannot be lost. */
    private void requireAsCompared(Change change) {
        Entry entry = root.look(change.path());
        boolean tooLarge = entry == Entry.FILE && root.tooLarge(change.path());
        Optional<Content> now =
                entry == Entry.FILE && !tooLarge ? Optional.of(root.read(change.path())) : Optional.empty();
        boolean same = entry == Entry.FILE && now.equals(change.before()) && !change.onNothing();
        if (entry != Entry.ABSENT && !same) {
            throw disturbed(change.path());
        }
    }

    private TreeException disturbed(TreePath path) {
        return new TreeException(
                TreeException.Kind.DISK,
                root.resolve(path),
                root.resolve(path) + " was changed by somebody else during this run; run again");
    }

    private void sync() {
        touchedDirectories.stream()
                .filter(directory -> root.look(directory) == Entry.DIRECTORY)
                .forEach(root::sync);
        root.sync();
    }

    private void finish(Records records) {
        if (records.journal()) {
            records.known().keySet().stream()
                    .filter(path -> tree.file(path).isEmpty())
                    .sorted()
                    .forEach(this::prune);
        }
        Content inventory = Inventory.of(tree).content();
        if (!records.file().equals(Optional.of(inventory))) {
            tellGit();
            replace(layout.inventory(), inventory);
        }
        if (root.look(layout.journal()) == Entry.FILE) {
            root.delete(layout.journal());
        }
    }

    /** Puts a file of Hearth's own in its place in one step. */
    private void replace(TreePath path, Content content) {
        TreePath temporary = temporary(path);
        try {
            root.create(temporary, content, path);
            root.move(temporary, path);
        } catch (TreeException failure) {
            discard(temporary, failure);
            throw failure;
        }
        path.parent().ifPresent(root::sync);
    }

    /** After a failure: takes away what nobody sees yet. What is visible already is completed by the next run. */
    private void undo(Records records, TreeException failure) {
        boolean undone = true;
        for (Staged waiting : staged) {
            undone &= discard(waiting.temporary(), failure);
        }
        if (!visible) {
            for (TreePath directory : createdDirectories) {
                undone &= discard(directory, failure);
            }
            if (undone && !records.journal()) {
                discard(layout.journal(), failure);
            }
        }
    }

    private boolean discard(TreePath path, TreeException failure) {
        try {
            if (root.look(path) != Entry.ABSENT) {
                root.delete(path);
            }
            return true;
        } catch (TreeException further) {
            failure.addSuppressed(further);
            return false;
        }
    }
}
