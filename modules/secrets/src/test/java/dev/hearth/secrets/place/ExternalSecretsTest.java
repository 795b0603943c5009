package dev.hearth.secrets.place;

import static dev.hearth.secrets.place.Fixture.cluster;
import static dev.hearth.secrets.place.Fixture.expand;
import static dev.hearth.secrets.place.Fixture.orders;
import static dev.hearth.secrets.place.Fixture.owners;
import static dev.hearth.secrets.place.Fixture.said;
import static dev.hearth.secrets.place.Fixture.user;
import static dev.hearth.secrets.place.Fixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.secret.SecretStore;
import dev.hearth.dsl.secret.Vault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExternalSecretsTest {

    private static final SecretStore VAULT =
            SecretStore.named("vault", Vault.at("https://vault.home.arpa", Vault.account("hearth", "operator")));

    private static final Credential TOKEN =
            Credential.named("token").asked("token", "Token of the provider").from(Credential.external("vault"));

    private static final Credential DATABASE = Credential.named("database")
            .fixed("user", "photos")
            .password("password", 32)
            .composed("url", Value.of("postgres://${user}:${password:url}@db:5432/photos"))
            .from(Credential.external("vault", "apps/photos"));

    private static Fixture.User operator(SecretStore... stores) {
        return user("operator").offering(stores);
    }

    private static Expansion derived(Cluster cluster) {
        return expand(cluster, new ExternalSecrets());
    }

    @Test
    void a_credential_is_an_external_secret_where_it_is_used_and_its_store_is_open_there_alone() {
        Expansion expansion = derived(cluster(operator(VAULT), user("photos", DATABASE)));

        assertThat(said(expansion)).isEmpty();
        assertThat(yaml(expansion)).isEqualTo("""
                apiVersion: external-secrets.io/v1
                kind: ClusterSecretStore
                metadata:
                  name: vault
                spec:
                  conditions:
                  - namespaces:
                    - photos
                  provider:
                    vault:
                      server: https://vault.home.arpa
                      path: secret
                      version: v2
                      auth:
                        kubernetes:
                          mountPath: kubernetes
                          role: hearth
                          serviceAccountRef:
                            name: operator
                            namespace: operator
                ---
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata:
                  name: database
                  namespace: photos
                spec:
                  refreshInterval: "1h0m0s"
                  secretStoreRef:
                    kind: ClusterSecretStore
                    name: vault
                  target:
                    name: database
                    creationPolicy: Owner
                    deletionPolicy: Retain
                    template:
                      type: Opaque
                      engineVersion: v2
                      mergePolicy: Merge
                      data:
                        url: "postgres://photos:{{ index . \\"password\\" | urlquery | replace \\"+\\" \\"%20\\" }}@db:5432/photos"
                        user: photos
                  data:
                  - secretKey: password
                    remoteRef:
                      key: apps/photos
                      property: password
                      conversionStrategy: Default
                      decodingStrategy: None
                      metadataPolicy: None
                """);
    }

    @Test
    void the_objects_belong_to_who_uses_the_credential_and_who_offers_the_store() {
        Expansion expansion = derived(cluster(operator(VAULT), user("a", TOKEN), user("b", TOKEN)));

        assertThat(owners(expansion))
                .containsExactlyInAnyOrder(
                        "operator: ClusterSecretStore vault", "a: ExternalSecret a/token", "b: ExternalSecret b/token");
        assertThat(orders(expansion)).containsExactlyInAnyOrder("a after operator", "b after operator");
        assertThat(yaml(expansion)).contains("""
                  - namespaces:
                    - a
                    - b
                """);
    }

    @Test
    void two_components_of_one_namespace_share_one_object_of_the_first() {
        Expansion expansion = derived(cluster(
                operator(VAULT), user("a", TOKEN).in("shop"), user("b", TOKEN).in("shop")));

        assertThat(owners(expansion))
                .containsExactlyInAnyOrder("operator: ClusterSecretStore vault", "a: ExternalSecret shop/token");
        assertThat(orders(expansion)).containsExactlyInAnyOrder("a after operator", "b after operator");
    }

    @Test
    void the_entry_of_the_store_has_the_name_of_the_credential_unless_said_otherwise() {
        assertThat(yaml(derived(cluster(operator(VAULT), user("a", TOKEN))))).contains("key: token\n");
    }

    @Test
    void the_cluster_can_say_it_for_all_credentials() {
        Credential unstated = Credential.named("token").random("token", 32);
        Expansion expansion =
                derived(cluster(operator(VAULT), user("a", unstated)).credentials(Credential.external("vault")));

        assertThat(owners(expansion)).contains("a: ExternalSecret a/token");
    }

    @Test
    void a_store_that_nobody_uses_gets_no_object_and_needs_no_credential() {
        Credential token = Credential.named("vault-token").asked("token", "x").outside();
        SecretStore store = SecretStore.named("vault", Vault.at("https://v", Vault.token(token.key("token"))));
        Expansion expansion = derived(cluster(operator(store)));

        assertThat(expansion.manifests()).isEmpty();
        assertThat(expansion.facts(CredentialUse.class)).isEmpty();
    }

    @Test
    void what_opens_a_store_is_needed_where_the_store_is_offered() {
        Credential token = Credential.named("vault-token").asked("token", "x").outside();
        SecretStore store = SecretStore.named("vault", Vault.at("https://v", Vault.token(token.key("token"))));
        Expansion expansion = derived(cluster(operator(store), user("a", TOKEN)));

        assertThat(expansion.facts(CredentialUse.class))
                .extracting(stated -> stated.component() + " " + stated.fact())
                .contains("operator " + new CredentialUse(token, "operator"));
        assertThat(yaml(expansion)).contains("""
                      auth:
                        tokenSecretRef:
                          name: vault-token
                          namespace: operator
                          key: token
                """);
    }

    @Test
    void what_opens_a_store_may_come_from_another_store() {
        Credential token = Credential.named("vault-token").asked("token", "x").from(Credential.external("first"));
        SecretStore first = SecretStore.named("first", Vault.at("https://f", Vault.account("r", "a")));
        SecretStore store = SecretStore.named("vault", Vault.at("https://v", Vault.token(token.key("token"))));
        Expansion expansion = derived(cluster(user("f").offering(first), operator(store), user("a", TOKEN)));

        assertThat(said(expansion)).isEmpty();
        assertThat(owners(expansion))
                .containsExactlyInAnyOrder(
                        "f: ClusterSecretStore first",
                        "operator: ClusterSecretStore vault",
                        "operator: ExternalSecret operator/vault-token",
                        "a: ExternalSecret a/token");
        assertThat(orders(expansion)).containsExactlyInAnyOrder("a after operator", "operator after f");
    }

    @Test
    void what_opens_a_store_does_not_come_from_it() {
        Credential token = Credential.named("vault-token").asked("token", "x").from(Credential.external("vault"));
        SecretStore store = SecretStore.named("vault", Vault.at("https://v", Vault.token(token.key("token"))));

        assertThat(said(derived(cluster(operator(store), user("a", TOKEN)))))
                .containsExactly("error secret.store component operator: store 'vault' is opened by credential"
                        + " vault-token, which comes from store 'vault'; so it would have to be open already");
    }

    @Test
    void two_stores_do_not_open_each_other() {
        Credential one = Credential.named("one").asked("token", "x").from(Credential.external("b"));
        Credential two = Credential.named("two").asked("token", "x").from(Credential.external("a"));
        SecretStore a = SecretStore.named("a", Vault.at("https://a", Vault.token(one.key("token"))));
        SecretStore b = SecretStore.named("b", Vault.at("https://b", Vault.token(two.key("token"))));

        assertThat(said(derived(cluster(operator(a, b), user("u", TOKEN.from(Credential.external("a")))))))
                .containsExactly("error secret.store component operator: store 'b' is opened by credential two, which"
                        + " comes from store 'a'; so it would have to be open already");
    }

    @Test
    void a_store_that_nobody_offers_is_an_error_that_names_those_there_are() {
        assertThat(said(derived(cluster(operator(VAULT), user("a", TOKEN.from(Credential.external("aws")))))))
                .containsExactly("error secret.store component a: takes credential token from store 'aws', which nobody"
                        + " offers; there are [vault]");
        assertThat(said(derived(cluster(user("a", TOKEN)))))
                .containsExactly("error secret.store component a: takes credential token from store 'vault', which"
                        + " nobody offers; there is no store");
    }

    @Test
    void a_store_is_offered_once() {
        assertThat(said(derived(cluster(operator(VAULT), user("other").offering(VAULT)))))
                .containsExactly("error secret.store component other: offers store 'vault', which component operator"
                        + " offers already");
    }

    @Test
    void a_store_that_is_there_already_gets_no_object() {
        Site site = Site.microk8s().preinstalled("eso", "eso", Offers.of(SecretStore.existing("vault")));
        Expansion preinstalled = derived(cluster(user("a", TOKEN)).site(site));
        Expansion ofAChart = derived(cluster(operator(SecretStore.existing("vault")), user("a", TOKEN)));

        assertThat(owners(preinstalled)).containsExactly("a: ExternalSecret a/token");
        assertThat(orders(preinstalled)).isEmpty();
        assertThat(owners(ofAChart)).containsExactly("a: ExternalSecret a/token");
        assertThat(orders(ofAChart)).containsExactly("a after operator");
    }

    @ParameterizedTest
    @CsvSource({"PT1M, 1m0s", "PT15M, 15m0s", "PT90S, 1m30s", "PT1H, 1h0m0s", "PT36H5M, 36h5m0s"})
    void a_store_is_asked_as_often_as_it_says(Duration interval, String written) {
        Expansion expansion = derived(cluster(operator(VAULT.refreshEvery(interval)), user("a", TOKEN)));

        assertThat(yaml(expansion)).contains("refreshInterval: \"" + written + "\"\n");
    }

    @Test
    void a_store_is_not_asked_more_often_than_every_minute() {
        assertThatThrownBy(() -> VAULT.refreshEvery(Duration.ofSeconds(30)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least a minute");
    }
}
