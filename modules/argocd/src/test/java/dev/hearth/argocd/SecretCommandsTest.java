package dev.hearth.argocd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Credential.KeyKind;
import dev.hearth.dsl.Template;
import dev.hearth.dsl.Value;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretCommandsTest extends ShellTest {

    private static String commands(Credential... credentials) {
        return SecretCommands.of(ImmutableList.copyOf(credentials).stream()
                .map(credential -> new SecretNeed(credential, ImmutableSortedSet.of("shop")))
                .collect(ImmutableList.toImmutableList()));
    }

    private Map<String, String> madeOf(Credential credential, String typed) throws Exception {
        assumeBash();
        Said said = bash(commands(credential), typed, fakeKubectl());
        assertThat(said.code()).as(said.err()).isZero();
        return made().getOrDefault("shop/" + credential.name(), Map.of());
    }

    private static Credential named(String name) {
        return Credential.named(name).outside();
    }

    private static byte[] pem(String text, String sort) {
        assertThat(text).startsWith("-----BEGIN " + sort + "-----\n").endsWith("-----END " + sort + "-----\n");
        return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static PrivateKey privateKey(String text, String algorithm) throws Exception {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pem(text, "PRIVATE KEY")));
    }

    private static void assertOneOfAPair(PrivateKey secret, PublicKey open, String signature) throws Exception {
        Signature signing = Signature.getInstance(signature);
        signing.initSign(secret);
        signing.update("text".getBytes(UTF_8));
        byte[] signed = signing.sign();
        signing.initVerify(open);
        signing.update("text".getBytes(UTF_8));
        assertThat(signing.verify(signed)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 100})
    void a_password_has_so_many_letters_and_digits(int length) throws Exception {
        assertThat(madeOf(named("p").password("password", length), ""))
                .hasEntrySatisfying("password", value -> assertThat(value).matches("[A-Za-z0-9]{" + length + "}"));
    }

    @Test
    void an_rsa_key_and_its_public_half_are_a_pair() throws Exception {
        Map<String, String> made =
                madeOf(named("k").privateKey("key", KeyKind.RSA).publicKey("public", "key"), "");

        PrivateKey secret = privateKey(made.getOrDefault("key", ""), "RSA");
        assertThat(((RSAPrivateKey) secret).getModulus().bitLength()).isEqualTo(4096);
        byte[] open = pem(made.getOrDefault("public", ""), "PUBLIC KEY");
        assertOneOfAPair(
                secret, KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(open)), "SHA256withRSA");
    }

    @Test
    void an_ed25519_key_and_its_public_half_are_a_pair() throws Exception {
        Map<String, String> made =
                madeOf(named("k").privateKey("key", KeyKind.ED25519).publicKey("public", "key"), "");

        byte[] open = pem(made.getOrDefault("public", ""), "PUBLIC KEY");
        assertOneOfAPair(
                privateKey(made.getOrDefault("key", ""), "Ed25519"),
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(open)),
                "Ed25519");
    }

    @Test
    void an_ssh_key_is_one_that_openssh_reads_and_its_public_half_is_what_openssh_says() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/ssh-keygen")))
                .as("ssh-keygen")
                .isTrue();
        Map<String, String> made =
                madeOf(named("k").privateKey("key", KeyKind.SSH).publicKey("public", "key"), "");
        Path key = Files.writeString(folder.resolve("key"), made.getOrDefault("key", ""));
        assertThat(key.toFile().setReadable(false, false)).isTrue();
        assertThat(key.toFile().setReadable(true, true)).isTrue();

        Said said = bash("ssh-keygen -y -f " + key, "", Map.of());
        Said twice = bash(
                "printf x > " + folder + "/text; ssh-keygen -q -Y sign -n file -f " + key + " " + folder + "/text && "
                        + "ssh-keygen -Y check-novalidate -n file -s " + folder + "/text.sig < " + folder + "/text",
                "",
                Map.of());

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(made.getOrDefault("public", ""))
                .isEqualTo(said.out())
                .startsWith("ssh-ed25519 ")
                .endsWith("\n");
        assertThat(twice.code()).as(twice.err()).isZero();
    }

    @Test
    void a_certificate_is_for_its_hosts_and_signed_by_its_key() throws Exception {
        Map<String, String> made = madeOf(named("t").selfSigned("web.home.arpa", "192.168.10.50"), "");

        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        made.getOrDefault("tls.crt", "").getBytes(US_ASCII)));
        certificate.verify(certificate.getPublicKey());
        assertOneOfAPair(
                privateKey(made.getOrDefault("tls.key", ""), "RSA"), certificate.getPublicKey(), "SHA256withRSA");
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=web.home.arpa");
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(List.of(2, "web.home.arpa"), List.of(7, "192.168.10.50"));
        assertThat(Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(3650));
    }

    @Test
    void a_docker_configuration_holds_user_and_password_for_the_registry() throws Exception {
        String json = madeOf(named("pull").dockerConfig("registry.home.arpa:5000", "me"), "p\"w \\d\n")
                .getOrDefault(".dockerconfigjson", "");

        Mapping auths = ((Mapping) Json.read(json, "config.json")).mapping("auths");
        assertThat(auths.fields().keySet()).containsExactly("registry.home.arpa:5000");
        assertThat(Base64.getDecoder()
                        .decode(auths.mapping("registry.home.arpa:5000")
                                .text("auth")
                                .orElseThrow()))
                .asString(UTF_8)
                .isEqualTo("me:p\"w \\d");
    }

    @Test
    void a_composed_value_holds_the_values_of_other_keys_and_texts_as_they_are() throws Exception {
        Map<String, String> made = madeOf(
                named("db")
                        .fixed("user", "it's me")
                        .password("password", 20)
                        .composed("url", Value.of("postgres://${user:url}:${password}@db/$HOME `id` \"$${x}'")),
                "");

        assertThat(made)
                .containsEntry(
                        "url",
                        "postgres://it%27s%20me:" + made.getOrDefault("password", "?") + "@db/$HOME `id` \"${x}'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p@ss:/?#[]%", "ä€😀", "tab\tand space", "plain-_.~", "%41", "back\\slash'\"$HOME"})
    void what_is_encoded_for_a_url_is_encoded_as_everywhere_else(String password) throws Exception {
        Map<String, String> made = madeOf(
                named("db").asked("password", "Password").composed("url", Value.of("${password:url}")),
                password + "\n");

        assertThat(made).containsEntry("password", password).containsEntry("url", Template.encoded(password));
    }

    @Test
    void what_follows_from_a_key_follows_from_the_one_that_is_there() throws Exception {
        assumeBash();
        Map<String, String> environment = fakeKubectl();
        Credential keys = named("k").privateKey("key", KeyKind.ED25519).publicKey("public", "key");
        Credential all = keys.selfSigned("a.home.arpa").type("Opaque");
        bash(commands(all), "", environment);
        Map<String, String> first = made().getOrDefault("shop/k", Map.of());

        SecretNeed both = new SecretNeed(all, ImmutableSortedSet.of("other", "shop"));
        Said said = bash(SecretCommands.of(ImmutableList.of(both)), "", environment);

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(made().get("other/k")).isEqualTo(first);
        assertThat(first.keySet()).containsExactly("key", "public", "tls.crt", "tls.key");
    }

    @Test
    void the_page_has_the_functions_that_its_values_need_and_no_others() {
        assertThat(commands(named("a").random("key", 32)))
                .doesNotContain("rsa_key()", "url()", "password()", "docker_config()");
        assertThat(commands(named("a").password("key", 32)))
                .contains("password() {")
                .doesNotContain("rsa_key()", "url()");
    }
}
