package dev.hearth.tree;

import dev.hearth.tree.Disk.Entry;
import dev.hearth.tree.Run.Staged;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One change of a folder of files. All that needs room comes before the first visible change; a run stopped in between leaves
 * each file as it was or as it is to be.
 */
final class FolderRun {

    private static final TreePath OWN = TreePath.of(Layout.HEARTH);

    private final Root root;
    private final TreePath folder;
    private final Collection<Change> changes;

    private final Deque<TreePath> createdDirectories = new ArrayDeque<>();
    private final Set<TreePath> touchedDirectories = new TreeSet<>();
    private final Deque<Staged> staged = new ArrayDeque<>();
    private boolean visible;
    private int temporaries;

    FolderRun(Root root, TreePath folder, Collection<Change> changes) {
        this.root = root;
        this.folder = folder;
        this.changes = changes;
    }

    /** The lock is asked for so that no run starts without one. */
    void write(RunLock lock) {
        lock.requireHeld();
        changes.forEach(this::requireAsRead);
        sweep(folder);
        try {
            stage();
            publish();
            delete();
            touchedDirectories.forEach(root::sync);
            root.sync();
        } catch (TreeException failure) {
            undo(failure);
            throw failure;
        }
    }

    /** Deletes what a stopped run left beside its places. */
    private void sweep(TreePath directory) {
        if (root.look(directory) != Entry.DIRECTORY) {
            return;
        }
        for (String name : root.list(directory)) {
            if (TreePath.problem(name).isEmpty()) {
                TreePath at = directory.resolve(name);
                if (Run.TEMPORARY.matcher(name).matches() && root.look(at) == Entry.FILE) {
                    root.delete(at);
                }
                sweep(at);
            }
        }
    }

    private void stage() {
        List<Change> writes = new ArrayList<>(changes);
        // Whoever takes the lock first in a repository leaves it to be seen by Git otherwise.
        own(".gitignore", Run.GIT_IGNORE).ifPresent(writes::add);
        own(".gitattributes", Run.GIT_ATTRIBUTES).ifPresent(writes::add);
        for (Change change : writes) {
            if (change.writes()) {
                change.path().parents().forEach(this::directory);
                staged.add(new Staged(change, temporary(change.path())));
            }
        }
        Staging.write(root, staged);
    }

    private Optional<Change> own(String name, String text) {
        TreePath path = OWN.resolve(name);
        return root.look(path) == Entry.ABSENT
                ? Optional.of(
                        new Change(path, Change.Kind.ADDED, Optional.empty(), Optional.of(Content.text(text)), ""))
                : Optional.empty();
    }

    private void directory(TreePath directory) {
        Entry entry = root.look(directory);
        if (entry == Entry.ABSENT) {
            createdDirectories.push(directory);
            root.createDirectory(directory);
        } else if (entry != Entry.DIRECTORY) {
            throw hindered(directory, "is " + Survey.named(entry) + "; put the directory itself there");
        }
        touchedDirectories.add(directory);
    }

    private TreePath temporary(TreePath target) {
        TreePath found;
        do {
            found = target.parent().orElseThrow().resolve(".hearth-" + temporaries++ + ".tmp");
        } while (root.look(found) != Entry.ABSENT);
        return found;
    }

    private void publish() {
        while (!staged.isEmpty()) {
            Staged next = staged.element();
            requireAsRead(next.change());
            visible = true;
            root.move(next.temporary(), next.change().path());
            staged.remove();
        }
    }

    private void delete() {
        for (Change change : changes) {
            if (change.removes()) {
                requireAsRead(change);
                visible = true;
                root.delete(change.path());
                change.path().parent().ifPresent(touchedDirectories::add);
            }
        }
    }

    /** What somebody else did since the folder was read must not be lost; a link stays what it is. */
    private void requireAsRead(Change change) {
        Entry entry = root.look(change.path());
        if (entry != Entry.ABSENT && entry != Entry.FILE) {
            throw hindered(change.path(), "is " + Survey.named(entry) + "; put a file there, or move it away");
        }
        Optional<Content> now = entry == Entry.FILE ? Optional.of(root.read(change.path())) : Optional.empty();
        if (!now.equals(change.before())) {
            throw hindered(change.path(), "was changed by somebody else since it was read; run again");
        }
    }

    /** After a failure: takes away what nobody sees yet. */
    private void undo(TreeException failure) {
        staged.forEach(waiting -> discard(waiting.temporary(), failure));
        if (!visible) {
            createdDirectories.forEach(directory -> discard(directory, failure));
        }
    }

    private void discard(TreePath path, TreeException failure) {
        try {
            root.delete(path);
        } catch (TreeException further) {
            failure.addSuppressed(further);
        }
    }

    private TreeException hindered(TreePath at, String what) {
        return new TreeException(TreeException.Kind.DISK, root.resolve(at), root.resolve(at) + " " + what);
    }
}
