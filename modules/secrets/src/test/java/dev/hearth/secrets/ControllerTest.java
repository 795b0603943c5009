package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.collect.Iterables;
import dev.hearth.dsl.SealScope;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real controller, at a real API server, makes Secrets of what is sealed here. */
class ControllerTest {

    private static final Path DEFINITIONS = Path.of("../../../shared/crds/sealed-secrets-v0.38.4");
    private static final Vault VAULT = Vault.from(Vault.TODAY);

    private static final Map<String, Map<String, String>> TYPES = Map.of(
            "Opaque", Map.of("empty", "", "text", "naïve ☃\n"),
            "kubernetes.io/tls", Map.of("tls.crt", "certificate", "tls.key", "key"),
            "kubernetes.io/dockerconfigjson", Map.of(".dockerconfigjson", "{\"auths\":{}}"),
            "kubernetes.io/ssh-auth", Map.of("ssh-privatekey", "key"));

    /**
     * A process that thinks it is in a pod: it has mounts of its own, and the account's files where a pod has them. It ends when the
     * pipe to it does, so it does not outlive this process.
     */
    private static final String AS_IN_A_POD = """
            set -eu
            mkdir -p /var/run/secrets
            mount -t tmpfs tmpfs /var/run/secrets
            mkdir -p /var/run/secrets/kubernetes.io/serviceaccount
            cp "$ACCOUNT"/* /var/run/secrets/kubernetes.io/serviceaccount/
            exec 3<&0
            "$CONTROLLER" --listen-addr 127.0.0.1:0 --listen-metrics-addr 127.0.0.1:0 --key-renew-period 0 < /dev/null &
            child=$!
            (read -r word <&3 || true; kill -9 $child 2> /dev/null) &
            wait $child
            """;

    @TempDir
    Path folder;

    @Test
    void the_controller_makes_the_secrets_that_were_sealed() throws IOException, InterruptedException {
        String controller = Judges.require("sealed-secrets-controller").file().toString();
        assumeThat(DEFINITIONS).isDirectory();
        assumeThat(namespaces()).as("mounts of its own, with unshare").isTrue();
        try (ApiServer server = ApiServer.start()) {
            server.applyDefinitions(DEFINITIONS);
            server.createNamespace("sealed-secrets", Map.of());
            server.createNamespace("shop", Map.of());
            apply(server, key());
            Process process = start(controller, server);
            try {
                SealedFile strict = sealed(SealScope.STRICT, "strict");
                SealedFile wide = sealed(SealScope.NAMESPACE_WIDE, "namespace-wide");
                SealedFile everywhere = sealed(SealScope.CLUSTER_WIDE, "cluster-wide");
                SealedFile moved = SealedFile.of("shop", "moved", "Opaque", SealScope.STRICT)
                        .with("password", strict.value("password").orElseThrow());
                List<SealedFile> types = TYPES.entrySet().stream()
                        .map(type -> typed(type.getKey(), type.getValue()))
                        .toList();
                for (SealedFile file : Iterables.concat(List.of(moved, strict, wide, everywhere), types)) {
                    apply(server, file.manifest());
                }

                for (SealedFile file : List.of(strict, wide, everywhere)) {
                    assertThat(content(await(server, "secrets/" + file.name())))
                            .isEqualTo(secret(
                                    file,
                                    Map.of(
                                            "username", "admin",
                                            "password", "open sesame/+",
                                            "url", "postgres://admin:open%20sesame%2F%2B@db/{{ shop }}")));
                }
                for (SealedFile file : types) {
                    assertThat(content(await(server, "secrets/" + file.name())))
                            .isEqualTo(secret(file, requireNonNull(TYPES.get(file.type()))));
                }
                assertThat(conditions(await(server, "sealedsecrets/moved"))).contains("\"status\":\"False\"");
                assertThat(get(server, "secrets/moved")).isEmpty();
            } finally {
                process.getOutputStream().close();
                process.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    /** All of a Secret but what the server and the controller add. */
    private static Mapping content(Manifest secret) {
        Mapping metadata = secret.root().mapping("metadata");
        assertThat(metadata.sequence("ownerReferences").mappings())
                .singleElement()
                .extracting(owner ->
                        owner.text("kind").orElse("") + "/" + owner.text("name").orElse(""))
                .isEqualTo("SealedSecret/" + secret.name());
        return sorted(secret.root()
                .with(
                        "metadata",
                        sorted(Mapping.builder()
                                .put("name", secret.name())
                                .put("namespace", secret.namespace().orElse(""))
                                .put("annotations", Mapping.texts(secret.annotations()))
                                .put("labels", Mapping.texts(secret.labels()))
                                .build()))
                .with("data", Mapping.texts(Kubeseal.data(secret))));
    }

    private static Mapping secret(SealedFile file, Map<String, String> data) {
        return sorted(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Secret")
                .put(
                        "metadata",
                        sorted(Mapping.builder()
                                .put("name", file.name())
                                .put("namespace", "shop")
                                .put(
                                        "annotations",
                                        Mapping.texts(file.manifest().annotations()))
                                .put("labels", Mapping.empty())
                                .build()))
                .put("type", file.type())
                .put("data", Mapping.texts(data))
                .build());
    }

    private static Mapping sorted(Mapping mapping) {
        return Mapping.of(new TreeMap<>(mapping.fields()));
    }

    private static SealedFile typed(String type, Map<String, String> values) {
        String name = type.substring(type.indexOf('/') + 1).toLowerCase(Locale.ROOT);
        SealedFile file = SealedFile.of("shop", name, type, SealScope.STRICT);
        for (Map.Entry<String, String> value : values.entrySet()) {
            file = file.with(value.getKey(), VAULT.seal(value.getValue(), SealScope.STRICT, "shop", name));
        }
        return file;
    }

    private static SealedFile sealed(SealScope scope, String name) {
        SealedFile file = SealedFile.of("shop", name, "kubernetes.io/basic-auth", scope)
                .with("password", VAULT.seal("open sesame/+", scope, "shop", name));
        Mapping spec = file.manifest().spec();
        Mapping data = Mapping.texts(
                Map.of(
                        "username", "admin",
                        "url",
                                "postgres://admin:{{ index . \"password\" | urlquery | replace \"+\" \"%20\" }}@db/{{ \"{{\" }} shop }}"));
        return new SealedFile(file.manifest()
                .with(file.manifest()
                        .root()
                        .with(
                                "spec",
                                spec.with("template", spec.mapping("template").with("data", data)))));
    }

    private static Manifest key() {
        return Yaml.read(
                        """
                        apiVersion: v1
                        kind: Secret
                        metadata:
                          name: throwaway
                          namespace: sealed-secrets
                          labels: {sealedsecrets.bitnami.com/sealed-secrets-key: active}
                        type: kubernetes.io/tls
                        data: {tls.crt: %s, tls.key: %s}
                        """.formatted(
                                Base64.getEncoder()
                                        .encodeToString(
                                                VAULT.certificate().pem().getBytes(UTF_8)),
                                Base64.getEncoder().encodeToString(VAULT.pem())),
                        "key")
                .get(0);
    }

    private static void apply(ApiServer server, Manifest object) {
        Verdict verdict = server.apply(
                object.root().text("apiVersion").orElseThrow(),
                object.kind(),
                object.namespace().orElse(""),
                object.name(),
                Json.write(object.root()).getBytes(UTF_8));
        assertThat(verdict.accepted()).as(verdict.message()).isTrue();
    }

    private Process start(String controller, ApiServer server) throws IOException {
        Mapping config = (Mapping) Json.read(Files.readString(server.kubeconfig()), "kubeconfig");
        Mapping cluster = config.sequence("clusters").mappings().get(0).mapping("cluster");
        Mapping user = config.sequence("users").mappings().get(0).mapping("user");
        Path account = Files.createDirectory(folder.resolve("account"));
        Files.copy(Path.of(cluster.text("certificate-authority").orElseThrow()), account.resolve("ca.crt"));
        Files.writeString(account.resolve("token"), user.text("token").orElseThrow());
        URI address = URI.create(cluster.text("server").orElseThrow());

        ProcessBuilder builder = new ProcessBuilder("unshare", "--mount", "--map-root-user", "sh", "-c", AS_IN_A_POD);
        builder.environment()
                .putAll(Map.of(
                        "ACCOUNT", account.toString(),
                        "CONTROLLER", controller,
                        "POD_NAMESPACE", "sealed-secrets",
                        "KUBERNETES_SERVICE_HOST", address.getHost(),
                        "KUBERNETES_SERVICE_PORT", Integer.toString(address.getPort())));
        File log = folder.resolve("controller.log").toFile();
        return builder.redirectErrorStream(true).redirectOutput(log).start();
    }

    private static boolean namespaces() throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(
                            "unshare",
                            "--mount",
                            "--map-root-user",
                            "sh",
                            "-c",
                            "mkdir -p /var/run/secrets" + " && mount -t tmpfs tmpfs /var/run/secrets")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static String conditions(Manifest object) {
        return Json.write(object.root().mapping("status"));
    }

    private Manifest await(ApiServer server, String what) throws IOException, InterruptedException {
        for (int i = 0; i < 300; i++) {
            Optional<Manifest> found = get(server, what)
                    .filter(object ->
                            what.startsWith("secrets/") || object.root().has("status"));
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(100);
        }
        throw new AssertionError(what + " did not come to be:\n" + Files.readString(folder.resolve("controller.log")));
    }

    private static Optional<Manifest> get(ApiServer server, String what) {
        String group = what.startsWith("secrets/") ? "/api/v1" : "/apis/bitnami.com/v1alpha1";
        Verdict verdict = server.get(group + "/namespaces/shop/" + what, "application/json");
        return verdict.accepted()
                ? Optional.of(Manifest.of((Mapping) Json.read(verdict.body(), what)))
                : Optional.empty();
    }
}
