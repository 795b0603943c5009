package dev.hearth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.collect.ImmutableList;
import dev.hearth.argocd.Previous;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Credential.KeyKind;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offer;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.secret.Account;
import dev.hearth.dsl.secret.Aws;
import dev.hearth.dsl.secret.KubernetesSecrets;
import dev.hearth.dsl.secret.Provider;
import dev.hearth.dsl.secret.SecretStore;
import dev.hearth.dsl.secret.Trust;
import dev.hearth.dsl.secret.Vault;
import dev.hearth.dsl.secret.Webhook;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.secrets.SecretsFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the checks and a real API server, with the definitions of upstream, say of stores of every kind. */
class StoresTest {

    private static final Path DEFINITIONS = Path.of("../../../shared/crds/external-secrets-v2.9.0");

    private static final Credential KEYS =
            Credential.named("store-keys").outside().asked("id", "Id").asked("key", "Key");

    private static final String PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

    private static Map<String, Provider> providers() {
        Map<String, Provider> all = new TreeMap<>();
        all.put("vault-account", Vault.at("https://vault.home.arpa", Vault.account("hearth", "eso")));
        all.put(
                "vault-audience",
                Vault.at(
                                "https://vault.home.arpa",
                                new Vault.KubernetesAuth(
                                        "auth/home",
                                        "hearth",
                                        Account.named("eso").audience("vault")))
                        .trust(new Trust.InConfigMap("ca", "ca.crt")));
        all.put(
                "vault-token",
                Vault.at("https://vault.home.arpa", Vault.token(KEYS.key("key")))
                        .path("kv/home")
                        .version(Vault.Engine.V1)
                        .trust(new Trust.Pem(PEM)));
        all.put(
                "vault-role",
                Vault.at("https://vault.home.arpa", Vault.appRole("0b1c", KEYS.key("key")))
                        .trust(new Trust.InSecret("ca", "ca.crt")));
        all.put("aws", Aws.secretsManager("eu-central-1"));
        all.put(
                "aws-keys",
                Aws.parameterStore("us-gov-east-1")
                        .keys(KEYS.key("id"), KEYS.key("key"))
                        .role("arn:aws:iam::123456789012:role/home"));
        all.put("aws-account", Aws.secretsManager("eu-central-1").account("eso"));
        all.put("kubernetes", KubernetesSecrets.of("source", "eso"));
        all.put(
                "kubernetes-token",
                KubernetesSecrets.at("https://other.home.arpa:6443", new Trust.Pem(PEM), "source", KEYS.key("key")));
        all.put("webhook", Webhook.at("https://w.home.arpa/{{ .remoteRef.key }}"));
        all.put(
                "webhook-all",
                Webhook.at("https://w.home.arpa/{{ .remoteRef.key }}")
                        .post("{\"name\": \"{{ .remoteRef.property }}\"}")
                        .header("Authorization", "Bearer {{ .auth.key }}")
                        .header("Accept", "application/json")
                        .credential("auth", KEYS)
                        .jsonPath("$.value")
                        .trust(new Trust.Pem(PEM)));
        return all;
    }

    private record Operator(Offers offers) implements Component {

        @Override
        public String name() {
            return "eso";
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none().yaml("""
                    {apiVersion: v1, kind: ServiceAccount, metadata: {name: eso}}
                    ---
                    {apiVersion: v1, kind: ConfigMap, metadata: {name: ca}, data: {ca.crt: x}}
                    ---
                    apiVersion: cert-manager.io/v1
                    kind: Certificate
                    metadata: {name: ca}
                    spec: {secretName: ca, isCA: true, commonName: ca, issuerRef: {kind: ClusterIssuer, name: i}}
                    ---
                    {apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: {name: i}, spec: {selfSigned: {}}}
                    """);
        }
    }

    private record User(String name, List<Credential> credentials) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(scope -> credentials.forEach(scope::uses));
        }
    }

    private static Rendering rendered() {
        List<Offer> stores = providers().entrySet().stream()
                .<Offer>map(entry -> SecretStore.named(entry.getKey(), entry.getValue()))
                .toList();
        ImmutableList.Builder<Credential> credentials = ImmutableList.builder();
        providers()
                .keySet()
                .forEach(store -> credentials.add(Credential.named("of-" + store)
                        .fixed("user", "{{me}}")
                        .password("password", 32)
                        .composed("url", Value.of("postgres://${user}:${password:url}@db"))
                        .from(Credential.external(store, "apps/of"))));
        credentials.add(Credential.named("tls").selfSigned("a.home.arpa").from(Credential.external("aws")));
        credentials.add(Credential.named("ssh")
                .privateKey("key", KeyKind.SSH)
                .publicKey("public", "key")
                .from(Credential.external("aws")));
        credentials.add(Credential.named("pull")
                .dockerConfig("registry.home.arpa", "me")
                .from(Credential.external("there")));
        Cluster cluster = Cluster.named("home")
                .repository("https://git.home.arpa/me/home.git", "main")
                .site(Site.microk8s().preinstalled("other", "other", Offers.of(SecretStore.existing("there"))))
                .layer("first", new Operator(Offers.of(stores)))
                .layer("then", new User("shop", credentials.build()));
        return Stages.of(Previous.none(), SecretsFolder.empty("secrets/home"), Optional.empty())
                .run(cluster, Progress.NONE);
    }

    private static List<Manifest> external(Rendering rendering) {
        return rendering.objects().stream()
                .filter(object -> object.identity().group().equals("external-secrets.io"))
                .toList();
    }

    @Test
    void the_checks_have_nothing_against_them() {
        Rendering rendering = rendered();

        assertThat(external(rendering)).hasSize(2 * providers().size() + 3);
        assertThat(rendering.findings().stream().filter(finding -> finding.severity() == Severity.ERROR))
                .extracting(Finding::toString)
                .isEmpty();
    }

    @Test
    void the_bootstrap_page_makes_what_opens_the_stores() {
        assertThat(rendered().secrets()).singleElement().satisfies(need -> {
            assertThat(need.credential()).isEqualTo(KEYS);
            assertThat(need.namespaces()).containsExactly("eso");
        });
    }

    @Test
    void a_real_api_server_takes_them_and_adds_nothing() {
        assumeThat(Files.isDirectory(DEFINITIONS))
                .as("definitions at %s", DEFINITIONS)
                .isTrue();
        List<Manifest> objects = external(rendered());

        try (ApiServer server = ApiServer.start()) {
            server.applyDefinitions(DEFINITIONS);
            server.createNamespace("shop", Map.of());
            for (Manifest object : objects) {
                Verdict verdict = server.dryRunApply(
                        object.apiVersion(),
                        object.kind(),
                        object.namespace().orElse(""),
                        object.name(),
                        Yaml.bytes(object.root()));
                assertThat(verdict.accepted())
                        .as(object + ": " + verdict.message())
                        .isTrue();
                assertThat(verdict.warnings()).as(object.toString()).isEmpty();
                assertThat(((Mapping) Json.read(verdict.body(), "")).mapping("spec"))
                        .as(object.toString())
                        .isEqualTo(object.spec());
            }
        }
    }
}
