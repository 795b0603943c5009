package dev.hearth.homelab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real trust-manager of the version that is rendered makes of the home cluster's authority, as the account it has there:
 * the test makes the Secret of the authority, as cert-manager does, and the package of public certificates.
 */
class TrustServerTest {

    private static final Path DEFINITIONS = Home.TOP.resolve("../shared/crds/trust-manager-v0.24.0");
    private static final Set<String> TRUSTING = Set.of("argocd", "coder", "coder-workspaces", "route-check");
    private static final String GROUP = "trust.cert-manager.io";

    @TempDir
    private static Path folder;

    @AutoClose
    private static RunningCluster cluster;

    @AutoClose
    private static Background program;

    /** Two that differ: the API server's own, and the one of its authority. */
    private static List<String> certificates;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Judges.require("trust-manager");
        Background.requirePods(folder);
        cluster = RunningCluster.start(folder, DEFINITIONS);
        certificates = Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL)
                .matcher(Files.readString(cluster.certificate()))
                .results()
                .map(found -> found.group() + "\n")
                .toList();
        assertThat(certificates).hasSize(2);
        authority(certificates.get(0));
        Files.writeString(
                folder.resolve("public.json"),
                Json.write(Mapping.texts(Map.of("name", "public", "version", "1", "bundle", certificates.get(1)))));
        List<Integer> ports = RunningCluster.freePorts(3);
        program = Background.inAPod(
                cluster,
                "trust-manager",
                "trust-manager",
                "trust-manager",
                arguments(),
                "--webhook-host=127.0.0.1",
                "--webhook-port=" + ports.get(0),
                "--metrics-port=" + ports.get(1),
                "--readiness-probe-port=" + ports.get(2));
        cluster.store(webhook(ports.get(0)));
        Manifest bundle = Home.objects("Bundle").findFirst().orElseThrow();
        // The server refuses it as long as the program does not answer.
        program.await(() -> cluster.apply(bundle).accepted());
        cluster.store(bundle);
    }

    /** Rendered; its files are elsewhere. */
    private static List<String> arguments() throws IOException {
        Path serving = Files.createDirectory(folder.resolve("tls"));
        Files.copy(cluster.certificate(), serving.resolve("tls.crt"));
        Files.copy(cluster.certificate().resolveSibling("apiserver.key"), serving.resolve("tls.key"));
        return RunningCluster.container(Home.object("Deployment", "trust-manager", "trust-manager")
                        .root())
                .sequence("args")
                .strings()
                .stream()
                .map(argument -> argument.replace("=/tls", "=" + serving)
                        .replace("/packages/cert-manager-package-debian.json", folder + "/public.json"))
                .toList();
    }

    private static void authority(String certificate) {
        Mapping secret = Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Secret")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", "internal-ca")
                                .put("namespace", "cert-manager")
                                .build())
                .put("stringData", Mapping.texts(Map.of("tls.crt", certificate)))
                .build();
        cluster.store(Manifest.of(secret));
    }

    /** The rendered one, where the Service of the program is its address on this machine. */
    private static Manifest webhook(int port) throws IOException {
        Manifest rendered = Home.objects("ValidatingWebhookConfiguration")
                .filter(webhook -> webhook.name().equals("trust-manager"))
                .findFirst()
                .orElseThrow();
        String authority = Base64.getEncoder().encodeToString(Files.readAllBytes(cluster.certificate()));
        List<Mapping> webhooks = new ArrayList<>();
        for (Mapping webhook : rendered.root().sequence("webhooks").mappings()) {
            String path = webhook.mapping("clientConfig")
                    .mapping("service")
                    .text("path")
                    .orElseThrow();
            webhooks.add(webhook.with(
                    "clientConfig",
                    Mapping.builder()
                            .put("url", "https://127.0.0.1:" + port + path)
                            .put("caBundle", authority)
                            .build()));
        }
        return rendered.with(rendered.root().with("webhooks", Sequence.of(webhooks)));
    }

    private static String trusted(String namespace) {
        return cluster.find("/api/v1/namespaces/" + namespace + "/configmaps/internal-ca")
                .mapping("data")
                .text("ca.crt")
                .orElse("");
    }

    private static void awaitTrusted(String certificate) throws InterruptedException {
        program.await(
                () -> TRUSTING.stream().allMatch(namespace -> trusted(namespace).contains(certificate.strip())));
        for (String namespace : TRUSTING) {
            assertThat(trusted(namespace))
                    .as(() -> namespace + "\n" + String.join("\n", program.log()))
                    .contains(certificate.strip());
        }
    }

    @Test
    void the_authority_reaches_the_namespaces_that_trust_it_with_the_public_ones_and_no_others()
            throws InterruptedException, IOException {
        awaitTrusted(certificates.get(0));
        awaitTrusted(certificates.get(1));

        assertThat(cluster.find("/api/v1/configmaps").sequence("items").mappings().stream()
                        .map(map -> map.mapping("metadata"))
                        .filter(map -> map.text("name").orElse("").equals("internal-ca"))
                        .map(map -> map.text("namespace").orElseThrow()))
                .containsExactlyInAnyOrderElementsOf(TRUSTING);
        assertThat(program.await(() -> cluster
                        .find("/apis/" + GROUP + "/v1alpha1/bundles/internal-ca")
                        .mapping("status")
                        .sequence("conditions")
                        .mappings()
                        .stream()
                        .anyMatch(condition -> condition.text("type").orElse("").equals("Synced")
                                && condition.text("status").orElse("").equals("True"))))
                .isTrue();
        assertThat(program.log()).noneMatch(line -> line.contains("level=ERROR"));
        cluster.assertThatNothingWasForbidden("trust-manager", "trust-manager");
    }

    @Test
    void what_somebody_changes_in_one_of_them_is_put_right() throws InterruptedException {
        awaitTrusted(certificates.get(0));

        assertThat(cluster.kubectl("--namespace=coder", "delete", "configmap", "internal-ca")
                        .exitCode())
                .isZero();

        awaitTrusted(certificates.get(0));
    }

    @Test
    void its_webhook_refuses_what_it_could_not_do() {
        Verdict verdict = cluster.apply(Yaml.read("""
                        apiVersion: trust.cert-manager.io/v1alpha1
                        kind: Bundle
                        metadata: {name: broken}
                        spec:
                          sources: [{useDefaultCAs: true}, {useDefaultCAs: true}]
                          target: {configMap: {key: ca.crt}}
                        """, "bundle.yaml").get(0));

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.message())
                .contains("admission webhook \"trust.cert-manager.io\" denied the request", "default CAs");
    }

    @Test
    void it_leads_by_a_lease_of_its_own_and_may_not_read_or_write_elsewhere() {
        assertThat(cluster.find(
                                "/apis/coordination.k8s.io/v1/namespaces/trust-manager/leases/trust-manager-leader-election")
                        .mapping("spec")
                        .text("holderIdentity"))
                .isPresent();
        assertThat(can("get", "secrets", "cert-manager")).isEqualTo("yes");
        assertThat(can("get", "secrets", "coder")).isEqualTo("no");
        assertThat(can("create", "configmaps", "redis")).isEqualTo("no");
    }

    private static String can(String verb, String resource, String namespace) {
        return cluster.kubectl(
                        "--namespace=" + namespace,
                        "auth",
                        "can-i",
                        verb,
                        resource,
                        "--as=system:serviceaccount:trust-manager:trust-manager")
                .stdout()
                .strip();
    }
}
