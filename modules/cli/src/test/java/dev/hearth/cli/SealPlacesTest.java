package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.Shell.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealPlacesTest {

    private static SealingPair pair;
    private static SealingPair next;
    private static SealingPair expired;

    @TempDir
    static Path keys;

    @TempDir
    Path world;

    private Path folder;
    private Shell shell;

    @BeforeAll
    static void certificates() throws IOException {
        pair = SealingPair.in(keys, "sealing", SealingPair.today().minusDays(2), 3650);
        next = SealingPair.in(keys, "next", SealingPair.today().minusDays(1), 3650);
        expired = SealingPair.in(keys, "expired", SealingPair.today().minusDays(400), 30);
    }

    @BeforeEach
    void place() {
        folder = world.resolve("secrets");
        shell = Shell.at(Map.of("HOME", world.resolve("home").toString(), "TOKEN", "from-env"));
    }

    private Run seal(Shell at, String... more) {
        return at.run(arguments(
                List.of("seal", "--folder", folder.toString(), "--namespace", "media", "--name", "photos"), more));
    }

    private Run first(String... more) {
        return seal(shell, arguments(List.of("--cert", pair.certificate().toString()), more));
    }

    private static String[] arguments(List<String> some, String... more) {
        String[] all = some.toArray(new String[some.size() + more.length]);
        System.arraycopy(more, 0, all, some.size(), more.length);
        return all;
    }

    private Path file() {
        return folder.resolve("media/photos.yaml");
    }

    private String opened(String key) {
        Run run = shell.run(
                "unseal", "--key", pair.key().toString(), "--key", next.key().toString(), file().toString(), key);
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    @Test
    void expired_certificates_are_refused_unless_allowed() {
        Run refused = seal(shell, "--cert", expired.certificate().toString(), "a=random:32");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("has expired on").contains("--allow-expired");
        assertThat(folder).doesNotExist();

        assertThat(seal(shell, "--cert", expired.certificate().toString(), "--allow-expired", "a=random:32")
                        .err())
                .contains("warning: certificate sha256:");
    }

    @Test
    void the_newest_certificate_is_taken_and_one_about_to_end_is_warned_of() throws IOException {
        Path both = Files.writeString(
                world.resolve("both.pem"),
                Files.readString(pair.certificate())
                        + Files.readString(next.certificate())
                        + Files.readString(expired.certificate()));
        first("a=random:32");

        seal(shell, "--cert", both.toString(), "a=env:TOKEN");

        assertThat(shell.run("unseal", "--key", next.key().toString(), file().toString(), "a")
                        .out())
                .isEqualTo("from-env");
        Path soon = SealingPair.in(world, "soon", SealingPair.today().minusDays(3), 20)
                .certificate();
        assertThat(shell.run(
                                "seal",
                                "--cert",
                                soon.toString(),
                                "--namespace",
                                "a",
                                "--name",
                                "b",
                                "--raw",
                                "k=random:32")
                        .err())
                .contains("expires on")
                .doesNotContain("made");
    }

    @Test
    void a_file_of_its_own_grows_and_keeps_who_may_read_it() throws IOException {
        Path own = world.resolve("own.json");
        String certificate = pair.certificate().toString();
        shell.run(
                "seal",
                "--cert",
                certificate,
                "--namespace",
                "a",
                "--name",
                "b",
                "--into",
                own.toString(),
                "k=env:TOKEN");
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-r-----"));

        Run run = shell.run("seal", "--cert", certificate, "--into", own.toString(), "l=env:TOKEN");

        assertThat(run.out()).isEqualTo("sealed     a/b  l\n");
        assertThat(own).content().startsWith("{").contains("\"k\": \"", "\"l\": \"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rw-r-----");
        assertThat(shell.run("seal", "--cert", certificate, "--into", own.toString(), "--name", "c", "l=env:TOKEN")
                        .err())
                .contains("is a/b and not a/c");
    }

    @Test
    void the_standard_output_has_the_object_or_the_text_alone() {
        String certificate = pair.certificate().toString();
        Run object =
                shell.run("seal", "--cert", certificate, "--namespace", "a", "--name", "b", "--stdout", "k=env:TOKEN");
        Run raw = shell.run("seal", "--cert", certificate, "--namespace", "a", "--name", "b", "--raw", "k=env:TOKEN");

        assertThat(object.out()).startsWith("apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\n");
        assertThat(raw.out()).matches("AQ[A-Za-z0-9+/=]+\n");
        assertThat(object.err() + raw.err()).isEmpty();
        assertThat(shell.run(
                                "seal",
                                "--cert",
                                certificate,
                                "--namespace",
                                "a",
                                "--name",
                                "b",
                                "--raw",
                                "k=rsa",
                                "l=rsa")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void wrong_use_touches_nothing() {
        for (String[] wrong : List.of(
                new String[] {
                    "seal",
                    "--namespace",
                    "../x",
                    "--name",
                    "b",
                    "--folder",
                    folder.toString(),
                    "--cert",
                    pair.certificate().toString(),
                    "k=rsa"
                },
                new String[] {
                    "seal",
                    "--namespace",
                    "a",
                    "--name",
                    "b",
                    "--scope",
                    "wide",
                    "--stdout",
                    "k=random:32",
                    "--cert",
                    pair.certificate().toString()
                },
                new String[] {"seal", "--namespace", "a", "--name", "b", "k=-", "l=-"},
                new String[] {"seal", "--namespace", "a", "--name", "b", "k=rsa", "k=-"},
                new String[] {"seal", "--namespace", "a", "--name", "b"},
                new String[] {"seal", "--all", "k=rsa"},
                new String[] {
                    "seal",
                    "--namespace",
                    "a",
                    "--namespace=b",
                    "--name",
                    "b",
                    "--stdout",
                    "k=random:32",
                    "--cert",
                    pair.certificate().toString()
                },
                new String[] {"seal", "--all"},
                new String[] {"seal", "--re-encrypt", "--namespace", "a"},
                new String[] {"seal", "--re-encrypt", "--folder", folder.toString()},
                new String[] {"seal", "--stdout", "--raw", "--namespace", "a", "--name", "b", "k=random:32"})) {
            Run run = shell.run(wrong);
            assertThat(run.code())
                    .as(String.join(" ", wrong) + "\n" + run.err())
                    .isEqualTo(2);
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void what_the_disk_refuses_is_the_environment() throws IOException {
        Path file = Files.writeString(world.resolve("file"), "");

        assertThat(shell.run(
                                "seal",
                                "--folder",
                                file.resolve("below").toString(),
                                "--cert",
                                pair.certificate().toString(),
                                "--namespace",
                                "a",
                                "--name",
                                "b",
                                "k=random:32")
                        .code())
                .isEqualTo(3);
        assertThat(shell.run("seal", "--cert", "/no/such", "--namespace", "a", "--name", "b", "--raw", "k=random:32")
                        .code())
                .isEqualTo(3);
    }

    @Test
    void everything_is_sealed_for_the_next_certificate() throws IOException {
        first("token=env:TOKEN", "a=random:32");
        String made = opened("a");

        Run run = shell.run(
                "seal",
                "--re-encrypt",
                "--key",
                pair.key().toString(),
                "--folder",
                folder.toString(),
                "--cert",
                next.certificate().toString());

        assertThat(run.out())
                .startsWith("sealed     media/photos  a\nsealed     media/photos  token\n2 sealed for sha256:");
        assertThat(shell.run("unseal", "--key", next.key().toString(), file().toString(), "a")
                        .out())
                .isEqualTo(made);
        assertThat(seal(shell, "token=env:TOKEN").out()).startsWith("unchanged ");
        byte[] sealed = Files.readAllBytes(file());
        assertThat(shell.run("seal", "--re-encrypt", "--key", next.key().toString(), "--folder", folder.toString())
                        .out())
                .endsWith(", 2 were already, 0 do not open\n");
        assertThat(file()).hasBinaryContent(sealed);
        Run wrong = shell.run(
                "seal", "--re-encrypt", "--again", "--key", pair.key().toString(), "--folder", folder.toString());
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(file()).hasBinaryContent(sealed);
        assertThat(new String(sealed, UTF_8)).contains("kind: SealedSecret");
    }
}
