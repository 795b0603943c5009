package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real controller of sealed secrets does in an empty home cluster, with the arguments and the rights it has there. */
class SealedSecretsServerTest {

    private static final Path DEFINITIONS = Home.TOP.resolve("../shared/crds/sealed-secrets-v0.38.4");
    private static final String KEYS =
            "/api/v1/namespaces/sealed-secrets/secrets?labelSelector=sealedsecrets.bitnami.com/sealed-secrets-key=active";

    @TempDir
    private static Path folder;

    @AutoClose
    private static RunningCluster cluster;

    @AutoClose
    private static Background controller;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Judges.require("sealed-secrets-controller");
        Background.requirePods(folder);
        cluster = RunningCluster.start(folder, DEFINITIONS);
        controller = Background.inAPod(
                cluster,
                "sealed-secrets",
                "sealed-secrets",
                "sealed-secrets-controller",
                RunningCluster.container(Home.object("Deployment", "sealed-secrets", "sealed-secrets")
                                .root())
                        .sequence("args")
                        .strings(),
                "--listen-addr=127.0.0.1:0",
                "--listen-metrics-addr=127.0.0.1:0");
    }

    private static List<Mapping> keys() {
        return cluster.find(KEYS).sequence("items").mappings();
    }

    private static Mapping secret(String name) {
        return cluster.find("/api/v1/namespaces/redis/secrets/" + name).mapping("data");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /** Its first key, a Secret made of what is sealed with it, another value later, and what it cannot open. */
    @Test
    void it_makes_its_key_and_the_secrets_that_are_sealed_with_it_and_says_what_it_cannot_open()
            throws IOException, InterruptedException {
        controller.await(() -> !keys().isEmpty());
        assertThat(keys()).as(() -> String.join("\n", controller.log())).hasSize(1);
        Path certificate = Files.write(
                folder.resolve("sealing.crt"),
                Base64.getDecoder()
                        .decode(keys().get(0).mapping("data").text("tls.crt").orElseThrow()));

        cluster.store(Yaml.read(sealed(certificate, "first"), "sealed.yaml").get(0));
        controller.await(() -> secret("login").has("password"));
        assertThat(secret("login").text("password")).contains(base64("first"));

        cluster.store(Yaml.read(sealed(certificate, "second"), "sealed.yaml").get(0));
        controller.await(() -> secret("login").text("password").orElse("").equals(base64("second")));
        assertThat(secret("login").text("password")).contains(base64("second"));

        // What the tree has is sealed for a key that was thrown away.
        cluster.store(Home.objects("SealedSecret").findFirst().orElseThrow());
        controller.await(() -> cluster.find("/api/v1/events").sequence("items").mappings().stream()
                .anyMatch(event -> event.text("reason").orElse("").equals("ErrUnsealFailed")));
        assertThat(cluster.find("/api/v1/events").sequence("items").mappings())
                .anyMatch(event -> event.text("reason").orElse("").equals("ErrUnsealFailed"));
        cluster.assertThatNothingWasForbidden("sealed-secrets", "sealed-secrets");
    }

    private static String sealed(Path certificate, String password) {
        Outcome outcome = Judges.require("kubeseal")
                .run(List.of("--cert=" + certificate, "--format=yaml"), """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "login", "namespace": "redis"},
                 "stringData": {"password": "%s"}}
                """.formatted(password)
                        .getBytes(UTF_8));
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return outcome.stdout();
    }
}
