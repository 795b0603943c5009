package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.Shell.Run;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hearth seals, kubeseal opens; what kubeseal seals, hearth opens and adds to. */
class KubesealTest {

    private static final String VALUE = "pä$$ \n%";

    private static SealingPair pair;

    @TempDir
    static Path keys;

    @TempDir
    Path world;

    private Shell shell() {
        return Shell.at(Map.of("HOME", world.toString(), "VALUE", VALUE));
    }

    @BeforeAll
    static void certificate() throws IOException {
        pair = SealingPair.in(keys, "sealing", SealingPair.today().minusDays(2), 3650);
    }

    private static Outcome kubeseal(byte[] input, String... arguments) {
        return Judges.require("kubeseal").run(List.of(arguments), input);
    }

    private static String opened(byte[] sealed, String key) {
        Outcome outcome = kubeseal(
                sealed,
                "--recovery-unseal",
                "--recovery-private-key",
                pair.key().toString(),
                "--format",
                "json");
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        Mapping secret = (Mapping) Json.read(outcome.stdout(), "kubeseal");
        return new String(
                Base64.getDecoder().decode(secret.mapping("data").text(key).orElseThrow()), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "namespace-wide", "cluster-wide"})
    void kubeseal_opens_what_hearth_seals(String scope) throws IOException {
        Path folder = world.resolve("secrets");
        Run run = shell().run(
                        "seal",
                        "--folder",
                        folder.toString(),
                        "--cert",
                        pair.certificate().toString(),
                        "--namespace",
                        "media",
                        "--name",
                        "photos",
                        "--scope",
                        scope,
                        "--type",
                        "kubernetes.io/basic-auth",
                        "password=env:VALUE");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(opened(Files.readAllBytes(folder.resolve("media/photos.yaml")), "password"))
                .isEqualTo(VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "yaml"})
    void hearth_adds_to_what_kubeseal_seals(String format) throws IOException {
        String clear = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"b\",\"namespace\":\"a\"},"
                + "\"stringData\":{\"old\":\"from kubeseal\"}}";
        Outcome sealed = kubeseal(
                clear.getBytes(UTF_8),
                "--cert",
                pair.certificate().toString(),
                "--format",
                format,
                "--scope",
                "namespace-wide");
        Path file = Files.writeString(world.resolve("sealed." + format), sealed.stdout());

        Run run = shell().run(
                        "seal", "--cert", pair.certificate().toString(), "--into", file.toString(), "new=env:VALUE");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(opened(Files.readAllBytes(file), "new")).isEqualTo(VALUE);
        assertThat(opened(Files.readAllBytes(file), "old")).isEqualTo("from kubeseal");
        assertThat(shell().run("unseal", "--key", pair.key().toString(), file.toString(), "old")
                        .out())
                .isEqualTo("from kubeseal");
    }

    @Test
    void a_raw_text_is_as_kubeseal_writes_it() {
        Run raw = shell().run(
                        "seal",
                        "--cert",
                        pair.certificate().toString(),
                        "--namespace",
                        "a",
                        "--name",
                        "b",
                        "--raw",
                        "k=env:VALUE");
        String object = "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: b, namespace: a}\n"
                + "spec: {encryptedData: {k: " + raw.out().strip() + "}}\n";

        assertThat(opened(object.getBytes(UTF_8), "k")).isEqualTo(VALUE);
    }

    @Test
    void a_file_of_kubeseal_in_the_folder_is_known_to_be_from_elsewhere() throws IOException {
        Path folder = world.resolve("secrets");
        shell().run(
                        "seal",
                        "--folder",
                        folder.toString(),
                        "--cert",
                        pair.certificate().toString(),
                        "--namespace",
                        "a",
                        "--name",
                        "mine",
                        "k=env:VALUE");
        String clear = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"b\",\"namespace\":\"a\"},"
                + "\"stringData\":{\"k\":\"x\"}}";
        Outcome sealed = kubeseal(
                clear.getBytes(UTF_8), "--cert", folder.resolve("sealing.pem").toString(), "--format", "yaml");
        Files.writeString(folder.resolve("a/b.yaml"), sealed.stdout());

        assertThat(shell().run("secrets", "--folder", folder.toString()).out())
                .containsPattern("a/b/k +strict +unknown +\\? +not proven +elsewhere\n")
                .containsPattern("a/mine/k +strict +sha256:[0-9a-f]{12} newest +0 days +not proven\n");
    }
}
