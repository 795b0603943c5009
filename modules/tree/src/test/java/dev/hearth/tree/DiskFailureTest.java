package dev.hearth.tree;

import static dev.hearth.tree.Samples.CLUSTER;
import static dev.hearth.tree.Samples.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFailureTest {

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    @Test
    void a_full_disk_leaves_the_tree_as_it_was() throws IOException {
        Path start = World.make(Files.createDirectory(directory.resolve("start")), World.OLD);
        SortedMap<String, String> before = everything(start);
        int failures = 0;
        for (int at = 1; ; at++) {
            Path root = World.copy(start, directory.resolve("root" + at));
            int full = at;
            AtomicReference<Path> failed = new AtomicReference<>();
            StoppingDisk disk = new StoppingDisk((point, path) -> {
                // Renaming and deleting need no room.
                if (point >= full && path.toString().endsWith(".tmp") && Files.exists(path) && failed.get() == null) {
                    failed.set(path);
                    throw new IOException("No space left on device");
                }
            });
            TreeException failure = catchThrowableOfType(
                    TreeException.class,
                    () -> TreeWriter.write(root, CLUSTER, World.NEW, WriteOptions.defaults(), disk));
            if (failed.get() == null) {
                break;
            }
            failures++;
            assertThat(failure.kind()).isEqualTo(TreeException.Kind.DISK_FULL);
            assertThat(failure.getMessage())
                    .startsWith("cannot write " + root.toRealPath())
                    .doesNotContain(".tmp")
                    .endsWith(": No space left on device; make room and run again");
            if (failure.path().orElseThrow().endsWith("home.inventory")) {
                assertThat(Samples.files(root)).containsAllEntriesOf(Samples.files(World.NEW));
                assertThat(root.resolve(Samples.JOURNAL)).exists();
            } else {
                assertThat(everything(root)).isEqualTo(before);
            }
            World.requireCompletes(root, World.NEW);
        }
        assertThat(failures).isGreaterThan(20);
    }

    @Test
    void a_failure_at_any_point_names_the_path_leaves_no_litter_and_is_made_good_by_the_next_run() throws IOException {
        Path start = World.make(Files.createDirectory(directory.resolve("start")), World.OLD);
        SortedMap<String, String> before = everything(start);
        int at = 1;
        for (boolean failed = true; failed; at++) {
            Path root = World.copy(start, directory.resolve("root" + at));
            int bad = at;
            List<Path> failures = new ArrayList<>();
            StoppingDisk disk = new StoppingDisk((point, path) -> {
                if (point == bad) {
                    failures.add(path);
                    throw new FileSystemException(path.toString(), null, "Input/output error");
                }
            });
            TreeException failure = catchThrowableOfType(
                    TreeException.class,
                    () -> TreeWriter.write(root, CLUSTER, World.NEW, WriteOptions.defaults(), disk));
            failed = !failures.isEmpty();
            if (failed) {
                assertThat(failure.kind()).isEqualTo(TreeException.Kind.DISK);
                assertThat(failure.getMessage())
                        .matches("cannot [a-z ]+ " + root.toRealPath() + ".*: Input/output error");
                assertThat(everything(root).keySet()).noneMatch(path -> path.endsWith(".tmp"));
                if (Files.notExists(root.resolve(Samples.JOURNAL))) {
                    assertThat(everything(root)).isEqualTo(before);
                }
                World.requireWhole(root, World.OLD, World.NEW);
                World.requireCompletes(root, World.NEW);
            }
        }
        assertThat(at).isGreaterThan(90);
    }

    @Test
    void a_disk_that_is_really_full_is_told_and_once_there_is_room_the_run_succeeds() throws Exception {
        Path mount = mounted("size=256k");
        try {
            Tree small = Samples.tree("generated/home/a.yaml", "small\n", "generated/home/b.yaml", "small\n");
            assertThat(Samples.write(mount, small).findings()).isEmpty();
            SortedMap<String, String> before = everything(mount);
            Tree large =
                    Samples.tree("generated/home/a.yaml", "large\n", "generated/home/c/b.yaml", "x".repeat(1 << 19));

            TreeException failure = catchThrowableOfType(TreeException.class, () -> Samples.write(mount, large));

            assertThat(failure.kind()).isEqualTo(TreeException.Kind.DISK_FULL);
            assertThat(failure)
                    .hasMessage("cannot write " + mount.toRealPath()
                            + "/generated/home/c/b.yaml: No space left on device; make room and run again");
            assertThat(everything(mount)).isEqualTo(before);

            run("mount", "-o", "remount,size=4m", mount.toString());
            assertThat(Samples.write(mount, large).findings()).isEmpty();
            assertThat(Samples.files(mount)).isEqualTo(Samples.files(large));
        } finally {
            run("umount", mount.toString());
        }
    }

    @Test
    void a_read_only_disk_can_be_compared_but_not_written() throws Exception {
        Path mount = mounted("size=1m");
        try {
            Tree tree = Samples.tree("generated/home/a.yaml", "a\n");
            assertThat(Samples.write(mount, tree).findings()).isEmpty();
            run("mount", "-o", "remount,ro", mount.toString());

            assertThat(Samples.compare(mount, tree).clean()).isTrue();
            TreeException failure = catchThrowableOfType(TreeException.class, () -> Samples.write(mount, Tree.empty()));
            assertThat(failure.kind()).isEqualTo(TreeException.Kind.NOT_WRITABLE);
            assertThat(failure)
                    .hasMessage("cannot open the lock " + mount.toRealPath()
                            + "/.hearth/lock: Read-only file system; give this user the right to write there, or render to"
                            + " another directory");
        } finally {
            run("umount", mount.toString());
        }
    }

    /** A file system of its own, where this user may mount one. */
    private Path mounted(String options) throws Exception {
        Path mount = Files.createDirectory(directory.resolve("mount"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", options, "hearth-test", mount.toString()))
                .as("needs the right to mount a tmpfs")
                .isZero();
        return mount;
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException absent) {
            return -1;
        }
    }
}
