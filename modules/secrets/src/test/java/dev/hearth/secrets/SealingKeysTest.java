package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.SealScope;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingKeysTest {

    private static final String SECRET = """
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "NAME", "namespace": "sealed-secrets"},
             "type": "kubernetes.io/tls", "data": {"tls.crt": "CERTIFICATE", "tls.key": "KEY"}}
            """;

    private static SealingKeys read(String text) {
        return SealingKeys.read(text.getBytes(UTF_8), "backup");
    }

    private static String secret(String name) throws IOException {
        return SECRET.replace("NAME", name)
                .replace("CERTIFICATE", Base64.getEncoder().encodeToString(resource("throwaway.crt")))
                .replace("KEY", Base64.getEncoder().encodeToString(resource("throwaway-pkcs1.key")));
    }

    private static SealingCertificate certificate() throws IOException {
        return SealingCertificate.read(resource("throwaway.crt"), "certificate").get(0);
    }

    @Test
    void json_of_one_secret_and_of_a_list_is_read() throws IOException {
        String list =
                "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [" + secret("a") + "," + secret("b") + "]}";

        assertThat(read(secret("a")).opens(certificate())).isTrue();
        assertThat(read(list).keys()).hasSize(2);
        assertThat(read(list).fingerprints()).containsExactly(certificate().fingerprint());
    }

    @Test
    void several_documents_and_several_blocks_are_read() throws IOException {
        String pem = new String(resource("throwaway-pkcs1.key"), UTF_8);

        assertThat(read(secret("a") + "---\n" + secret("b")).keys()).hasSize(2);
        assertThat(read(pem + new String(resource("throwaway.crt"), UTF_8) + pem)
                        .keys())
                .hasSize(2);
    }

    @Test
    void every_key_is_tried() throws IOException {
        Vault other = Vault.from(Vault.TODAY);
        SealingKeys both = read(new String(other.pem(), UTF_8) + new String(resource("throwaway-pkcs1.key"), UTF_8));
        String text = other.seal("a", SealScope.STRICT, "shop", "login");
        SealedFile recorded = SealedFile.read(resource("kubeseal-type-ssh-auth.yaml"), "recorded");

        assertThat(both.open(text, SealScope.STRICT, "shop", "login").bytes()).isEqualTo(new byte[] {'a'});
        assertThat(both.open(requireNonNull(recorded.values().get("ssh-privatekey")), SealScope.STRICT, "shop", "login")
                        .bytes())
                .isEqualTo("key".getBytes(UTF_8));
    }

    @Test
    void line_breaks_in_a_sealed_value_are_passed_over_as_the_controller_does_and_padding_is_asked_for()
            throws IOException {
        SealingKeys keys = SealingKeys.read(resource("throwaway-pkcs1.key"), "key");
        String text = requireNonNull(SealedFile.read(resource("kubeseal-type-ssh-auth.yaml"), "recorded")
                .values()
                .get("ssh-privatekey"));

        assertThat(keys.open(text.replaceAll("(.{76})", "$1\r\n"), SealScope.STRICT, "shop", "login")
                        .bytes())
                .isEqualTo("key".getBytes(UTF_8));
        assertThatThrownBy(() -> keys.open(text.substring(0, text.length() - 1), SealScope.STRICT, "shop", "login"))
                .hasMessage("the sealed value is no base64, or cut off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUBLIC KEY", "CERTIFICATE REQUEST", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY"})
    void another_block_is_named(String type) {
        String pem = "-----BEGIN " + type + "-----\nb3BlbnNlc2FtZQ==\n-----END " + type + "-----\n";

        assertThatThrownBy(() -> read(pem))
                .isInstanceOf(SealException.class)
                .hasMessageStartingWith("backup holds a block " + type + ", which is no RSA private key; ");
        if (!type.endsWith("PRIVATE KEY")) {
            assertThatThrownBy(() -> SealingCertificate.read(pem.getBytes(UTF_8), "sealing.pem"))
                    .hasMessageStartingWith("sealing.pem holds a block " + type + ", not a CERTIFICATE; ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "PRIVATE KEY"})
    void a_broken_key_is_refused_without_being_shown(String type) {
        assertThatThrownBy(() -> read("-----BEGIN " + type + "-----\nb3BlbnNlc2FtZQ==\n-----END " + type + "-----\n"))
                .hasMessageStartingWith("backup holds a block " + type + " that is no private key; ")
                .hasMessageNotContaining("sesame")
                .hasNoCause();
        assertThatThrownBy(() -> read("-----BEGIN " + type + "-----\nb3BlbnNlc2FtZQ==\n"))
                .hasMessageStartingWith("backup holds a block " + type + " that is cut off or no base64; ");
    }

    @Test
    void a_key_of_the_old_kind_with_a_passphrase_is_refused_with_a_remedy() {
        assertThatThrownBy(() -> read("""
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-256-CBC,0123456789ABCDEF0123456789ABCDEF

                b3BlbnNlc2FtZQ==
                -----END RSA PRIVATE KEY-----
                """))
                .hasMessageStartingWith(
                        "backup holds a private key with a passphrase; open it first, without writing it to a"
                                + " disk: openssl pkey");
    }

    @Test
    void other_objects_and_broken_secrets_are_named() {
        assertThatThrownBy(() -> read(SECRET.replace("\"Secret\"", "\"ConfigMap\"")))
                .hasMessageStartingWith("backup holds a ConfigMap, not a Secret; ");
        assertThatThrownBy(() -> read(SECRET.replace("KEY", "open sesame!")))
                .hasMessageStartingWith("backup holds a Secret NAME whose tls.key is no base64; ")
                .hasMessageNotContaining("sesame");
        assertThatThrownBy(() -> read("{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {password: YQ==}}"))
                .hasMessageStartingWith("backup holds no private key; ");
    }

    @Test
    void keys_print_as_their_number() throws IOException {
        assertThat(SealingKeys.read(resource("throwaway-pkcs1.key"), "key")).hasToString("SealingKeys[1]");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = SealingKeysTest.class.getResourceAsStream("/sealing/" + name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }
}
