package dev.hearth.tree;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import dev.hearth.findings.Finding;
import dev.hearth.tree.Change.Kind;
import dev.hearth.tree.Disk.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What stands between the disk and a tree. The one computation behind verifying and writing; it changes nothing and
 * takes no lock, so a run at work in the same directory can be seen half done.
 *
 * <pre>{@code
 * Comparison comparison = Comparison.of(root, "home", tree);
 * comparison.differences().forEach(System.out::println);
 * }</pre>
 */
public final class Comparison {

    private static final int DIFF_LINES = 20;

    private final Records records;
    private final Tree tree;
    private final TreePath inventory;
    private final ImmutableList<Change> changes;
    private final ImmutableMap<TreePath, Survey.Obstacle> obstacles;
    private final Supplier<ImmutableList<Finding>> strays;

    private Comparison(
            Records records,
            Tree tree,
            TreePath inventory,
            ImmutableList<Change> changes,
            ImmutableMap<TreePath, Survey.Obstacle> obstacles,
            Supplier<ImmutableList<Finding>> strays) {
        this.records = records;
        this.tree = tree;
        this.inventory = inventory;
        this.changes = changes;
        this.obstacles = obstacles;
        this.strays = strays;
    }

    /**
     * Compares the disk with a tree.
     *
     * @param root the directory that holds {@code generated}, {@code argocd-apps} and {@code .hearth}
     * @param cluster the name of the cluster
     * @param tree what the code renders
     * @throws TreeException if the root is missing or no directory, or the disk cannot be read
     */
    public static Comparison of(Path root, String cluster, Tree tree) {
        return of(Root.at(requireNonNull(root, "root"), new RealDisk()), Layout.of(cluster), tree, false);
    }

    /** The same, going by what can be read of broken records where these may be overwritten. */
    static Comparison of(Root root, Layout layout, Tree tree, boolean overwrite) {
        requireNonNull(tree, "tree");
        Records records = Records.read(root, layout);
        boolean readable =
                records.fatal().isEmpty() && (overwrite || records.mendable().isEmpty());
        Supplier<ImmutableList<Finding>> strays = () -> new Strays(root, layout, records, tree).findings();
        if (!readable) {
            return new Comparison(records, tree, layout.inventory(), ImmutableList.of(), ImmutableMap.of(), strays);
        }
        Comparer comparer = new Comparer(root, records, tree);
        return new Comparison(records, tree, layout.inventory(), comparer.changes(), comparer.obstacles(), strays);
    }

    /** Every path that the tree or the Inventory names, sorted, with how it stands; empty where records are broken. */
    public ImmutableList<Change> changes() {
        return changes;
    }

    /** Those of these kinds. */
    public ImmutableList<Change> changes(Kind... kinds) {
        Set<Kind> wanted = Set.of(kinds);
        return changes.stream()
                .filter(change -> wanted.contains(change.kind()))
                .collect(ImmutableList.toImmutableList());
    }

    /** Why a write would refuse, all reasons at once: hand-edited and foreign files, what is in the way, broken records. */
    public ImmutableList<Finding> refusals() {
        return refusals(false);
    }

    ImmutableList<Finding> refusals(boolean overwrite) {
        List<Finding> out = new ArrayList<>(records.fatal());
        if (!overwrite) {
            out.addAll(records.mendable());
        }
        out.addAll(findings(
                changes.stream().filter(change -> change.refused(overwrite)).toList()));
        return ImmutableList.sortedCopyOf(Finding.ORDER, out);
    }

    /**
     * Everything in which the disk is not what the code renders, each file with a short diff; empty if there is nothing
     * to render. Line ends alone are no difference.
     */
    public ImmutableList<Finding> differences() {
        List<Finding> out = new ArrayList<>(records.fatal());
        out.addAll(records.mendable());
        boolean readable = out.isEmpty();
        out.addAll(findings(changes));
        if (readable && records.journal()) {
            out.add(Finding.error("tree.interrupted", PathRules.subject(inventory), "a run was stopped before its end")
                    .hint("render: it completes what was begun"));
        } else if (readable && out.isEmpty() && !records.inventory().equals(Inventory.of(tree))) {
            out.add(Finding.error(
                            "tree.inventory-outdated",
                            PathRules.subject(inventory),
                            "the Inventory does not list the files as they are")
                    .hint("render, and commit what changed"));
        }
        return ImmutableList.sortedCopyOf(Finding.ORDER, out);
    }

    /** One for each change, but one alone for all that have the same directory in the way. */
    private List<Finding> findings(List<Change> some) {
        ImmutableListMultimap<Survey.Obstacle, Change> behind = some.stream()
                .filter(change -> change.kind() == Kind.BLOCKED)
                .filter(change -> obstacles.containsKey(change.path()))
                .collect(ImmutableListMultimap.toImmutableListMultimap(
                        change -> requireNonNull(obstacles.get(change.path())), change -> change));
        List<Finding> out = new ArrayList<>();
        Set<Change> told = new HashSet<>();
        behind.asMap().forEach((obstacle, changesBehind) -> {
            if (changesBehind.size() > 1) {
                told.addAll(changesBehind);
                out.add(blocked(obstacle, changesBehind.size()));
            }
        });
        some.stream()
                .filter(change -> !told.contains(change))
                .flatMap(change -> change.finding(DIFF_LINES).stream())
                .forEach(out::add);
        return out;
    }

    private static Finding blocked(Survey.Obstacle obstacle, int files) {
        return Finding.error(
                        "tree.blocked",
                        PathRules.subject(obstacle.path()),
                        "is " + Survey.named(obstacle.entry()) + "; " + files
                                + " files that belong below it cannot be reached")
                .hint("move away what is there; nothing was changed");
    }

    /** Whether there is nothing to render. */
    public boolean clean() {
        return differences().isEmpty();
    }

    /**
     * Warnings about files that Argo CD would sync with this cluster though no code renders them: manifests that somebody
     * else put below {@code generated/<cluster>} or {@code argocd-apps/<cluster>}.
     */
    public ImmutableList<Finding> strays() {
        return strays.get();
    }

    /**
     * The same warnings alone, without comparing any file.
     *
     * @throws TreeException if the root is missing or no directory, or the disk cannot be read
     */
    public static ImmutableList<Finding> strays(Path root, String cluster, Tree tree) {
        Root directory = Root.at(requireNonNull(root, "root"), new RealDisk());
        Layout layout = Layout.of(cluster);
        return new Strays(directory, layout, Records.read(directory, layout), requireNonNull(tree, "tree")).findings();
    }

    Records records() {
        return records;
    }

    private static final class Comparer {

        private final Root root;
        private final Records records;
        private final Tree tree;
        private final Survey survey;
        private final TreeSet<TreePath> paths;
        private final ImmutableSetMultimap<String, TreePath> dropped;

        Comparer(Root root, Records records, Tree tree) {
            this.root = root;
            this.records = records;
            this.tree = tree;
            this.paths = new TreeSet<>(tree.files().keySet());
            this.paths.addAll(records.known().keySet());
            this.survey = Survey.of(root, paths);
            this.dropped = records.known().keySet().stream()
                    .filter(path -> tree.file(path).isEmpty())
                    .collect(ImmutableSetMultimap.toImmutableSetMultimap(TreePath::folded, path -> path));
        }

        ImmutableList<Change> changes() {
            return paths.parallelStream()
                    .map(this::change)
                    .flatMap(Optional::stream)
                    .collect(ImmutableList.toImmutableList());
        }

        ImmutableMap<TreePath, Survey.Obstacle> obstacles() {
            ImmutableMap.Builder<TreePath, Survey.Obstacle> out = ImmutableMap.builder();
            paths.forEach(path -> survey.obstacle(path).ifPresent(obstacle -> out.put(path, obstacle)));
            return out.buildOrThrow();
        }

        private Optional<Change> change(TreePath path) {
            Optional<Content> expected = tree.file(path);
            TreePath neighbour = records.neighbours().get(path);
            if (neighbour != null) {
                return expected.map(content -> change(
                        path,
                        Kind.OTHER_CLUSTER,
                        Optional.empty(),
                        expected,
                        "belongs to the cluster of " + neighbour));
            }
            Survey.Spot spot = survey.spot(path);
            if (spot.blocked().isPresent()) {
                return blocked(path, expected, spot);
            }
            if (spot.entry() == Entry.ABSENT) {
                Kind kind = records.known().containsKey(path) ? Kind.MISSING : Kind.ADDED;
                return expected.map(content -> change(path, kind, Optional.empty(), expected, ""));
            }
            Optional<Content> found = root.tooLarge(path) ? Optional.empty() : Optional.of(root.read(path));
            Kind kind = expected.isPresent() ? overwriting(path, found, expected.get()) : removing(path, found);
            // One of two equal arrays is enough to keep.
            return Optional.of(change(path, kind, kind == Kind.UNCHANGED ? expected : found, expected, ""));
        }

        private Optional<Change> blocked(TreePath path, Optional<Content> expected, Survey.Spot spot) {
            // A directory where a file of ours was: the file is gone, and there is nothing to remove.
            boolean gone = expected.isEmpty() && spot.entry() == Entry.DIRECTORY;
            return gone
                    ? Optional.empty()
                    : Optional.of(change(
                            path,
                            Kind.BLOCKED,
                            Optional.empty(),
                            expected,
                            spot.blocked().orElseThrow()));
        }

        private Kind overwriting(TreePath path, Optional<Content> found, Content expected) {
            List<TreePath> otherCase = otherCase(path);
            if (!otherCase.isEmpty()) {
                return otherCase.stream().anyMatch(other -> ours(other, found)) ? Kind.CHANGED : Kind.HAND_EDITED;
            }
            if (found.filter(expected::equals).isPresent()) {
                return Kind.UNCHANGED;
            }
            if (found.map(Content::withLineFeeds).filter(expected::equals).isPresent()) {
                return Kind.LINE_ENDS;
            }
            if (ours(path, found)) {
                return Kind.CHANGED;
            }
            return records.known().containsKey(path) ? Kind.HAND_EDITED : Kind.FOREIGN;
        }

        private Kind removing(TreePath path, Optional<Content> found) {
            return ours(path, found) ? Kind.REMOVED : Kind.HAND_EDITED;
        }

        /** The names that this file had before in other case, on a disk that takes both for one. */
        private List<TreePath> otherCase(TreePath path) {
            return dropped.get(path.folded()).stream()
                    .filter(other -> survey.spot(other).entry() == Entry.FILE && root.same(path, other))
                    .toList();
        }

        private boolean ours(TreePath path, Optional<Content> found) {
            Collection<String> hashes = records.known().get(path);
            return found.filter(content -> hashes.contains(content.sha256())
                            || hashes.contains(content.withLineFeeds().sha256()))
                    .isPresent();
        }

        private static Change change(
                TreePath path, Kind kind, Optional<Content> before, Optional<Content> after, String reason) {
            return new Change(path, kind, before, after, reason);
        }
    }
}
