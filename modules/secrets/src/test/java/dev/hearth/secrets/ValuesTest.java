package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Credential.KeyKind;
import dev.hearth.dsl.Value;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    private final Values values = Values.of(new SecureRandom());

    private static Plain plain(String text) {
        return Plain.of(text.getBytes(UTF_8));
    }

    private static String text(Plain plain) {
        return new String(plain.bytes(), UTF_8);
    }

    private static X509Certificate certificate(Plain pem) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem.bytes()));
    }

    @Test
    void random_bytes_are_in_lower_case_hexadecimal() {
        assertThat(text(values.hex(32))).matches("[0-9a-f]{64}").isNotEqualTo(text(values.hex(32)));
    }

    @Test
    void a_password_has_as_many_letters_and_digits_as_asked_for() {
        assertThat(text(values.password(32))).matches("[A-Za-z0-9]{32}").isNotEqualTo(text(values.password(32)));
    }

    @Test
    void every_letter_and_digit_of_a_password_is_as_likely_as_every_other_and_at_every_place() {
        int many = 620_000;
        int length = 31;
        int[] counts = new int[128];
        int[][] places = new int[length][128];
        for (int i = 0; i < many / length; i++) {
            byte[] password = values.password(length).bytes();
            for (int place = 0; place < length; place++) {
                counts[password[place]]++;
                places[place][password[place]]++;
            }
        }

        // Chi-square with 61 degrees of freedom exceeds 150 less than once in 100 million runs; with a remainder by 62
        // eight letters would be a quarter more frequent, and it would be some 4000.
        assertThat(chiSquare(counts, many)).isLessThan(150);
        for (int[] place : places) {
            assertThat(chiSquare(place, many / length)).isLessThan(170);
        }
    }

    private static double chiSquare(int[] counts, int total) {
        double expected = total / 62.0;
        double sum = 0;
        for (int c = 0; c < counts.length; c++) {
            if (Character.isLetterOrDigit(c)) {
                sum += (counts[c] - expected) * (counts[c] - expected) / expected;
            }
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void a_private_key_that_is_none_is_told_without_being_shown(KeyKind kind) {
        for (String text : List.of(
                "hunter2",
                "-----BEGIN PRIVATE KEY-----\nhunter2=\n-----END PRIVATE KEY-----\n",
                "-----BEGIN OPENSSH PRIVATE KEY-----\naHVudGVyMg==\n-----END OPENSSH PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\naHVudGVyMg==\n-----END PRIVATE KEY-----\n")) {
            assertThatThrownBy(() -> values.publicKey(plain(text), kind))
                    .isInstanceOf(SealException.class)
                    .hasNoCause()
                    .hasMessageMatching("there is no (OPENSSH )?PRIVATE KEY in PEM|it is no (RSA )?private key.*");
        }
    }

    @Test
    void a_certificate_is_good_for_its_hosts_and_addresses_and_from_its_day_on_everywhere_on_earth() throws Exception {
        Plain key = values.privateKey(KeyKind.RSA);

        X509Certificate made = certificate(values.selfSigned(
                key, List.of("photos.example.org", "*.example.org", "10.0.0.7", "2001:db8::7"), DAY, 3650));

        assertThat(made.getSubjectAlternativeNames())
                .containsExactly(
                        List.of(2, "photos.example.org"),
                        List.of(2, "*.example.org"),
                        List.of(7, "10.0.0.7"),
                        List.of(7, "2001:db8:0:0:0:0:0:7"));
        assertThat(made.getSubjectX500Principal().getName()).isEqualTo("CN=photos.example.org");
        assertThat(made.getIssuerX500Principal()).isEqualTo(made.getSubjectX500Principal());
        assertThat(made.getNotBefore().toInstant()).isEqualTo(Instant.parse("2026-11-26T10:00:00Z"));
        assertThat(made.getNotAfter().toInstant()).isEqualTo(Instant.parse("2036-11-23T10:00:00Z"));
        assertThat(made.getSerialNumber().bitLength()).isEqualTo(127);
        assertThat(made.getBasicConstraints()).isEqualTo(-1);
        assertThat(made.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
        assertThat(made.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(made.getSigAlgName()).isEqualTo("SHA256withRSA");
        PublicKey half = made.getPublicKey();
        made.verify(half);
        assertThat(text(values.publicKey(key, KeyKind.RSA)))
                .isEqualTo("-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(half.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "https://example.org",
                "example.org:443",
                "*",
                "a.*.org",
                "-a.org",
                "a..org",
                "10.0.0.0/8"
            })
    void a_host_that_no_certificate_can_name_is_a_wrong_call(String host) {
        Plain key = plain("not looked at");

        assertThatThrownBy(() -> values.selfSigned(key, List.of("example.org", host), DAY, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("host '" + host
                        + "' of a certificate must be a DNS name, with '*.' before it at most, or an IP address");
        assertThatThrownBy(() -> values.selfSigned(key, List.of(), DAY, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_password_file_has_a_line_with_a_hash() {
        String line = text(values.passwordFile("admin", plain("correct horse")));

        assertThat(line).matches("admin:\\$2y\\$08\\$[./A-Za-z0-9]{53}\n");
        String hash = line.strip().substring("admin:".length());
        assertThat(OpenBSDBCrypt.checkPassword(hash, "correct horse".toCharArray()))
                .isTrue();
        assertThat(OpenBSDBCrypt.checkPassword(hash, "wrong horse".toCharArray()))
                .isFalse();
    }

    @Test
    void a_password_that_bcrypt_would_cut_off_or_nobody_can_type_is_refused() {
        assertThatThrownBy(() -> values.passwordFile("admin", plain("x".repeat(73))))
                .isInstanceOf(SealException.class)
                .hasMessage("the password has 73 bytes, but bcrypt looks at the first 72 only; choose a shorter one");
        assertThatThrownBy(() -> values.passwordFile("admin", plain("hunter2\n")))
                .isInstanceOf(SealException.class)
                .hasMessage(
                        "the password holds a control character, such as a line end, which nobody can type into a browser;"
                                + " leave it out");
        assertThatThrownBy(() -> values.passwordFile("admin", plain(""))).isInstanceOf(SealException.class);
        assertThatThrownBy(() -> values.passwordFile("a:b", plain("hunter2")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(text(values.passwordFile("admin", plain("x".repeat(72))))).startsWith("admin:$2y$");
    }

    @Test
    void a_docker_configuration_has_one_registry() {
        assertThat(text(values.dockerConfig("registry.example.org", "robot$ci", plain("s3\"cr<et\\\n\u0001é"))))
                .isEqualTo("{\"auths\":{\"registry.example.org\":{\"username\":\"robot$ci\","
                        + "\"password\":\"s3\\\"cr\\u003cet\\\\\\n\\u0001é\",\"auth\":\""
                        + Base64.getEncoder().encodeToString("robot$ci:s3\"cr<et\\\n\u0001é".getBytes(UTF_8))
                        + "\"}}}");
    }

    @Test
    void a_password_that_json_cannot_hold_is_refused() {
        assertThatThrownBy(() -> values.dockerConfig("r", "u", Plain.of(new byte[] {(byte) 0xff})))
                .isInstanceOf(SealException.class)
                .hasMessage("the password is no text in UTF-8, which JSON must be")
                .hasNoCause();
    }

    private static final Credential ALL = Credential.named("all")
            .fixed("user", "photos")
            .random("salt", 16)
            .password("password", 20)
            .composed("url", Value.of("postgres://${user}:${password}@db"))
            .asked("token", "the token of the provider")
            .passwordFile("users", "admin")
            .privateKey("ssh", KeyKind.SSH)
            .publicKey("ssh.pub", "ssh")
            .privateKey("signing", KeyKind.ED25519)
            .publicKey("signing.pub", "signing")
            .selfSigned("photos.example.org")
            .dockerConfig("registry.example.org", "robot");

    private static final Map<String, String> ANSWERS =
            Map.of("all/token", "opensesame", "all/users", "correct horse", "all/.dockerconfigjson", "hunter2");

    @Test
    void every_secret_key_of_a_credential_has_a_value_and_no_other() throws Exception {
        Map<String, String> asked = new TreeMap<>();
        List<Plain> given = new ArrayList<>();
        try (Values.Made made = values.made(ALL, DAY, (place, what) -> {
            asked.put(place, what);
            Plain answer = plain(ANSWERS.getOrDefault(place, ""));
            given.add(answer);
            return Optional.of(answer);
        })) {
            Function<String, Plain> by = key -> requireNonNull(made.values().get(key));

            assertThat(made.missing()).isEmpty();
            assertThat(made.values().keySet())
                    .containsExactlyInAnyOrder(
                            "salt",
                            "password",
                            "token",
                            "users",
                            "ssh",
                            "ssh.pub",
                            "signing",
                            "signing.pub",
                            "tls.key",
                            "tls.crt",
                            ".dockerconfigjson");
            assertThat(text(by.apply("salt"))).matches("[0-9a-f]{32}");
            assertThat(text(by.apply("password"))).matches("[A-Za-z0-9]{20}");
            assertThat(text(by.apply("token"))).isEqualTo("opensesame");
            assertThat(text(by.apply("users"))).startsWith("admin:$2y$");
            assertThat(text(by.apply("ssh.pub"))).isEqualTo(text(values.publicKey(by.apply("ssh"), KeyKind.SSH)));
            assertThat(text(by.apply("signing.pub")))
                    .isEqualTo(text(values.publicKey(by.apply("signing"), KeyKind.ED25519)));
            assertThat(text(values.publicKey(by.apply("tls.key"), KeyKind.RSA)))
                    .contains(Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(certificate(by.apply("tls.crt"))
                                    .getPublicKey()
                                    .getEncoded()));
            assertThat(text(by.apply(".dockerconfigjson"))).contains("\"password\":\"hunter2\"");
        }
        assertThat(asked)
                .isEqualTo(Map.of(
                        "all/token", "the token of the provider",
                        "all/users", "the password of user admin",
                        "all/.dockerconfigjson", "the password of user robot for registry registry.example.org"));
        assertThat(given).allSatisfy(answer -> assertThat(answer.bytes()).containsOnly(0));
    }

    @Test
    void keys_that_nobody_answers_for_are_told() {
        Credential credential =
                Credential.named("login").asked("token", "a token").passwordFile("users", "admin");

        try (Values.Made made = values.made(credential.random("salt", 16), DAY, Answers.NONE)) {
            assertThat(made.values().keySet()).containsExactly("salt");
            assertThat(made.missing()).containsExactly("token", "users");
        }
    }

    @Test
    void an_answer_of_no_use_is_told_with_its_key_and_what_was_made_is_wiped() {
        List<Plain> given = new ArrayList<>();
        Credential credential =
                Credential.named("login").asked("token", "a token").passwordFile("users", "admin");

        assertThatThrownBy(() -> values.made(credential, DAY, (place, what) -> {
                    Plain answer = plain("hunter2\n");
                    given.add(answer);
                    return Optional.of(answer);
                }))
                .isInstanceOf(SealException.class)
                .hasMessageStartingWith("login/users: the password holds a control character")
                .hasNoCause();
        assertThat(given)
                .hasSize(2)
                .allSatisfy(answer -> assertThat(answer.bytes()).containsOnly(0));
        assertThatThrownBy(() -> values.made(credential, DAY, (place, what) -> Optional.of(plain(""))))
                .hasMessage("login/token: the value given is empty");
    }

    @Test
    void what_is_derived_needs_its_private_key_made_with_it() {
        Credential half = Credential.named("login")
                .privateKey("ssh", KeyKind.SSH)
                .publicKey("ssh.pub", "ssh")
                .keeping(List.of("ssh.pub"));

        assertThatThrownBy(() -> values.made(half, DAY, Answers.NONE))
                .isInstanceOf(SealException.class)
                .hasMessage("login/ssh.pub: it is derived from key 'ssh', which is not made with it");
    }
}
