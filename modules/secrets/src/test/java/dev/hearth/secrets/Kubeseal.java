package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.SealScope;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The real kubeseal, which opens with the controller's own code. The key it gets is a throwaway of the test. */
record Kubeseal(Path certificate, Path key) {

    static Kubeseal in(Path folder, Vault vault, byte[] key) throws IOException {
        Judges.require("kubeseal");
        return new Kubeseal(
                Files.writeString(
                        folder.resolve("sealing.pem"), vault.certificate().pem()),
                Files.write(folder.resolve("throwaway-key.pem"), key));
    }

    /** What the controller would make of it: the Secret. */
    Manifest open(SealedFile file) {
        Outcome outcome = Judges.require("kubeseal")
                .run(List.of("--recovery-unseal", "--recovery-private-key", key.toString()), file.bytes());
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return Yaml.read(outcome.stdout(), "kubeseal").get(0);
    }

    /** Whether the controller would refuse it. */
    boolean refuses(SealedFile file) {
        return Judges.require("kubeseal")
                        .run(List.of("--recovery-unseal", "--recovery-private-key", key.toString()), file.bytes())
                        .exitCode()
                != 0;
    }

    /** The values of a Secret, decoded. */
    static Map<String, String> data(Manifest secret) {
        Map<String, String> data = new TreeMap<>();
        secret.root()
                .mapping("data")
                .fields()
                .keySet()
                .forEach(name -> data.put(
                        name,
                        new String(
                                Base64.getDecoder()
                                        .decode(secret.root()
                                                .mapping("data")
                                                .text(name)
                                                .orElse("")),
                                UTF_8)));
        return data;
    }

    /** Seals a Secret, in YAML or JSON. */
    SealedFile seal(String secret, SealScope scope, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("--cert", certificate.toString(), "--scope", scope.word(), "--format", "yaml"));
        arguments.addAll(Arrays.asList(options));
        Outcome outcome = Judges.require("kubeseal").run(arguments, secret.getBytes(UTF_8));
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return SealedFile.read(outcome.stdout().getBytes(UTF_8), "kubeseal");
    }

    /** Seals one value. */
    String raw(Path value, SealScope scope, String namespace, String name) {
        Outcome outcome = Judges.require("kubeseal")
                .run(
                        "--raw",
                        "--cert",
                        certificate.toString(),
                        "--scope",
                        scope.word(),
                        "--namespace",
                        namespace,
                        "--name",
                        name,
                        "--from-file",
                        value.toString());
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return outcome.stdout().strip();
    }
}
