package dev.hearth.tree;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.SetMultimap;
import dev.hearth.findings.Finding;
import dev.hearth.tree.Disk.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Hearth's own directory says about the files of one cluster and of its neighbours.
 *
 * @param file the Inventory as it is on the disk
 * @param inventory what it says
 * @param journal whether a run was stopped before its end
 * @param known every hash that Hearth wrote or was about to write, by path
 * @param neighbours paths of other clusters, each with the record that lists it
 * @param mendable what is wrong with the records of this cluster and may be overwritten
 * @param fatal what is wrong with them and may not
 */
record Records(
        Optional<Content> file,
        Inventory inventory,
        boolean journal,
        ImmutableSetMultimap<TreePath, String> known,
        ImmutableMap<TreePath, TreePath> neighbours,
        ImmutableList<Finding> mendable,
        ImmutableList<Finding> fatal) {

    private static final TreePath DIRECTORY = TreePath.of(Layout.HEARTH);

    static Records read(Root root, Layout layout) {
        return new Reader(root, layout).read();
    }

    /** Why no run can even take the lock; looks at nothing that another run may be changing. */
    static ImmutableList<Finding> unusable(Root root) {
        Reader reader = new Reader(root, Layout.of("any"));
        if (reader.present(DIRECTORY, Entry.DIRECTORY)) {
            reader.present(RunLock.FILE, Entry.FILE);
        }
        return ImmutableList.copyOf(reader.fatal);
    }

    private static final class Reader {

        private final Root root;
        private final Layout layout;
        private final List<Finding> mendable = new ArrayList<>();
        private final List<Finding> fatal = new ArrayList<>();

        Reader(Root root, Layout layout) {
            this.root = root;
            this.layout = layout;
        }

        Records read() {
            boolean there = present(DIRECTORY, Entry.DIRECTORY);
            Optional<Content> inventoryFile = there ? file(layout.inventory()) : Optional.empty();
            Inventory.Reading inventory = inventoryFile
                    .map(content -> Inventory.parse(layout.inventory(), content))
                    .orElse(Inventory.Reading.NONE);
            (inventory.newer() ? fatal : mendable).addAll(inventory.findings());
            Optional<Content> journalFile = there ? file(layout.journal()) : Optional.empty();
            Journal journal = journalFile.map(this::journal).orElse(Journal.none());
            SetMultimap<TreePath, String> known =
                    HashMultimap.create(inventory.inventory().hashes());
            known.putAll(journal.hashes());
            return new Records(
                    inventoryFile,
                    inventory.inventory(),
                    journalFile.isPresent(),
                    ImmutableSetMultimap.copyOf(known),
                    there ? neighbours() : ImmutableMap.of(),
                    ImmutableList.copyOf(mendable),
                    ImmutableList.copyOf(fatal));
        }

        private Journal journal(Content content) {
            Journal.Reading reading = Journal.parse(layout.journal(), content);
            mendable.addAll(reading.findings());
            return reading.journal();
        }

        private Optional<Content> file(TreePath path) {
            return present(path, Entry.FILE) ? Optional.of(root.read(path)) : Optional.empty();
        }

        private boolean present(TreePath path, Entry wanted) {
            Entry entry = root.look(path);
            if (entry != Entry.ABSENT && entry != wanted) {
                fatal.add(new Change(
                                path,
                                Change.Kind.BLOCKED,
                                Optional.empty(),
                                Optional.empty(),
                                "is " + Survey.named(entry) + ", where Hearth keeps its records")
                        .finding(0)
                        .orElseThrow());
            }
            return entry == wanted;
        }

        /** What is wrong with a neighbour's record is told when that cluster is rendered. */
        private ImmutableMap<TreePath, TreePath> neighbours() {
            Map<TreePath, TreePath> out = new HashMap<>();
            for (String name : root.list(DIRECTORY)) {
                boolean inventory = name.endsWith(Inventory.SUFFIX);
                boolean record = (inventory || name.endsWith(Journal.SUFFIX))
                        && TreePath.problem(name).isEmpty();
                TreePath path = record ? DIRECTORY.resolve(name) : DIRECTORY;
                if (record
                        && !path.equals(layout.inventory())
                        && !path.equals(layout.journal())
                        && root.look(path) == Entry.FILE) {
                    Content content = root.read(path);
                    (inventory
                                    ? Inventory.parse(path, content).inventory().hashes()
                                    : Journal.parse(path, content).journal().hashes())
                            .keySet()
                            .forEach(file -> out.putIfAbsent(file, path));
                }
            }
            return ImmutableMap.copyOf(out);
        }
    }
}
