package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.secret.Aws;
import dev.hearth.dsl.secret.KubernetesSecrets;
import dev.hearth.dsl.secret.SecretStore;
import dev.hearth.dsl.secret.Trust;
import dev.hearth.dsl.secret.Vault;
import dev.hearth.dsl.secret.Webhook;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SecretStoreTest {

    private static final Credential KEYS =
            Credential.named("keys").asked("id", "Id").asked("key", "Key");

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void a_store_knows_the_credentials_that_open_it() {
        assertThat(Vault.at("https://v", Vault.account("role", "account")).credentials())
                .isEmpty();
        assertThat(Vault.at("https://v", Vault.token(KEYS.key("key"))).credentials())
                .containsExactly(KEYS);
        assertThat(Vault.at("https://v", Vault.appRole("id", KEYS.key("key"))).credentials())
                .containsExactly(KEYS);
        assertThat(Aws.secretsManager("eu-central-1").credentials()).isEmpty();
        assertThat(Aws.secretsManager("eu-central-1")
                        .keys(KEYS.key("id"), KEYS.key("key"))
                        .credentials())
                .containsExactly(KEYS);
        assertThat(KubernetesSecrets.of("source", "account").credentials()).isEmpty();
        assertThat(KubernetesSecrets.at("https://k", new Trust.InSecret("ca", "ca.crt"), "n", KEYS.key("key"))
                        .credentials())
                .containsExactly(KEYS);
        assertThat(Webhook.at("https://w").credential("auth", KEYS).credentials())
                .containsExactly(KEYS);
        assertThat(SecretStore.existing("there").provider().credentials()).isEmpty();
    }

    @Test
    void what_no_store_takes_is_refused_at_the_call() {
        refused(() -> SecretStore.existing("A_store"), "store");
        refused(() -> Vault.at("https://v", Vault.account("r", "a")).path("/secret"), "must have no '/' at its ends");
        refused(() -> Aws.parameterStore("Frankfurt"), "must look like eu-central-1");
        refused(() -> Aws.parameterStore("eu-central-1").role("admin"), "must look like arn:aws:iam::");
        refused(
                () -> KubernetesSecrets.at("https://k", new Trust.Public(), "n", KEYS.key("key")),
                "authority of an API server must be named");
        refused(() -> Webhook.at("https://w").credential("the-auth", KEYS), "letters, digits and '_' alone");
        refused(() -> new Trust.Pem("MIIB"), "certificates in PEM");
    }
}
