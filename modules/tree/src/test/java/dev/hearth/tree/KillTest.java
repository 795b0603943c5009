package dev.hearth.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, ended in the middle of their work. */
class KillTest {

    @TempDir
    Path directory;

    @Test
    void a_process_that_ends_at_any_point_leaves_what_the_next_completes() throws Exception {
        Path start = World.make(Files.createDirectory(directory.resolve("start")), World.OLD);
        StoppingDisk counting = new StoppingDisk((point, path) -> {});
        TreeWriter.write(
                World.copy(start, directory.resolve("counted")),
                Samples.CLUSTER,
                World.NEW,
                WriteOptions.defaults(),
                counting);
        assertThat(counting.points()).isGreaterThan(90);

        List<Callable<Void>> kills = new ArrayList<>();
        for (int point = 1; point <= counting.points(); point++) {
            int at = point;
            kills.add(() -> {
                Path root = World.copy(start, directory.resolve("root" + at));
                assertThat(Doomed.start(root, "halt", "" + at).waitFor()).isEqualTo(Doomed.HALTED);
                World.requireWhole(root, World.OLD, World.NEW);
                Tree next = List.of(World.NEW, World.OLD, World.OTHER).get(at % 3);
                World.requireNoticesAnEdit(root, next, new Random(at));
                World.requireCompletes(root, next);
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<Void> kill : threads.invokeAll(kills)) {
                kill.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_process_that_is_killed_at_any_moment_leaves_what_the_next_completes() throws Exception {
        Path root = World.make(Files.createDirectory(directory.resolve("root")), World.OLD);
        Random random = new Random(11);
        for (int kill = 0; kill < 12; kill++) {
            Process process = Doomed.start(root, "loop");
            assertThat(Doomed.line(process)).isEqualTo("warm");
            Thread.sleep(random.nextInt(60));
            process.destroyForcibly().waitFor();

            World.requireWhole(root, World.OLD, World.NEW);
            World.requireNoticesAnEdit(root, World.OLD, random);
            World.requireCompletes(root, World.OLD);
        }
    }
}
