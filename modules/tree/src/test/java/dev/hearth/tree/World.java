package dev.hearth.tree;

import static dev.hearth.tree.Samples.everything;
import static dev.hearth.tree.Samples.files;
import static dev.hearth.tree.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A repository with a tree, a neighbour and files of people, to be stopped in the middle of things. */
final class World {

    static final Tree OLD = numbered(1, 0, 3, 6);
    static final Tree NEW = numbered(2, 1, 6, 6);
    static final Tree OTHER = numbered(3, 1, 4, 4);
    private static final Tree NEIGHBOUR = Samples.tree("generated/staging/c0/f0.yaml", "staging\n");
    private static final Map<String, String> FOREIGN = Map.of(
            "README.md", "hello\n",
            "generated/home/c0/notes.txt", "mine\n",
            "generated/home/c2/notes.txt", "mine too\n",
            "generated/staging/c0/f0.yaml", "staging\n");

    private World() {}

    /** Components from to to, with files each; every second file differs from tree to tree. */
    static Tree numbered(int version, int from, int to, int files) {
        List<TreeFile> out = new ArrayList<>();
        for (int component = from; component < to; component++) {
            out.add(TreeFile.of(
                    TreePath.of("argocd-apps/home/apps/c" + component + ".yaml"), "app " + component + "\n", "test"));
            for (int file = 0; file < files; file++) {
                String text = file % 2 == 0 ? "same " + file + "\n" : "version " + version + " of " + file + "\n";
                out.add(TreeFile.of(
                        TreePath.of("generated/home/c" + component + "/f" + file + ".yaml"),
                        text.repeat(1 + component),
                        "test"));
            }
        }
        return Tree.of(out);
    }

    /** Fills an empty directory with foreign files, a neighbour and a tree. */
    static Path make(Path root, Tree tree) {
        FOREIGN.forEach((path, text) -> {
            if (!path.contains("staging")) {
                put(root, path, text);
            }
        });
        TreeWriter.write(root, "staging", NEIGHBOUR, WriteOptions.defaults());
        assertThat(Samples.write(root, tree).findings()).isEmpty();
        return root;
    }

    /** Nothing half written, nothing lost: every file is a person's or what one of these trees has there. */
    static void requireWhole(Path root, Tree... trees) {
        SortedMap<String, String> found = files(root);
        found.keySet().removeIf(path -> path.endsWith(".tmp") || path.endsWith("/"));
        FOREIGN.forEach((path, text) -> assertThat(found.remove(path)).as(path).isEqualTo(text));
        TreeSet<TreePath> paths = new TreeSet<>();
        List.of(trees).forEach(tree -> paths.addAll(tree.files().keySet()));
        for (TreePath path : paths) {
            List<Optional<String>> allowed = Stream.of(trees)
                    .map(tree -> tree.file(path).flatMap(Content::text))
                    .toList();
            assertThat(allowed).as(path.value()).contains(Optional.ofNullable(found.remove(path.value())));
        }
        assertThat(found).isEmpty();
    }

    /** Exactly what a run that nobody stopped leaves behind. */
    static void requireDone(Path root, Tree tree) {
        SortedMap<String, String> expected = new TreeMap<>(files(tree));
        expected.putAll(FOREIGN);
        expected.put(Samples.INVENTORY, Inventory.of(tree).content().text().orElseThrow());
        SortedMap<String, String> found = everything(root);
        for (String own : List.of("lock", "staging.inventory", ".gitignore", ".gitattributes")) {
            assertThat(found.remove(".hearth/" + own)).as(own).isNotNull();
        }
        assertThat(found).isEqualTo(expected);
        assertThat(Samples.compare(root, tree).differences()).isEmpty();
        assertThat(Samples.write(root, tree).written()).isEmpty();
    }

    /** The next run, whatever it is to write, completes. */
    static void requireCompletes(Path root, Tree tree) {
        assertThat(Samples.write(root, tree).findings()).isEmpty();
        requireDone(root, tree);
    }

    /** An edit made after the stop is noticed, kept, and once taken back no hindrance. */
    static void requireNoticesAnEdit(Path root, Tree tree, Random random) {
        List<TreePath> there = tree.files().keySet().stream()
                .filter(path -> Files.isRegularFile(root.resolve(path.value())))
                .toList();
        if (there.isEmpty()) {
            return;
        }
        String edited = there.get(random.nextInt(there.size())).value();
        String before = Samples.text(root, edited);
        put(root, edited, "edited by hand\n");

        assertThat(Samples.rules(Samples.write(root, tree).findings()))
                .containsExactly("tree.hand-edited file " + edited);
        assertThat(Samples.text(root, edited)).isEqualTo("edited by hand\n");
        put(root, edited, before);
        requireCompletes(root, tree);
    }

    static Path copy(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), LinkOption.NOFOLLOW_LINKS);
            }
            return to;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
