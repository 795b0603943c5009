package dev.hearth.tree;

import static dev.hearth.tree.Samples.CLUSTER;
import static dev.hearth.tree.Samples.put;
import static dev.hearth.tree.Samples.rules;
import static dev.hearth.tree.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.tree.Disk.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run stopped at every point of its work, without the least tidying. */
class CrashTest {

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    private int roots;

    /** Stands for the end of the process: nothing in the writer catches it, and no later change gets through. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;

        Crash() {
            super("stopped", null, false, false);
        }
    }

    /** Whether the run was stopped, rather than done before it came to that point. */
    private static boolean crashed(Path root, Tree tree, WriteOptions options, int at) {
        StoppingDisk disk = new StoppingDisk((point, path) -> {
            if (point >= at) {
                throw new Crash();
            }
        });
        try {
            assertThat(TreeWriter.write(root, CLUSTER, tree, options, disk).findings())
                    .isEmpty();
            return false;
        } catch (Crash crash) {
            return true;
        }
    }

    private static boolean crashed(Path root, Tree tree, int at) {
        return crashed(root, tree, WriteOptions.defaults(), at);
    }

    private Path fresh() {
        return directory.resolve("root" + roots++);
    }

    private static int points(Path root, Tree tree) {
        StoppingDisk disk = new StoppingDisk((point, path) -> {});
        TreeWriter.write(root, CLUSTER, tree, WriteOptions.defaults(), disk);
        return disk.points();
    }

    private Path made(Tree tree) throws IOException {
        return World.make(Files.createDirectory(fresh()), tree);
    }

    @Test
    void an_update_stopped_anywhere_is_completed_by_the_next_run_whatever_that_writes() throws Exception {
        Path start = made(World.OLD);
        int points = points(World.copy(start, fresh()), World.NEW);
        assertThat(points).isGreaterThan(90);

        for (int at = 1; at <= points; at++) {
            Path root = World.copy(start, fresh());
            assertThat(crashed(root, World.NEW, at)).isTrue();

            World.requireWhole(root, World.OLD, World.NEW);
            World.requireCompletes(World.copy(root, fresh()), World.NEW);
            World.requireCompletes(World.copy(root, fresh()), World.OLD);
            World.requireCompletes(World.copy(root, fresh()), World.OTHER);
            World.requireCompletes(World.copy(root, fresh()), Tree.empty());
            World.requireNoticesAnEdit(root, World.NEW, new Random(at));
        }
    }

    @Test
    void a_first_run_stopped_anywhere_is_completed_by_the_next() throws Exception {
        Path empty = Files.createDirectory(fresh());
        int points = points(World.copy(empty, fresh()), World.OLD);

        for (int at = 1; at <= points; at++) {
            Path root = World.copy(empty, fresh());
            assertThat(crashed(root, World.OLD, at)).isTrue();
            assertThat(Samples.write(root, World.OLD).findings()).isEmpty();
            assertThat(Samples.files(root)).isEqualTo(Samples.files(World.OLD));
            assertThat(Samples.compare(root, World.OLD).clean()).isTrue();
        }
    }

    @Test
    void runs_stopped_one_after_the_other_lose_no_knowledge_of_what_is_theirs() throws Exception {
        Path start = made(World.OLD);
        Random random = new Random(7);
        List<Tree> trees = List.of(World.OLD, World.NEW, World.OTHER, Tree.empty());
        for (int round = 0; round < 250; round++) {
            Path root = World.copy(start, fresh());
            for (int run = 0; run < 1 + random.nextInt(4); run++) {
                crashed(root, trees.get(random.nextInt(trees.size())), 1 + random.nextInt(150));
                World.requireWhole(root, World.OLD, World.NEW, World.OTHER, Tree.empty());
            }
            World.requireCompletes(root, trees.get(random.nextInt(trees.size())));
            World.delete(root);
        }
    }

    @Test
    void what_a_person_made_stays_a_persons_until_an_overwriting_run_has_replaced_it() throws Exception {
        Path start = made(World.OLD);
        put(start, "generated/home/c2/f1.yaml", "edited by hand\n");
        put(start, "generated/home/c4/f1.yaml", "made by hand\n");
        put(start, "generated/home/c0/f1.yaml", "edited by hand\n");
        WriteOptions overwrite = WriteOptions.defaults().overwrite(true);
        int refused = 0;
        int at = 1;
        for (Path root = World.copy(start, fresh());
                crashed(root, World.NEW, overwrite, at);
                root = World.copy(start, fresh())) {
            List<String> persons = new ArrayList<>();
            for (String path : List.of("c0/f1", "c2/f1", "c4/f1")) {
                Path file = root.resolve("generated/home/" + path + ".yaml");
                if (new RealDisk().look(file) == Entry.FILE
                        && Files.readString(file).contains("by hand")) {
                    persons.add("file generated/home/" + path + ".yaml");
                }
            }
            WriteResult result = Samples.write(root, World.NEW);
            assertThat(rules(result.findings()))
                    .extracting(rule -> rule.substring(rule.indexOf(' ') + 1))
                    .containsExactlyInAnyOrderElementsOf(persons);
            refused += result.refused() ? 1 : 0;
            assertThat(Samples.overwrite(root, World.NEW).findings()).isEmpty();
            World.requireDone(root, World.NEW);
            at++;
        }
        assertThat(refused).isBetween(30, at - 10);
    }

    @Test
    void another_clusters_stopped_run_keeps_its_files() throws Exception {
        Path root = made(World.OLD);
        Tree staging = Samples.tree("generated/staging/new.yaml", "new\n");
        StoppingDisk disk = new StoppingDisk((point, path) -> {
            if (path.endsWith("staging.inventory")) {
                throw new Crash();
            }
        });
        try {
            TreeWriter.write(root, "staging", staging, WriteOptions.defaults(), disk);
        } catch (Crash crash) {
            assertThat(root.resolve(".hearth/staging.journal")).exists();
        }

        assertThat(rules(Samples.write(root, staging).findings()))
                .containsExactly("tree.other-cluster file generated/staging/new.yaml");
        assertThat(Samples.write(root, World.NEW).findings()).isEmpty();
        assertThat(TreeWriter.write(root, "staging", staging, WriteOptions.defaults())
                        .findings())
                .isEmpty();
        assertThat(text(root, "generated/staging/new.yaml")).isEqualTo("new\n");
    }

    @Test
    void the_inventory_comes_last_and_the_journal_first() throws Exception {
        Path root = made(World.OLD);
        TreeMap<Integer, String> moves = new TreeMap<>();
        StoppingDisk disk = new StoppingDisk((point, path) -> {
            if (!path.toString().endsWith(".tmp")) {
                synchronized (moves) {
                    moves.put(point, root.toRealPath().relativize(path).toString());
                }
            }
        });
        TreeWriter.write(root, CLUSTER, World.NEW, WriteOptions.defaults(), disk);

        assertThat(moves.firstEntry().getValue()).isEqualTo(".hearth/home.journal");
        assertThat(List.copyOf(moves.values())).endsWith(".hearth/home.inventory", ".hearth", ".hearth/home.journal");
    }
}
