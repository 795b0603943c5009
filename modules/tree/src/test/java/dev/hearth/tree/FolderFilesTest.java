package dev.hearth.tree;

import static dev.hearth.tree.Samples.everything;
import static dev.hearth.tree.Samples.put;
import static dev.hearth.tree.Samples.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFilesTest {

    private static final String FOLDER = "secrets/home";

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    private Path root() throws IOException {
        return Files.createDirectories(directory.resolve("root"));
    }

    private static SortedMap<String, String> texts(FolderFiles folder) {
        SortedMap<String, String> out = new TreeMap<>();
        folder.files().forEach((name, bytes) -> out.put(name, new String(bytes, UTF_8)));
        return out;
    }

    private static Map<String, byte[]> files(String... namesAndTexts) {
        Map<String, byte[]> out = new TreeMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            out.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(UTF_8));
        }
        return out;
    }

    @Test
    void a_folder_is_read_with_the_paths_within_it() throws IOException {
        put(root(), "secrets/home/media/photos.yaml", "photos\n");
        put(root(), "secrets/home/ledger", "ledger\n");
        put(root(), "secrets/home/.hearth-3.tmp", "left behind\n");
        put(root(), "secrets/other/ledger", "another's\n");

        FolderFiles folder = FolderFiles.read(root(), FOLDER);

        assertThat(folder.path()).isEqualTo(FOLDER);
        assertThat(texts(folder)).isEqualTo(Map.of("ledger", "ledger\n", "media/photos.yaml", "photos\n"));
    }

    @Test
    void a_folder_that_is_missing_is_empty() throws IOException {
        assertThat(FolderFiles.read(root(), FOLDER).files()).isEmpty();
    }

    @Test
    void a_link_to_a_file_below_the_root_is_followed() throws IOException {
        put(root(), "certificates/home.pem", "pem\n");
        put(root(), "secrets/home/ledger", "ledger\n");
        Files.createSymbolicLink(root().resolve("secrets/home/sealing.pem"), Path.of("../../certificates/home.pem"));

        assertThat(texts(FolderFiles.read(root(), FOLDER)))
                .isEqualTo(Map.of("ledger", "ledger\n", "sealing.pem", "pem\n"));
    }

    @Test
    void a_link_out_of_the_root_is_refused() throws IOException {
        put(directory, "elsewhere/ledger", "not yours\n");
        put(root(), "secrets/home/media/photos.yaml", "photos\n");
        Path link = root().resolve("secrets/home/ledger");
        Files.createSymbolicLink(link, directory.resolve("elsewhere/ledger"));

        assertThatThrownBy(() -> FolderFiles.read(root(), FOLDER))
                .isInstanceOf(TreeException.class)
                .hasMessage(link.toRealPath(LinkOption.NOFOLLOW_LINKS) + " is a link that leads out of "
                        + root().toRealPath() + "; put the file itself there");
    }

    @Test
    void a_link_in_the_place_of_a_directory_is_refused() throws IOException {
        put(directory, "elsewhere/home/ledger", "not yours\n");
        Files.createSymbolicLink(root().resolve("secrets"), directory.resolve("elsewhere"));

        assertThatThrownBy(() -> FolderFiles.read(root(), FOLDER))
                .isInstanceOf(TreeException.class)
                .hasMessageEndingWith("/secrets is a symbolic link; put the directory itself there");
        Files.delete(root().resolve("secrets"));
        put(root(), "other/ledger", "ledger\n");
        Files.createDirectories(root().resolve(FOLDER));
        Files.createSymbolicLink(root().resolve("secrets/home/media"), root().resolve("other"));
        assertThatThrownBy(() -> FolderFiles.read(root(), FOLDER))
                .hasMessageEndingWith("/secrets/home/media is a link to a directory; put the file itself there");
    }

    @Test
    void a_file_that_is_too_large_or_badly_named_is_refused() throws IOException {
        Path large = root().resolve("secrets/home/large");
        Files.createDirectories(large.getParent());
        Files.write(large, new byte[(5 << 20) + 1]);
        assertThatThrownBy(() -> FolderFiles.read(root(), FOLDER))
                .isInstanceOf(TreeException.class)
                .hasMessageEndingWith(
                        "/secrets/home/large has 5242881 bytes, more than the 5 MiB of a file here; move it away");

        Files.delete(large);
        put(root(), "secrets/home/a:b", "");
        assertThatThrownBy(() -> FolderFiles.read(root(), FOLDER))
                .isInstanceOf(TreeException.class)
                .hasMessageContaining("/secrets/home has a file \"a:b\", but a name must be printable ASCII");
    }

    @Test
    void a_folder_outside_of_the_root_or_among_records_is_a_wrong_call() {
        assertThatThrownBy(() -> FolderFiles.read(root(), "../secrets")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FolderFiles.read(root(), "/secrets")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FolderFiles.read(root(), ".hearth")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void only_what_differs_is_written_and_nothing_else_is_touched() throws IOException {
        put(root(), "secrets/home/media/photos.yaml", "photos\n");
        put(root(), "secrets/home/media/music.yaml", "music\n");
        put(root(), "secrets/home/notes", "mine\n");
        Files.setLastModifiedTime(root().resolve("secrets/home/media/photos.yaml"), FileTime.fromMillis(1000));
        FolderFiles folder = FolderFiles.read(root(), FOLDER);

        Set<TreePath> written = folder.write(
                files("media/photos.yaml", "photos\n", "media/music.yaml", "tunes\n", "mail/relay.yaml", "relay\n"),
                Set.of(),
                WriteOptions.defaults());

        assertThat(written)
                .containsExactly(
                        TreePath.of("secrets/home/mail/relay.yaml"), TreePath.of("secrets/home/media/music.yaml"));
        assertThat(Samples.files(root()))
                .isEqualTo(Map.of(
                        "secrets/home/mail/relay.yaml", "relay\n",
                        "secrets/home/media/music.yaml", "tunes\n",
                        "secrets/home/media/photos.yaml", "photos\n",
                        "secrets/home/notes", "mine\n"));
        assertThat(Files.getLastModifiedTime(root().resolve("secrets/home/media/photos.yaml"))
                        .toMillis())
                .isEqualTo(1000);
    }

    @Test
    void a_run_with_nothing_to_write_leaves_no_trace() throws IOException {
        put(root(), "secrets/home/ledger", "ledger\n");

        assertThat(FolderFiles.read(root(), FOLDER)
                        .write(files("ledger", "ledger\n"), Set.of("gone"), WriteOptions.defaults()))
                .isEmpty();

        assertThat(everything(root())).isEqualTo(Map.of("secrets/home/ledger", "ledger\n"));
    }

    @Test
    void what_is_told_to_go_goes() throws IOException {
        put(root(), "secrets/home/ledger", "ledger\n");
        put(root(), "secrets/home/media/photos.yaml", "photos\n");

        FolderFiles.read(root(), FOLDER).write(Map.of(), Set.of("media/photos.yaml"), WriteOptions.defaults());

        assertThat(Samples.files(root()))
                .isEqualTo(Map.of("secrets/home/ledger", "ledger\n", "secrets/home/media/", ""));
    }

    @Test
    void git_is_told_to_pass_over_the_lock() throws IOException {
        FolderFiles.read(root(), FOLDER).write(files("ledger", "ledger\n"), Set.of(), WriteOptions.defaults());

        assertThat(text(root(), ".hearth/.gitignore")).isEqualTo("/lock\n/*.journal\n/.hearth-*.tmp\n");
    }

    @Test
    void what_somebody_else_wrote_meanwhile_is_not_lost() throws IOException {
        put(root(), "secrets/home/ledger", "ledger\n");
        FolderFiles folder = FolderFiles.read(root(), FOLDER);
        put(root(), "secrets/home/ledger", "theirs\n");

        assertThatThrownBy(() -> folder.write(
                        files("ledger", "mine\n", "media/photos.yaml", "photos\n"), Set.of(), WriteOptions.defaults()))
                .isInstanceOf(TreeException.class)
                .hasMessageEndingWith("/secrets/home/ledger was changed by somebody else since it was read; run again");
        assertThat(Samples.files(root())).isEqualTo(Map.of("secrets/home/ledger", "theirs\n"));
    }

    @Test
    void a_link_stays_what_it_is() throws IOException {
        put(root(), "shared/ledger", "ledger\n");
        Files.createDirectories(root().resolve(FOLDER));
        Files.createSymbolicLink(root().resolve("secrets/home/ledger"), root().resolve("shared/ledger"));
        FolderFiles folder = FolderFiles.read(root(), FOLDER);

        assertThatThrownBy(() -> folder.write(files("ledger", "mine\n"), Set.of(), WriteOptions.defaults()))
                .isInstanceOf(TreeException.class)
                .hasMessageEndingWith("/secrets/home/ledger is a symbolic link; put a file there, or move it away");
        assertThat(text(root(), "shared/ledger")).isEqualTo("ledger\n");
    }

    @Test
    void a_failure_at_any_point_leaves_every_file_whole_and_no_litter() throws IOException {
        Map<String, byte[]> changed = files(
                "ledger", "new\n", "media/a.yaml", "new a\n", "media/b.yaml", "new b\n", "mail/c.yaml", "new c\n");
        boolean failed = true;
        int at = 1;
        for (; failed; at++) {
            Path root = Files.createDirectory(directory.resolve("root" + at));
            put(root, "secrets/home/ledger", "old\n");
            put(root, "secrets/home/media/a.yaml", "old a\n");
            put(root, "secrets/home/media/gone.yaml", "old gone\n");
            SortedMap<String, String> before = Samples.files(root);
            int bad = at;
            StoppingDisk disk = new StoppingDisk((point, path) -> {
                if (point == bad) {
                    throw new FileSystemException(path.toString(), null, "Input/output error");
                }
            });
            FolderFiles failing = FolderFiles.read(root, FOLDER, disk);
            TreeException failure = catchThrowableOfType(
                    TreeException.class,
                    () -> failing.write(changed, Set.of("media/gone.yaml"), WriteOptions.defaults()));
            failed = failure != null;

            SortedMap<String, String> after = Samples.files(root);
            after.keySet().removeIf(path -> path.endsWith("/"));
            assertThat(after.keySet()).noneMatch(path -> path.endsWith(".tmp"));
            after.forEach((path, text) -> {
                byte[] wanted = changed.get(path.substring(FOLDER.length() + 1));
                assertThat(text).isIn(before.get(path), wanted == null ? null : new String(wanted, UTF_8));
            });
            FolderFiles.read(root, FOLDER).write(changed, Set.of("media/gone.yaml"), WriteOptions.defaults());
            SortedMap<String, String> done = Samples.files(root);
            changed.forEach((name, bytes) ->
                    assertThat(done.remove(FOLDER + "/" + name)).isEqualTo(new String(bytes, UTF_8)));
            assertThat(done).isEmpty();
        }
        assertThat(at).isGreaterThan(12);
    }

    @Test
    void what_a_stopped_run_left_is_swept_by_the_next() throws IOException {
        put(root(), "secrets/home/media/.hearth-1.tmp", "half");

        FolderFiles.read(root(), FOLDER).write(files("ledger", "ledger\n"), Set.of(), WriteOptions.defaults());

        assertThat(Samples.files(root()))
                .isEqualTo(Map.of("secrets/home/ledger", "ledger\n", "secrets/home/media/", ""));
    }
}
