package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CredentialTest {

    private static final Credential ROOT =
            Credential.named("minio-root").outside().fixed("user", "admin").random("password", 32);

    @Test
    void says_where_it_comes_from_only_when_somebody_said_so() {
        assertThat(Credential.named("a").origin()).isEqualTo(new Credential.Unstated());
        assertThat(ROOT.origin()).isEqualTo(new Credential.Outside());
    }

    @Test
    void gives_the_keys_it_has() {
        assertThat(ROOT.key("password")).isEqualTo(new Credential.Key(ROOT, "password"));
        assertThatThrownBy(() -> ROOT.key("pasword"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("credential minio-root has no key 'pasword'; it has [user, password]");
    }

    @Test
    void refuses_a_key_given_twice_and_too_little_randomness() {
        assertThatThrownBy(() -> ROOT.random("user", 32)).hasMessageContaining("has a key twice");
        assertThatThrownBy(() -> Credential.named("a").random("k", 8)).hasMessageContaining("at least 16 random bytes");
    }
}
