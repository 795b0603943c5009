package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.SealScope;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sealed here the controller's own code opens, and the other way round. */
class KubesealTest {

    private static final Vault VAULT = Vault.from(Vault.TODAY);

    @TempDir
    Path folder;

    private Kubeseal kubeseal;

    @BeforeEach
    void start() throws IOException {
        kubeseal = Kubeseal.in(folder, VAULT, VAULT.pem());
    }

    private static SealedFile sealed(SealScope scope, String type, Map<String, String> values) {
        SealedFile file = SealedFile.of("shop", "login", type, scope);
        for (Map.Entry<String, String> value : values.entrySet()) {
            file = file.with(value.getKey(), VAULT.seal(value.getValue(), scope, "shop", "login"));
        }
        return file;
    }

    @ParameterizedTest
    @EnumSource(SealScope.class)
    void every_scope_is_opened(SealScope scope) {
        Map<String, String> values = Map.of("password", "open sesame", "text", "naïve ☃\nsecond line\n");

        Manifest secret = kubeseal.open(sealed(scope, "Opaque", values));

        assertThat(Kubeseal.data(secret)).isEqualTo(values);
        assertThat(secret.identity().toString()).isEqualTo("Secret shop/login");
    }

    @ParameterizedTest
    @CsvSource({
        "kubernetes.io/basic-auth, username, password",
        "kubernetes.io/tls, tls.crt, tls.key",
        "kubernetes.io/ssh-auth, ssh-privatekey, known_hosts",
        "kubernetes.io/dockerconfigjson, .dockerconfigjson, other"
    })
    void every_type_is_opened(String type, String first, String second) {
        Manifest secret =
                kubeseal.open(sealed(SealScope.STRICT, type, Map.of(first, "{\"auths\":{}}", second, "there")));

        assertThat(secret.root().text("type")).hasValue(type);
        assertThat(Kubeseal.data(secret)).containsOnlyKeys(first, second);
    }

    @Test
    void empty_and_large_values_are_opened() {
        String large = "x".repeat(1 << 20);

        Map<String, String> data =
                Kubeseal.data(kubeseal.open(sealed(SealScope.STRICT, "Opaque", Map.of("empty", "", "large", large))));

        assertThat(data.get("empty")).isEmpty();
        assertThat(data.get("large")).isEqualTo(large);
    }

    @Test
    void hundreds_of_random_values_are_opened() {
        Random random = new Random(20261127);
        Map<String, byte[]> values = new TreeMap<>();
        SealedFile file = SealedFile.of("shop", "login", "Opaque", SealScope.STRICT);
        Sealer sealer = VAULT.sealer();
        for (int i = 0; i < 500; i++) {
            byte[] value = new byte[1 + random.nextInt(300)];
            random.nextBytes(value);
            values.put("key-" + i, value);
            file = file.with("key-" + i, sealer.seal(Plain.of(value.clone()), SealScope.STRICT, "shop", "login"));
        }

        Manifest secret = kubeseal.open(file);

        values.forEach((key, value) -> assertThat(secret.root().mapping("data").text(key))
                .as(key)
                .hasValue(Base64.getEncoder().encodeToString(value)));
    }

    @Test
    void under_another_name_nothing_is_opened() {
        SealedFile moved = SealedFile.of("shop", "entry", "Opaque", SealScope.STRICT)
                .with("password", VAULT.seal("open sesame", SealScope.STRICT, "shop", "login"));

        assertThat(kubeseal.refuses(moved)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(SealScope.class)
    void what_kubeseal_seals_is_opened_here(SealScope scope) {
        SealedFile file = kubeseal.seal("""
                apiVersion: v1
                kind: Secret
                metadata: {name: login, namespace: shop, labels: {app: shop}}
                type: kubernetes.io/basic-auth
                stringData: {username: admin, password: "open sesame"}
                """, scope);

        assertThat(file.scope()).isEqualTo(scope);
        assertThat(file.type()).isEqualTo("kubernetes.io/basic-auth");
        assertThat(VAULT.open(file, "username")).isEqualTo("admin");
        assertThat(VAULT.open(file, "password")).isEqualTo("open sesame");
    }

    @ParameterizedTest
    @EnumSource(SealScope.class)
    void a_raw_value_of_kubeseal_is_opened_here(SealScope scope) throws IOException {
        Path value = Files.writeString(folder.resolve("value"), "open sesame");
        SealedFile file = SealedFile.of("shop", "login", "Opaque", scope)
                .with("password", kubeseal.raw(value, scope, "shop", "login"));

        assertThat(VAULT.open(file, "password")).isEqualTo("open sesame");
    }

    @Test
    void a_value_is_merged_into_what_kubeseal_wrote_and_the_rest_stays() {
        SealedFile file = kubeseal.seal("""
                apiVersion: v1
                kind: Secret
                metadata: {name: login, namespace: shop, labels: {app: shop}}
                stringData: {user: admin}
                """, SealScope.STRICT);

        SealedFile merged = file.with("password", VAULT.seal("open sesame", SealScope.STRICT, "shop", "login"));

        Manifest secret = kubeseal.open(SealedFile.read(merged.bytes(), "merged"));
        assertThat(Kubeseal.data(secret)).isEqualTo(Map.of("user", "admin", "password", "open sesame"));
        assertThat(secret.labels()).containsEntry("app", "shop");
    }

    @Test
    void kubeseal_merges_into_what_was_written_here() throws IOException {
        Path file = folder.resolve("login.yaml");
        Files.write(
                file,
                sealed(SealScope.STRICT, "Opaque", Map.of("user", "admin")).bytes());
        Path certificate = kubeseal.certificate();

        Outcome outcome = Judges.require("kubeseal")
                .run(
                        List.of("--cert", certificate.toString(), "--format", "yaml", "--merge-into", file.toString()),
                        """
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: login, namespace: shop}
                        stringData: {password: open sesame}
                        """.getBytes(UTF_8));

        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        SealedFile merged = SealedFile.read(Files.readAllBytes(file), "merged");
        assertThat(VAULT.open(merged, "user")).isEqualTo("admin");
        assertThat(VAULT.open(merged, "password")).isEqualTo("open sesame");
    }

    @Test
    void what_is_sealed_anew_for_another_certificate_is_opened_by_its_key_alone() throws IOException {
        Vault next = Vault.from(Vault.TODAY.plusDays(1));
        SealedFile file = sealed(SealScope.STRICT, "Opaque", Map.of("password", "open sesame"));

        SealedFile resealed = file.resealed(VAULT.keys(), next.sealer());

        assertThat(kubeseal.refuses(resealed)).isTrue();
        assertThat(Kubeseal.data(Kubeseal.in(folder, next, next.pem()).open(resealed)))
                .isEqualTo(Map.of("password", "open sesame"));
    }
}
