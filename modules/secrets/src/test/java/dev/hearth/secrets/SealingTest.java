package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.SealScope;
import java.io.IOException;
import java.io.InputStream;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealingTest {

    private static final Vault VAULT = Vault.from(Vault.TODAY);
    private static final Vault OTHER = Vault.from(Vault.TODAY);

    private static final ImmutableList<SealScope> SCOPES = ImmutableList.copyOf(SealScope.values());

    private static byte[] opened(String text, SealScope scope, String namespace, String name) {
        return VAULT.keys().open(text, scope, namespace, name).bytes();
    }

    @Test
    void ten_thousand_random_values_are_opened_as_they_were() throws IOException {
        Random random = new Random(4);
        // A key of 2048 bits opens six times as fast as the controller's own.
        SealingKeys keys = SealingKeys.read(resource("throwaway-pkcs1.key"), "key");
        Sealer sealer = Sealer.of(
                SealingCertificate.read(resource("throwaway.crt"), "certificate")
                        .get(0),
                new SecureRandom());
        for (int i = 0; i < 10_000; i++) {
            byte[] value = new byte[random.nextInt(300)];
            random.nextBytes(value);
            SealScope scope = SCOPES.get(random.nextInt(SCOPES.size()));
            String namespace = "ns-" + random.nextInt(50);
            String name = "name-" + random.nextInt(50);

            String text = sealer.seal(Plain.of(value.clone()), scope, namespace, name);

            assertThat(keys.open(text, scope, namespace, name).bytes())
                    .as("value %s", i)
                    .isEqualTo(value);
        }
    }

    @Test
    void the_same_value_is_never_sealed_alike() {
        assertThat(VAULT.seal("a", SealScope.STRICT, "shop", "login"))
                .isNotEqualTo(VAULT.seal("a", SealScope.STRICT, "shop", "login"));
    }

    @Test
    void strict_holds_for_one_name_in_one_namespace() {
        String text = VAULT.seal("a", SealScope.STRICT, "shop", "login");

        assertThatThrownBy(() -> opened(text, SealScope.STRICT, "shop", "entry"))
                .isInstanceOf(SealException.class)
                .hasMessage(
                        "none of the 1 key opens it strict in shop/entry: it was sealed for another certificate, or for"
                                + " another namespace or name, or it was changed");
        assertThatThrownBy(() -> opened(text, SealScope.STRICT, "web", "login")).isInstanceOf(SealException.class);
    }

    @Test
    void namespace_wide_holds_for_every_name_of_one_namespace() {
        String text = VAULT.seal("a", SealScope.NAMESPACE_WIDE, "shop", "login");

        assertThat(opened(text, SealScope.NAMESPACE_WIDE, "shop", "entry")).isEqualTo("a".getBytes(UTF_8));
        assertThatThrownBy(() -> opened(text, SealScope.NAMESPACE_WIDE, "web", "login"))
                .isInstanceOf(SealException.class);
    }

    @Test
    void cluster_wide_holds_everywhere() {
        String text = VAULT.seal("a", SealScope.CLUSTER_WIDE, "shop", "login");

        assertThat(opened(text, SealScope.CLUSTER_WIDE, "web", "entry")).isEqualTo("a".getBytes(UTF_8));
    }

    @ParameterizedTest
    @EnumSource(SealScope.class)
    void a_wrong_scope_is_named(SealScope sealed) {
        String text = VAULT.seal("a", sealed, "shop", "login");
        for (SealScope asked : SealScope.values()) {
            if (asked != sealed) {
                assertThatThrownBy(() -> opened(text, asked, "shop", "login"))
                        .hasMessage("it was sealed " + sealed.word() + ", not " + asked.word()
                                + "; correct the annotations of the SealedSecret");
            }
        }
    }

    @Test
    void another_key_opens_nothing() {
        String text = VAULT.seal("a", SealScope.STRICT, "shop", "login");

        assertThatThrownBy(() -> OTHER.keys().open(text, SealScope.STRICT, "shop", "login"))
                .hasMessageContaining("none of the 1 key opens it")
                .hasMessageContaining("another certificate");
    }

    @Test
    void every_changed_byte_is_noticed() {
        byte[] sealed = Base64.getDecoder().decode(VAULT.seal("open sesame", SealScope.STRICT, "shop", "login"));
        for (int at = 0; at < sealed.length; at += at < 2 || at > 250 ? 1 : 37) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() ->
                            opened(Base64.getEncoder().encodeToString(changed), SealScope.STRICT, "shop", "login"))
                    .as("byte %s", at)
                    .isInstanceOf(SealException.class)
                    .hasMessageNotContaining("sesame");
        }
    }

    @Test
    void every_cut_is_noticed() {
        byte[] sealed = Base64.getDecoder().decode(VAULT.seal("open sesame", SealScope.STRICT, "shop", "login"));
        for (int length : new int[] {0, 1, 2, 17, 100, 257, 258, 259, 270, sealed.length - 1}) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> opened(Base64.getEncoder().encodeToString(cut), SealScope.STRICT, "shop", "login"))
                    .as("cut to %s", length)
                    .isInstanceOf(SealException.class);
        }
    }

    @Test
    void what_fits_the_key_but_was_changed_behind_it_is_said() {
        byte[] sealed = Base64.getDecoder().decode(VAULT.seal("open sesame", SealScope.STRICT, "shop", "login"));
        sealed[sealed.length - 1] ^= 1;

        assertThatThrownBy(() -> opened(Base64.getEncoder().encodeToString(sealed), SealScope.STRICT, "shop", "login"))
                .hasMessage("the sealed value is for this key and this place, but was changed or cut off since");
    }

    @Test
    void what_is_no_sealed_value_is_said() {
        assertThatThrownBy(() -> opened("not base64!", SealScope.STRICT, "a", "b"))
                .hasMessage("the sealed value is no base64, or cut off");
        assertThatThrownBy(() -> opened("not+base64!!", SealScope.STRICT, "a", "b"))
                .hasMessage("the sealed value is no base64");
        assertThatThrownBy(() -> opened("aGVsbG8=", SealScope.STRICT, "a", "b"))
                .hasMessage("the sealed value is cut off, or is none");
    }

    @Test
    void a_certificate_is_good_to_its_last_moment() {
        SealingCertificate certificate = VAULT.certificate();

        assertThat(certificate.expired(certificate.until())).isFalse();
        assertThat(certificate.expired(certificate.until().plusSeconds(1))).isTrue();
    }

    @Test
    void several_certificates_are_read_in_their_order_and_written_alike() {
        String pem = "kept for later\n" + VAULT.certificate().pem() + "\n"
                + OTHER.certificate().pem();

        assertThat(SealingCertificate.read(pem.getBytes(UTF_8), "sealing.pem"))
                .containsExactly(VAULT.certificate(), OTHER.certificate());
        assertThat(VAULT.certificate().fingerprint()).matches("sha256:[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "-----BEGIN CERTIFICATE-----"})
    void what_is_no_certificate_is_refused(String text) {
        assertThatThrownBy(() -> SealingCertificate.read(text.getBytes(UTF_8), "sealing.pem"))
                .isInstanceOf(SealException.class)
                .hasMessageStartingWith("sealing.pem ")
                .hasMessageContaining("kubeseal --fetch-cert");
    }

    @Test
    void a_private_key_in_the_place_of_a_certificate_is_refused_unread() {
        assertThatThrownBy(() -> SealingCertificate.read(VAULT.pem(), "sealing.pem"))
                .hasMessageStartingWith(
                        "sealing.pem holds a block PRIVATE KEY: that is the key that opens what is sealed, and"
                                + " must not be here; give its certificate");
    }

    @Test
    void certificates_with_other_or_weak_keys_are_refused() throws IOException {
        assertThatThrownBy(() -> SealingCertificate.read(resource("ec.crt"), "ec.crt"))
                .hasMessageStartingWith(
                        "ec.crt holds a certificate with a key of kind EC; Sealed Secrets seals for RSA keys only");
        assertThatThrownBy(() -> SealingCertificate.read(resource("rsa1024.crt"), "rsa1024.crt"))
                .hasMessageStartingWith("rsa1024.crt holds a certificate with an RSA key of 1024 bits");
    }

    @Test
    void a_broken_certificate_is_refused() {
        String pem = VAULT.certificate().pem();

        assertThatThrownBy(() -> SealingCertificate.read(pem.substring(0, 400).getBytes(UTF_8), "c"))
                .hasMessageStartingWith("c holds a certificate that is cut off or no base64");
        assertThatThrownBy(
                        () -> SealingCertificate.read(pem.replace("MII", "AAA").getBytes(UTF_8), "c"))
                .hasMessageStartingWith("c holds a block CERTIFICATE that is no X.509 certificate");
    }

    @Test
    void keys_are_read_from_what_kubectl_prints() {
        String data = Base64.getEncoder().encodeToString(VAULT.pem());
        String certificate =
                Base64.getEncoder().encodeToString(VAULT.certificate().pem().getBytes(UTF_8));
        String list = """
                apiVersion: v1
                kind: List
                items:
                - apiVersion: v1
                  kind: Secret
                  metadata: {name: sealed-secrets-key1, namespace: sealed-secrets}
                  type: kubernetes.io/tls
                  data: {tls.crt: %s, tls.key: %s}
                """.formatted(certificate, data);

        SealingKeys keys = SealingKeys.read(list.getBytes(UTF_8), "backup.yaml");

        assertThat(keys.opens(VAULT.certificate())).isTrue();
        assertThat(keys.opens(OTHER.certificate())).isFalse();
        assertThat(keys.fingerprints()).containsExactly(VAULT.certificate().fingerprint());
    }

    @Test
    void both_formats_of_keys_are_read_and_one_with_a_passphrase_is_refused() throws IOException {
        assertThat(SealingKeys.read(resource("throwaway-pkcs1.key"), "k").keys())
                .hasSize(1);
        assertThatThrownBy(() -> SealingKeys.read(resource("throwaway-encrypted.key"), "k"))
                .hasMessageStartingWith("k holds a private key with a passphrase; open it first");
    }

    @Test
    void what_is_no_sealing_key_is_refused_without_a_word_of_it() throws NoSuchAlgorithmException {
        byte[] ec = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        String pem = "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(ec)
                + "\n-----END PRIVATE KEY-----\n";

        assertThatThrownBy(() -> SealingKeys.read(pem.getBytes(UTF_8), "k"))
                .hasMessageStartingWith("k holds a private key of kind EC, not RSA");
        assertThatThrownBy(() -> SealingKeys.read(VAULT.certificate().pem().getBytes(UTF_8), "k"))
                .hasMessageStartingWith("k holds no private key");
        assertThatThrownBy(() -> SealingKeys.read("opensesame: [".getBytes(UTF_8), "k"))
                .isInstanceOf(SealException.class)
                .hasMessageNotContaining("opensesame")
                .hasNoCause();
        assertThatThrownBy(() -> SealingKeys.read(new byte[0], "k")).hasMessageStartingWith("k is empty");
    }

    @ParameterizedTest
    @EnumSource(SealScope.class)
    void recorded_values_of_kubeseal_are_opened(SealScope scope) throws IOException {
        SealingKeys keys = SealingKeys.read(resource("throwaway-pkcs1.key"), "key");
        SealedFile file = SealedFile.read(resource("kubeseal-" + scope.word() + ".yaml"), "recorded");

        assertThat(file.scope()).isEqualTo(scope);
        assertThat(file.values().keySet()).containsExactly("empty", "password", "text");
        assertThat(new String(
                        keys.open(file.value("text").orElseThrow(), scope, file.namespace(), file.name())
                                .bytes(),
                        UTF_8))
                .isEqualTo("naïve ☃\n");
        assertThat(keys.open(file.value("empty").orElseThrow(), scope, file.namespace(), file.name())
                        .bytes())
                .isEmpty();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = SealingTest.class.getResourceAsStream("/sealing/" + name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }
}
