package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.Shell.Run;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on secrets says how to back the keys up and how to come back; this goes that way with a real API server. */
class RecoveryTest {

    private static final String LABEL = "sealedsecrets.bitnami.com/sealed-secrets-key";

    @TempDir
    Path world;

    private static String kubectl(ApiServer server, String input, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--kubeconfig", server.kubeconfig().toString()));
        all.addAll(List.of(arguments));
        Outcome outcome = Judges.require("kubectl").run(all, input.getBytes(StandardCharsets.UTF_8));
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return outcome.stdout();
    }

    @Test
    void keys_that_were_backed_up_open_everything_and_go_into_an_empty_cluster() throws IOException {
        SealingPair pair = SealingPair.in(world, "sealing", SealingPair.today().minusDays(2), 3650);
        String folder = world.resolve("secrets").toString();
        Shell shell = Shell.at(Map.of("HOME", world.toString(), "VALUE", "hunter2"));
        shell.run(
                "seal",
                "--folder",
                folder,
                "--cert",
                pair.certificate().toString(),
                "--namespace",
                "media",
                "--name",
                "photos",
                "token=env:VALUE");
        String backup;
        try (ApiServer lost = ApiServer.start()) {
            kubectl(lost, "", "create", "namespace", "sealed-secrets");
            kubectl(
                    lost,
                    "",
                    "create",
                    "secret",
                    "tls",
                    "sealed-secrets-key8x2fq",
                    "--namespace",
                    "sealed-secrets",
                    "--cert",
                    pair.certificate().toString(),
                    "--key",
                    pair.key().toString());
            kubectl(
                    lost,
                    "",
                    "label",
                    "secret",
                    "sealed-secrets-key8x2fq",
                    "--namespace",
                    "sealed-secrets",
                    LABEL + "=active");
            backup = kubectl(
                    lost,
                    "",
                    "get",
                    "secret",
                    "--namespace",
                    "sealed-secrets",
                    "--output",
                    "yaml",
                    "--selector",
                    LABEL);
        }

        Run check = shell.input(backup).run("unseal", "--check", "--key", "-", "--folder", folder);
        Run value = shell.input(backup)
                .run("unseal", "--key", "-", "--folder", folder, "--namespace", "media", "--name", "photos");

        assertThat(check.code()).as(check.all()).isZero();
        assertThat(check.out()).endsWith("1 value opens, 0 do not; the backup is proven\n");
        assertThat(Files.readString(Path.of(folder, "ledger"))).contains(" proven=" + SealingPair.today());
        try (ApiServer empty = ApiServer.start()) {
            kubectl(empty, "", "create", "namespace", "sealed-secrets");
            kubectl(empty, "", "create", "namespace", "media");
            kubectl(empty, backup, "apply", "--filename", "-");
            assertThat(kubectl(
                            empty,
                            "",
                            "get",
                            "secret",
                            "--namespace",
                            "sealed-secrets",
                            "--output",
                            "name",
                            "--selector",
                            LABEL + "=active"))
                    .isEqualTo("secret/sealed-secrets-key8x2fq\n");
            kubectl(empty, value.out(), "apply", "--filename", "-");
            assertThat(kubectl(
                            empty,
                            "",
                            "get",
                            "secret",
                            "photos",
                            "--namespace",
                            "media",
                            "--output",
                            "go-template={{.data.token | base64decode}}"))
                    .isEqualTo("hunter2");
        }
    }
}
