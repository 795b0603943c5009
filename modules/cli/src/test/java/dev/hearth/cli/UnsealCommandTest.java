package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.Shell.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsealCommandTest {

    private static SealingPair pair;
    private static SealingPair other;

    @TempDir
    static Path keys;

    @TempDir
    Path world;

    private String folder = "";
    private Shell shell = Shell.at(Map.of());

    @BeforeAll
    static void certificates() throws IOException {
        pair = SealingPair.in(keys, "sealing", SealingPair.today().minusDays(2), 3650);
        other = SealingPair.in(keys, "other", SealingPair.today().minusDays(1), 3650);
    }

    @BeforeEach
    void sealed() {
        folder = world.resolve("secrets").toString();
        shell = Shell.at(Map.of("HOME", world.toString(), "TOKEN", "hunter2"));
        Run run = shell.run(
                "seal",
                "--folder",
                folder,
                "--cert",
                pair.certificate().toString(),
                "--namespace",
                "a",
                "--name",
                "b",
                "token=env:TOKEN",
                "true=env:TOKEN");
        assertThat(run.code()).as(run.err()).isZero();
    }

    @Test
    void a_secret_comes_back_as_kubectl_takes_it() {
        assertThat(shell.run(
                        "unseal",
                        "--key",
                        pair.key().toString(),
                        "--folder",
                        folder,
                        "--namespace",
                        "a",
                        "--name",
                        "b"))
                .satisfies(run -> assertThat(run.out()).isEqualTo("""
                        apiVersion: v1
                        kind: Secret
                        metadata:
                          name: b
                          namespace: a
                        type: Opaque
                        data:
                          token: aHVudGVyMg==
                          "true": aHVudGVyMg==
                        """))
                .satisfies(run -> assertThat(run.code()).isZero());
    }

    @Test
    void one_key_is_its_bytes_alone() {
        assertThat(shell.run("unseal", "--key", pair.key().toString(), folder + "/a/b.yaml", "token")
                        .out())
                .isEqualTo("hunter2");
        assertThat(shell.run("unseal", "--key", pair.key().toString(), folder + "/a/b.yaml", "none"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(1))
                .satisfies(run -> assertThat(run.err()).endsWith("it has token, true\n"));
    }

    @Test
    void a_screen_is_no_place_for_values_unless_asked() {
        Shell screen = shell.answers(new String[0]);

        Run refused = screen.run("unseal", "--key", pair.key().toString(), folder + "/a/b.yaml", "token");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.all()).doesNotContain("hunter2").contains("--show");
        assertThat(screen.run("unseal", "--show", "--key", pair.key().toString(), folder + "/a/b.yaml", "token")
                        .out())
                .isEqualTo("hunter2");
    }

    @Test
    void another_key_opens_nothing_and_prints_nothing() {
        Run run = shell.run("unseal", "--key", other.key().toString(), folder + "/a/b.yaml");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_checked_backup_is_proven_in_the_ledger() throws IOException {
        Run run = shell.run("unseal", "--check", "--key", pair.key().toString(), "--folder", folder);

        assertThat(run.code()).as(run.all()).isZero();
        assertThat(run.out())
                .startsWith("opens   a/b  token\nopens   a/b  true\nproven  certificate sha256:")
                .endsWith("\n2 values open, 0 do not; the backup is proven\n");
        assertThat(Files.readString(Path.of(folder, "ledger")))
                .containsPattern("(?m)^backup sha256:[0-9a-f]{64} proven=" + SealingPair.today() + "$");
        assertThat(shell.run("secrets", "--folder", folder).out()).contains("backup proven on " + SealingPair.today());
    }

    @Test
    void a_backup_without_the_newest_key_is_none() {
        shell.run(
                "seal",
                "--folder",
                folder,
                "--cert",
                other.certificate().toString(),
                "--namespace",
                "a",
                "--name",
                "c",
                "token=env:TOKEN");

        Run run = shell.run("unseal", "--check", "--key", pair.key().toString(), "--folder", folder);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("closed  a/c  token", "no key  certificate", "proven  certificate");
        assertThat(shell.run(
                                "unseal",
                                "--check",
                                "--key",
                                pair.key().toString(),
                                "--key",
                                other.key().toString(),
                                "--folder",
                                folder)
                        .code())
                .isZero();
    }

    @Test
    void wrong_use_says_what_is_right() {
        assertThat(shell.run("unseal", "--key", pair.key().toString()).code()).isEqualTo(2);
        assertThat(shell.run("unseal", "--key", pair.key().toString(), "--namespace", "a")
                        .code())
                .isEqualTo(2);
        assertThat(shell.run("unseal", "--check", "--key", pair.key().toString(), "x")
                        .code())
                .isEqualTo(2);
        assertThat(shell.run("unseal", "--key", "-", "-").code()).isEqualTo(2);
        assertThat(shell.run("unseal", "--key", "/no/such", folder + "/a/b.yaml")
                        .code())
                .isEqualTo(3);
        assertThat(shell.run(
                                "unseal",
                                "--key",
                                pair.key().toString(),
                                "--folder",
                                folder,
                                "--namespace",
                                "a",
                                "--name",
                                "x")
                        .code())
                .isEqualTo(1);
    }
}
