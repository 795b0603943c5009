package dev.hearth.platform.security;

import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Order;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.secret.Aws;
import dev.hearth.dsl.secret.KubernetesSecrets;
import dev.hearth.dsl.secret.SecretStore;
import dev.hearth.dsl.secret.Trust;
import dev.hearth.dsl.secret.Vault;
import dev.hearth.dsl.secret.Webhook;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.data.Minio;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExternalSecretsTest {

    private static final ExternalSecrets BARE = ExternalSecrets.named("external-secrets");
    private static final SecretStore VAULT = SecretStore.named(
            "vault", Vault.at("https://vault.example.org:8200", Vault.account("hearth", "vault-reader")));
    private static final ExternalSecrets OPERATOR = BARE.store(VAULT).namespace("shared", "shared-secrets");

    private static SmallCluster cluster(ExternalSecrets operator) {
        return SmallCluster.of(CertManager.named("cert-manager"), operator);
    }

    private static List<String> opened(SmallCluster cluster, String pods) {
        return cluster.expansion().flows().stream()
                .filter(flow -> flow.from() instanceof Pods from && from.name().equals(pods))
                .map(flow ->
                        (flow.to() instanceof Peer.Outside outside ? outside.host() : flow.to()) + ":" + flow.port())
                .toList();
    }

    /** Each as {@code group/resource:verb}. */
    private static Stream<String> rules(SmallCluster cluster, String kind, String name) {
        return cluster.object(kind, name).root().sequence("rules").mappings().stream()
                .flatMap(rule -> rule.sequence("resources").strings().stream()
                        .flatMap(resource -> rule.sequence("verbs").strings().stream()
                                .map(verb ->
                                        rule.sequence("apiGroups").strings().get(0) + "/" + resource + ":" + verb)));
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = cluster(OPERATOR);

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("external-secrets", cluster.manifests("external-secrets"));
    }

    @Test
    void runs_its_two_programs_of_one_release_in_a_restricted_namespace() {
        SmallCluster cluster = cluster(BARE);

        assertThat(Stream.of("external-secrets", "external-secrets-webhook")
                        .map(name -> container(cluster.object("Deployment", name))
                                .text("image")
                                .orElseThrow()))
                .containsOnly("ghcr.io/external-secrets/external-secrets:v2.9.0");
        assertThat(BARE.podSecurity()).isEqualTo(PodSecurity.restricted());
        assertThat(container(cluster(BARE.release("v2.9.1", "0".repeat(40))).object("Deployment", "external-secrets"))
                        .text("image"))
                .contains("ghcr.io/external-secrets/external-secrets:v2.9.1");
    }

    @Test
    void offers_its_stores_and_all_of_its_definitions() {
        assertThat(OPERATOR.offers().of(SecretStore.class))
                .containsExactly(
                        VAULT,
                        SecretStore.named(
                                "shared", KubernetesSecrets.of("shared-secrets", "reader-of-shared-secrets")));
        assertThat(OPERATOR.offers().of(CrdOffer.class))
                .extracting(CrdOffer::groups)
                .containsExactly(ImmutableList.of("external-secrets.io", "generators.external-secrets.io"));
    }

    @Test
    void lets_the_api_server_ask_the_webhook_at_the_port_of_its_pods() {
        assertThat(cluster(BARE).expansion().flows().stream()
                        .filter(flow -> flow.from().equals(Peer.apiServer())
                                && flow.owner().equals("external-secrets"))
                        .map(flow -> flow.to() + ":" + flow.port()))
                .containsExactly("external-secrets/external-secrets-webhook:10250");
    }

    @Test
    void may_open_each_store_and_the_api_server_and_nothing_else() {
        Minio minio = Minio.named("minio");
        ExternalSecrets operator = OPERATOR.store(SecretStore.named(
                        "inside", Vault.at(minio.api().url(), Vault.account("hearth", "vault-reader"))))
                .store(SecretStore.named("passwords", Webhook.at("http://passwords.example.org/{{ .remoteRef.key }}")))
                .store(SecretStore.named("cloud", Aws.secretsManager("eu-central-1")))
                .store(SecretStore.named(
                        "other",
                        KubernetesSecrets.at(
                                "https://other.example.org:6443",
                                new Trust.InConfigMap("other-ca", "ca.crt"),
                                "secrets",
                                Credential.named("other")
                                        .asked("token", "its token")
                                        .key("token"))));
        SmallCluster cluster = SmallCluster.of(CertManager.named("cert-manager"), minio, operator);

        assertThat(opened(cluster, "external-secrets"))
                .containsExactlyInAnyOrder(
                        "ApiServer[]:16443",
                        "minio/minio:9000",
                        "vault.example.org:8200",
                        "passwords.example.org:80",
                        "secretsmanager.eu-central-1.amazonaws.com:443",
                        "sts.eu-central-1.amazonaws.com:443",
                        "other.example.org:6443");
        assertThat(opened(cluster, "external-secrets-webhook")).containsExactly("ApiServer[]:16443");
    }

    @Test
    void asks_for_tokens_of_the_accounts_of_its_stores_alone() {
        SmallCluster cluster = cluster(OPERATOR);
        Mapping tokens = cluster.object("Role", "external-secrets").root().sequence("rules").mappings().stream()
                .filter(rule -> rule.sequence("resources").strings().contains("serviceaccounts/token"))
                .findFirst()
                .orElseThrow();

        assertThat(tokens.sequence("resourceNames").strings())
                .containsExactly("reader-of-shared-secrets", "vault-reader");
        assertThat(cluster.object("ServiceAccount", "vault-reader").namespace()).contains("external-secrets");
        assertThat(cluster(BARE).manifests("external-secrets"))
                .noneMatch(manifest -> manifest.kind().equals("Role"));
    }

    @Test
    void has_no_rights_for_what_it_does_not_do() {
        assertThat(rules(cluster(OPERATOR), "ClusterRole", "external-secrets"))
                .contains("/secrets:create", "external-secrets.io/externalsecrets:watch")
                .noneMatch(rule -> rule.contains("pushsecret")
                        || rule.contains("clusterexternalsecret")
                        || rule.contains("serviceaccounts/token")
                        || rule.startsWith("/namespaces:update"));
    }

    @Test
    void a_namespace_of_this_cluster_is_a_store_that_one_account_may_read() {
        SmallCluster cluster = cluster(OPERATOR);
        Manifest role = cluster.object("Role", "reader-of-shared-secrets");

        assertThat(role.namespace()).contains("shared-secrets");
        assertThat(rules(cluster, "Role", "reader-of-shared-secrets"))
                .containsExactly("/secrets:get", "/secrets:list", "/secrets:watch");
        assertThat(cluster.object("RoleBinding", "reader-of-shared-secrets")
                        .root()
                        .sequence("subjects")
                        .mappings()
                        .get(0)
                        .text("namespace"))
                .contains("external-secrets");
    }

    @Test
    void the_webhook_has_a_certificate_of_cert_manager_that_the_api_server_trusts() {
        SmallCluster cluster = cluster(BARE);

        assertThat(cluster.object("Certificate", "external-secrets-webhook")
                        .spec()
                        .text("secretName"))
                .contains("external-secrets-webhook");
        assertThat(cluster.object("ValidatingWebhookConfiguration", "externalsecret-validate")
                        .annotations())
                .containsEntry("cert-manager.io/inject-ca-from", "external-secrets/external-secrets-webhook");
        assertThat(pod(cluster.object("Deployment", "external-secrets-webhook"))
                        .sequence("volumes")
                        .mappings())
                .anyMatch(volume ->
                        volume.mapping("secret").text("secretName").equals(Optional.of("external-secrets-webhook")));
        assertThat(cluster.expansion().facts(Order.class))
                .anyMatch(order -> order.component().equals("external-secrets")
                        && order.fact().equals(new Order("cert-manager")));
    }

    @Test
    void the_webhook_is_asked_only_once_it_runs() {
        assertThat(cluster(BARE).manifests("external-secrets"))
                .filteredOn(manifest -> manifest.annotations().containsKey("argocd.argoproj.io/sync-wave"))
                .extracting(Manifest::kind)
                .containsOnly("ValidatingWebhookConfiguration");
    }

    @Test
    void elects_a_leader_where_there_are_several() {
        SmallCluster cluster = cluster(BARE.replicas(2));

        assertThat(container(cluster.object("Deployment", "external-secrets"))
                        .sequence("args")
                        .strings())
                .contains("--enable-leader-election=true");
        assertThat(rules(cluster, "Role", "external-secrets"))
                .contains("coordination.k8s.io/leases:create", "coordination.k8s.io/leases:update");
        assertThat(container(cluster(BARE).object("Deployment", "external-secrets"))
                        .sequence("args")
                        .strings())
                .doesNotContain("--enable-leader-election=true");
    }

    @Test
    void without_cert_manager_its_webhook_would_have_no_certificate() {
        assertThat(SmallCluster.of(BARE).findings())
                .extracting(Finding::rule, Finding::subject, Finding::message)
                .containsExactly(tuple(
                        "link.component",
                        "component external-secrets",
                        "has certificates of cert-manager, but no component of the cluster brings cert-manager.io"));
    }

    @Test
    void refuses_a_store_that_is_opened_as_the_operator_itself() {
        for (String account : List.of("external-secrets", "external-secrets-webhook")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BARE.store(SecretStore.named(
                            "vault", Vault.at("https://vault.home.arpa", Vault.account("r", account)))))
                    .withMessageContaining("a store is opened with ServiceAccount " + account
                            + ", which external-secrets itself runs as");
        }
    }

    @Test
    void refuses_two_stores_of_one_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPERATOR.namespace("vault", "more"))
                .withMessageContaining("one name");
        assertThatIllegalArgumentException().isThrownBy(() -> BARE.replicas(0)).withMessageContaining("at least 1");
    }
}
