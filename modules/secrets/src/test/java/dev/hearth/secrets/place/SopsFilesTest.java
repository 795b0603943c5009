package dev.hearth.secrets.place;

import static dev.hearth.secrets.place.Fixture.cluster;
import static dev.hearth.secrets.place.Fixture.expand;
import static dev.hearth.secrets.place.Fixture.owners;
import static dev.hearth.secrets.place.Fixture.said;
import static dev.hearth.secrets.place.Fixture.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Verbatim;
import dev.hearth.findings.Finding;
import dev.hearth.secrets.SecretsFolder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SopsFilesTest {

    private static final String CANARY = "correct-horse-battery";

    private static final Credential TOKEN =
            Credential.named("token").asked("token", "Token of the provider").from(Credential.sops());

    /** In the form of SOPS; the values are made up. */
    private static final String FILE = """
            apiVersion: v1
            kind: Secret
            metadata:
                name: token # stays as it is
                namespace: shop
            type: Opaque
            stringData:
                token: ENC[AES256_GCM,data:qtyc6/FlgEj2TemTYg==,iv:RDEPny==,tag:BlR/ud==,type:str]
            sops:
                age:
                    - recipient: age1l4erlcpvdatppkcx2hhd0ufykgc64cp8vyrf90w0u3fyyyrfzevsv8vrcy
                      enc: "x"
                lastmodified: "2026-01-01T00:00:05Z"
                mac: ENC[AES256_GCM,data:v7IQ==,iv:HJBj==,tag:qFhw==,type:str]
                version: 3.13.3
            """;

    private static final String INFO =
            "info secret.sops-plugin Secret shop/token: is encrypted by SOPS, which Argo CD does"
                    + " not decrypt by itself; the API server takes no encrypted Secret";

    private static Expansion derived(String file, Credential credential) {
        SecretsFolder folder = SecretsFolder.of("secrets/home", Map.of("shop/token.sops.yaml", file.getBytes(UTF_8)));
        return expand(cluster(user("shop", credential)), new SopsFiles(folder));
    }

    private static Expansion derived(String file) {
        return derived(file, TOKEN);
    }

    @Test
    void a_file_is_an_object_of_who_uses_it_to_the_letter() {
        Expansion expansion = derived(FILE);

        assertThat(owners(expansion)).containsExactly("shop: Secret shop/token");
        assertThat(expansion.facts(Verbatim.class)).singleElement().satisfies(stated -> {
            assertThat(stated.fact().text()).isEqualTo(FILE);
            assertThat(stated.fact().object()).isEqualTo(expansion.manifests().get(0));
        });
    }

    @Test
    void it_is_said_that_somebody_has_to_decrypt_a_secret() {
        assertThat(said(derived(FILE))).containsExactly(INFO);
    }

    @Test
    void two_components_of_one_namespace_share_one_file() {
        SecretsFolder folder = SecretsFolder.of("secrets/home", Map.of("shop/token.sops.yaml", FILE.getBytes(UTF_8)));
        Expansion expansion =
                expand(cluster(user("a", TOKEN).in("shop"), user("b", TOKEN).in("shop")), new SopsFiles(folder));

        assertThat(owners(expansion)).containsExactly("a: Secret shop/token");
    }

    @Test
    void a_file_that_is_not_there_is_an_error_with_the_command_that_makes_it() {
        Expansion expansion = expand(cluster(user("shop", TOKEN)), new SopsFiles(SecretsFolder.empty("secrets/home")));

        assertThat(said(expansion))
                .containsExactly("error secret.unsealed Secret shop/token: there is no file"
                        + " secrets/home/shop/token.sops.yaml");
        assertThat(expansion.findings().get(0).hint().orElseThrow())
                .isEqualTo("write it as a Secret with the keys [token], then: sops encrypt --in-place --encrypted-regex"
                        + " '^(data|stringData)$' secrets/home/shop/token.sops.yaml");
    }

    @Test
    void a_key_that_the_file_has_not_is_an_error_and_one_that_nobody_asks_for_a_warning() {
        assertThat(said(derived(FILE.replace("    token: ENC", "    tokens: ENC"))))
                .containsExactly(
                        "error secret.unsealed Secret shop/token: secrets/home/shop/token.sops.yaml has no key token",
                        "warning secret.unused Secret shop/token: secrets/home/shop/token.sops.yaml has the key tokens,"
                                + " which the credential does not have",
                        INFO);
    }

    @Test
    void a_file_in_clear_never_becomes_part_of_the_tree() {
        Expansion expansion = derived("""
                apiVersion: v1
                kind: Secret
                metadata: {name: token, namespace: shop}
                stringData: {token: %s}
                """.formatted(CANARY));

        assertThat(said(expansion))
                .containsExactly(
                        "error secret.clear Secret shop/token: secrets/home/shop/token.sops.yaml is not encrypted; a"
                                + " Secret in clear never becomes part of a tree");
        assertThat(expansion.manifests()).isEmpty();
        assertThat(expansion.facts(Verbatim.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CANARY,
                "stringData: {token: " + CANARY + "}",
                "a: " + CANARY + ": " + CANARY,
                "\"" + CANARY,
                "kind: Secret\nkind: Secret\nstringData: {" + CANARY + ": " + CANARY + ", " + CANARY + ": x}",
                "apiVersion: " + CANARY + "\nkind: " + CANARY + "\nmetadata: []",
                "- " + CANARY,
                "apiVersion: v1\nkind: Secret\nmetadata: {name: token}\nstringData:\n\ttoken: " + CANARY
            })
    void nothing_of_a_broken_file_is_shown(String file) {
        Expansion expansion = derived(file);

        assertThat(expansion.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("secret.sops");
            assertThat(finding.toString()).doesNotContain(CANARY).contains("secrets/home/shop/token.sops.yaml");
        });
        assertThat(expansion.manifests()).isEmpty();
    }

    @Test
    void bytes_that_are_no_text_are_an_error() {
        SecretsFolder folder =
                SecretsFolder.of("secrets/home", Map.of("shop/token.sops.yaml", new byte[] {'a', (byte) 0xff}));

        assertThat(expand(cluster(user("shop", TOKEN)), new SopsFiles(folder)).findings())
                .extracting(Finding::rule)
                .containsExactly("secret.sops");
    }

    @Test
    void a_file_says_the_name_and_namespace_of_its_path() {
        assertThat(said(derived(FILE.replace("namespace: shop", "namespace: store"))))
                .containsExactly(
                        "error secret.sops Secret shop/token: secrets/home/shop/token.sops.yaml says that it is"
                                + " Secret 'store/token'");
        assertThat(said(derived(FILE.replace("    namespace: shop\n", ""))))
                .containsExactly(
                        "error secret.sops Secret shop/token: secrets/home/shop/token.sops.yaml says that it is"
                                + " Secret '/token'");
    }

    @Test
    void a_file_that_is_encrypted_as_a_whole_is_an_error() {
        assertThat(said(derived(FILE.replace("kind: Secret", "kind: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"))))
                .containsExactly(
                        "error secret.sops Secret shop/token: secrets/home/shop/token.sops.yaml is encrypted as a"
                                + " whole, so nobody can tell what it is");
    }

    @Test
    void a_file_holds_one_secret_and_nothing_else() {
        assertThat(said(derived(FILE + "---\n" + FILE)))
                .containsExactly(
                        "error secret.sops Secret shop/token: secrets/home/shop/token.sops.yaml holds 2 objects");
        assertThat(said(derived(FILE.replace("kind: Secret", "kind: ConfigMap"))))
                .containsExactly("error secret.sops Secret shop/token: secrets/home/shop/token.sops.yaml holds a v1"
                        + " ConfigMap");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mac", "lastmodified", "age"})
    void a_block_of_sops_without_what_decrypting_needs_is_an_error(String field) {
        assertThat(said(derived(FILE.replace("    " + field + ":", "    x" + field + ":"))))
                .containsExactly(
                        "error secret.sops Secret shop/token: secrets/home/shop/token.sops.yaml has a 'sops' block"
                                + " without mac, lastmodified or a recipient");
    }

    @Test
    void a_file_is_of_the_type_of_its_credential() {
        assertThat(said(derived(FILE, TOKEN.type("example.org/token"))))
                .containsExactly(
                        "error secret.sops Secret shop/token: secrets/home/shop/token.sops.yaml is of type Opaque, but the"
                                + " credential is of type example.org/token",
                        INFO);
    }

    @Test
    void a_sops_secret_is_taken_with_the_keys_of_its_template_and_without_a_word() {
        String operated = """
                apiVersion: isindir.github.com/v1alpha3
                kind: SopsSecret
                metadata:
                    name: token
                    namespace: shop
                spec:
                    secretTemplates:
                        - name: other
                          stringData:
                            else: ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]
                        - name: token
                          stringData:
                            token: ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]
                """ + FILE.substring(FILE.indexOf("sops:"));

        assertThat(said(derived(operated))).isEmpty();
        assertThat(owners(derived(operated))).containsExactly("shop: SopsSecret shop/token");
        assertThat(said(derived(operated.replace(
                        "name: token\n          stringData:\n            token",
                        "name: ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]\n          stringData:\n            token"))))
                .isEmpty();
    }

    @Test
    void a_file_that_nobody_asks_for_is_a_warning() {
        SecretsFolder folder = SecretsFolder.of(
                "secrets/home",
                Map.of(
                        "shop/token.sops.yaml", FILE.getBytes(UTF_8),
                        "shop/old.sops.yaml", FILE.getBytes(UTF_8),
                        "shop/sealed.yaml", new byte[0]));

        assertThat(said(expand(cluster(user("shop", TOKEN)), new SopsFiles(folder))))
                .containsExactly(
                        "warning secret.unused secrets/home/shop/old.sops.yaml: no credential of the cluster asks for this"
                                + " file",
                        INFO);
    }
}
