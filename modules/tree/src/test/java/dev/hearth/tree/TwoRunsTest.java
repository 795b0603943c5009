package dev.hearth.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoRunsTest {

    @TempDir
    Path root;

    @BeforeEach
    void make() {
        World.make(root, World.OLD);
    }

    @Test
    void of_two_processes_one_says_that_it_waits_and_then_goes_on() throws Exception {
        Process other = Doomed.start(root, "hold");
        assertThat(Doomed.line(other)).isEqualTo("holding");
        BlockingQueue<String> notices = new LinkedBlockingQueue<>();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<WriteResult> waiting = thread.submit(() -> TreeWriter.write(
                    root, Samples.CLUSTER, World.OTHER, WriteOptions.defaults().notices(notices::add)));

            assertThat(notices.take()).isEqualTo("waiting for another run in " + root.toRealPath());
            assertThat(waiting.isDone()).isFalse();
            other.getOutputStream().close();
            assertThat(other.waitFor()).isZero();
            assertThat(waiting.get().findings()).isEmpty();
        } finally {
            thread.shutdownNow();
            other.destroyForcibly();
        }
        assertThat(notices).isEmpty();
        World.requireDone(root, World.OTHER);
    }

    @Test
    void a_run_whose_patience_ends_says_what_holds_it_up() throws Exception {
        Process other = Doomed.start(root, "hold");
        try {
            assertThat(Doomed.line(other)).isEqualTo("holding");

            assertThatThrownBy(() -> TreeWriter.write(
                            root,
                            Samples.CLUSTER,
                            World.OTHER,
                            WriteOptions.defaults().patience(Duration.ofMillis(1))))
                    .isInstanceOfSatisfying(
                            TreeException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(TreeException.Kind.LOCKED))
                    .hasMessage("another run in " + root.toRealPath()
                            + " still holds .hearth/lock after PT0.001S; end it, or wait and run again");
        } finally {
            other.destroyForcibly().waitFor();
        }
        World.requireCompletes(root, World.NEW);
    }

    @Test
    void runs_in_one_process_take_turns() throws Exception {
        List<Tree> trees = List.of(World.OLD, World.NEW, World.OTHER, World.NEW, World.OLD, World.OTHER);
        ExecutorService threads = Executors.newFixedThreadPool(trees.size());
        try {
            List<Callable<WriteResult>> runs = new ArrayList<>();
            trees.forEach(tree -> runs.add(() -> Samples.write(root, tree)));
            for (Future<WriteResult> run : threads.invokeAll(runs)) {
                assertThat(run.get().findings()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
        World.requireCompletes(root, World.OTHER);
    }

    @Test
    void a_run_that_is_interrupted_while_it_waits_says_so() throws Exception {
        Process other = Doomed.start(root, "hold");
        try {
            assertThat(Doomed.line(other)).isEqualTo("holding");
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> Samples.write(root, World.OTHER))
                    .isInstanceOfSatisfying(
                            TreeException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(TreeException.Kind.INTERRUPTED));
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void comparing_takes_no_lock_and_makes_no_file(@TempDir Path empty) throws Exception {
        assertThat(Comparison.of(empty, Samples.CLUSTER, World.OLD).clean()).isFalse();
        try (java.util.stream.Stream<Path> files = Files.list(empty)) {
            assertThat(files).isEmpty();
        }
    }
}
