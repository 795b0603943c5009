package dev.hearth.checks.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.hearth.checks.Checks;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Yaml;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all rules say of Secrets that are sealed, encrypted or taken from a store. */
class SecretObjectsTest {

    private static final String ENC = "ENC[AES256_GCM,data:qtyc6/FlgEj2TemTYg==,iv:RDEPny==,tag:BlR/ud==,type:str]";

    private static List<String> said(String yaml) {
        return Checks.of(KubernetesVersion.parse("1.35")).check(Yaml.read(yaml, "test.yaml")).findings().stream()
                .filter(finding -> !finding.rule().startsWith("link."))
                .map(SecretObjectsTest::said)
                .toList();
    }

    private static String said(Finding finding) {
        return finding.severity().word() + " " + finding.rule() + " " + finding.path() + ": " + finding.message();
    }

    private static List<String> rules(String yaml) {
        return said(yaml).stream()
                .map(text -> Splitter.on(' ').splitToList(text).get(1))
                .toList();
    }

    /** In the form of a sealed value, for a key of so many bytes and with so much behind it. */
    private static String sealed(int key, int rest) {
        byte[] bytes = new byte[2 + key + rest];
        Arrays.fill(bytes, (byte) 77);
        bytes[0] = (byte) (key >> 8);
        bytes[1] = (byte) key;
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String sealedSecret(String value) {
        return """
                apiVersion: bitnami.com/v1alpha1
                kind: SealedSecret
                metadata: {name: db, namespace: shop}
                spec:
                  encryptedData: {password: "%s"}
                """.formatted(value);
    }

    private static String scoped(String object, String template) {
        return """
                apiVersion: bitnami.com/v1alpha1
                kind: SealedSecret
                metadata: {name: db, namespace: shop, annotations: {%s}}
                spec:
                  encryptedData: {}
                  template: {metadata: {%s}}
                """.formatted(object, template);
    }

    private static String external(String spec) {
        return """
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata: {name: db, namespace: shop}
                spec: {secretStoreRef: {kind: ClusterSecretStore, name: vault}, %s}
                """.formatted(spec);
    }

    private static String sops(String type, String values, String block) {
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: db, namespace: shop}\ntype: " + type + "\n" + values
                + "\n" + block;
    }

    private static final String BLOCK = """
            sops:
              age: [{recipient: age1x, enc: x}]
              lastmodified: "2026-01-01T00:00:05Z"
              mac: ENC[AES256_GCM,data:v7IQ==,iv:HJBj==,tag:qFhw==,type:str]
              encrypted_regex: ^(data|stringData)$
              version: 3.13.3
            """;

    @ParameterizedTest
    @CsvSource({"256, 16", "256, 17", "384, 100", "512, 16", "512, 4000", "1024, 16"})
    void a_value_of_any_length_and_any_key_is_one_that_may_open(int key, int rest) {
        assertThat(said(sealedSecret(sealed(key, rest)))).isEmpty();
    }

    @Test
    void a_value_that_is_no_base64_is_none_that_opens() {
        assertThat(said(sealedSecret("<sealed>")))
                .containsExactly(
                        "error secret.sealed-text spec.encryptedData.password: is no base64, so it is nothing that"
                                + " kubeseal wrote");
        assertThat(rules(sealedSecret(sealed(512, 16).replaceFirst("(.{64})", "$1 "))))
                .containsExactly("secret.sealed-text");
    }

    @Test
    void line_ends_within_a_value_are_no_fault_as_go_reads_over_them() {
        assertThat(said(sealedSecret(sealed(512, 16).replaceFirst("(.{64})", "$1\\\\n"))))
                .isEmpty();
    }

    @Test
    void a_value_that_is_cut_off_is_none_that_opens() {
        String whole = sealed(512, 40);

        assertThat(said(sealedSecret(sealed(512, 15))))
                .containsExactly(
                        "error secret.sealed-text spec.encryptedData.password: is cut off: it has 529 bytes, and by"
                                + " its beginning at least 530");
        assertThat(said(sealedSecret(whole.substring(0, 401))))
                .singleElement()
                .asString()
                .contains("is no base64");
        assertThat(said(sealedSecret(whole.substring(0, 402))))
                .containsExactly(
                        "error secret.sealed-text spec.encryptedData.password: is cut off: the length of base64 is"
                                + " a multiple of four");
        assertThat(rules(sealedSecret(whole.substring(4)))).containsExactly("secret.sealed-text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AA==", "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZQ=="})
    void a_value_that_is_something_else_is_none_that_opens(String value) {
        assertThat(said(sealedSecret(value))).singleElement().satisfies(said -> {
            assertThat(said).startsWith("error secret.sealed-text");
            assertThat(said).doesNotContain("Y29y");
        });
    }

    @Test
    void the_old_form_of_values_beside_the_new_one_is_an_error() {
        String both = sealedSecret(sealed(512, 16)) + "  data: AgBy\n";

        assertThat(said(both))
                .containsExactly(
                        "error secret.sealed-text spec.data: has the old form of sealed values as well, and with it"
                                + " the controller opens none of them");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "| ",
                "sealedsecrets.bitnami.com/namespace-wide: 'true' | ",
                "sealedsecrets.bitnami.com/cluster-wide: 'true' | annotations: {sealedsecrets.bitnami.com/cluster-wide: 'true'}",
                "sealedsecrets.bitnami.com/cluster-wide: 'false' | ",
                "sealedsecrets.bitnami.com/managed: 'true' | annotations: {sealedsecrets.bitnami.com/managed: 'true'}",
                " | name: db, namespace: shop",
                " | annotations: {a: b}, labels: {c: d}"
            })
    void a_scope_that_agrees_with_itself_is_all_right(String annotationsAndTemplate) {
        String[] parts = annotationsAndTemplate.split("\\|", 2);

        assertThat(said(scoped(parts[0], parts[1]))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sealedsecrets.bitnami.com/namespace-wide: 'true', sealedsecrets.bitnami.com/cluster-wide: 'true' | x: y | says both scopes; the controller opens it as cluster-wide, so no value that was sealed for the namespace
            sealedsecrets.bitnami.com/namespace-wide: 'True' | x: y | the controller takes only "true" for this scope, and opens the values as strict
            a: b | annotations: {sealedsecrets.bitnami.com/namespace-wide: 'true'} | the template says a scope that the object does not; the controller goes by the object, and opens no value that was sealed for that scope
            a: b | name: other | the template says 'other', and the Secret gets the object's own all the same; what was sealed for 'other' does not open here
            sealedsecrets.bitnami.com/namespace-wide: 'true' | name: other | the template says 'other', and the Secret gets the object's own all the same
            sealedsecrets.bitnami.com/namespace-wide: 'true' | namespace: other | the template says 'other', and the Secret gets the object's own all the same; what was sealed for 'other' does not open here
            sealedsecrets.bitnami.com/cluster-wide: 'true' | namespace: other | the template says 'other', and the Secret gets the object's own all the same
            """)
    void a_scope_that_the_controller_sees_otherwise_is_a_warning(String annotations, String template, String message) {
        assertThat(said(scoped(annotations, template)))
                .singleElement()
                .asString()
                .startsWith("warning secret.scope ")
                .endsWith(": " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: [{secretKey: a, remoteRef: {key: x}}]",
                "dataFrom: [{extract: {key: x}}]",
                "dataFrom: [{find: {path: x}}, {extract: {key: x}}]",
                "dataFrom: [{sourceRef: {generatorRef: {kind: Password, name: x}}}]",
                "dataFrom: [{extract: {key: x}, sourceRef: {storeRef: {name: z}}}]",
                "data: [{secretKey: a, remoteRef: {key: x}}], target: {creationPolicy: Merge, deletionPolicy: Merge}",
                "data: [{secretKey: a, remoteRef: {key: x}}], target: {creationPolicy: Orphan, deletionPolicy: Delete}"
            })
    void an_external_secret_that_takes_something_is_all_right(String spec) {
        assertThat(said(external(spec))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            target: {name: x} | spec: takes nothing from its store: it has neither data nor dataFrom
            data: [], dataFrom: [] | spec: takes nothing from its store: it has neither data nor dataFrom
            data: [{secretKey: a, remoteRef: {key: x}}, {secretKey: a, remoteRef: {key: z}}] | spec.data[1].secretKey: takes the key 'a' twice
            data: [{secretKey: a, remoteRef: {key: x}}], target: {creationPolicy: None, deletionPolicy: Merge} | spec.target.deletionPolicy: deletionPolicy Merge needs a Secret that the ExternalSecret makes, but creationPolicy is None
            data: [{secretKey: a, remoteRef: {key: x}}], target: {creationPolicy: Merge, deletionPolicy: Delete} | spec.target.deletionPolicy: deletionPolicy Delete needs a Secret that the ExternalSecret owns, but creationPolicy is Merge
            dataFrom: [{extract: {key: x}, find: {path: z}}] | spec.dataFrom[0]: takes from more than one of extract, find and a generator at once
            dataFrom: [{rewrite: [{transform: {template: x}}]}] | spec.dataFrom[0]: says neither extract, find nor sourceRef
            """)
    void an_external_secret_that_the_operator_refuses_is_an_error(String spec, String message) {
        assertThat(said(external(spec))).containsExactly("error secret.external " + message);
    }

    @Test
    void a_version_that_is_no_longer_served_is_a_warning() {
        assertThat(said(external("data: [{secretKey: a, remoteRef: {key: x}}]").replace("io/v1\n", "io/v1beta1\n")))
                .containsExactly(
                        "warning secret.external apiVersion: is written in external-secrets.io/v1beta1, which the"
                                + " operator no longer serves");
        assertThat(said("""
                apiVersion: external-secrets.io/v1alpha1
                kind: PushSecret
                metadata: {name: a, namespace: b}
                spec: {secretStoreRefs: [{name: v}], selector: {secret: {name: s}}}
                """)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Opaque, password",
        "kubernetes.io/dockerconfigjson, .dockerconfigjson",
        "kubernetes.io/dockercfg, .dockercfg",
        "kubernetes.io/ssh-auth, ssh-privatekey",
        "kubernetes.io/basic-auth, password"
    })
    void a_secret_that_sops_encrypted_is_neither_in_clear_nor_wrong(String type, String key) {
        assertThat(said(sops(type, "data: {" + key + ": \"" + ENC + "\"}", BLOCK)))
                .isEmpty();
        assertThat(said(sops(type, "stringData: {" + key + ": \"" + ENC + "\"}", BLOCK)))
                .isEmpty();
    }

    @Test
    void an_empty_value_is_one_that_sops_leaves_alone() {
        assertThat(said(sops("Opaque", "stringData: {a: \"\", b: \"" + ENC + "\"}", BLOCK)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "ENC[plain]", "ENC[AES256_GCM,data:a,iv:b,tag:c,type:str] and more"})
    void a_value_that_sops_left_in_clear_is_in_clear(String value) {
        assertThat(said(sops("Opaque", "stringData: {a: \"" + value + "\", b: \"" + ENC + "\"}", BLOCK)))
                .containsExactly(
                        "error secret.clear stringData.a: SOPS encrypted this Secret, but not this value, which is"
                                + " readable in the tree");
    }

    @Test
    void what_looks_encrypted_without_a_block_of_sops_is_no_secret_of_sops() {
        assertThat(rules(sops("Opaque", "stringData: {a: \"" + ENC + "\"}", "")))
                .contains("secret.clear");
        assertThat(rules(sops("Opaque", "stringData: {a: \"" + ENC + "\"}", "sops: true")))
                .contains("secret.clear");
    }

    @Test
    void a_key_that_its_type_needs_must_be_there_though_it_is_encrypted() {
        assertThat(said(sops("kubernetes.io/tls", "data: {tls.crt: \"" + ENC + "\"}", BLOCK)))
                .containsExactly("error schema.required data[tls.key]: must be there in a Secret of this type");
    }

    @Test
    void another_unknown_field_of_it_is_still_unknown() {
        assertThat(rules(sops("Opaque", "stringData: {a: \"" + ENC + "\"}", BLOCK + "sop: x\n")))
                .containsExactly("schema.unknown-field");
    }

    @Test
    void a_config_map_with_a_block_of_sops_has_an_unknown_field() {
        assertThat(rules("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\ndata: {a: \"" + ENC
                        + "\"}\n" + BLOCK))
                .containsExactly("schema.unknown-field");
    }

    @Test
    void a_sops_secret_holds_no_value_in_clear_either() {
        String operated = """
                apiVersion: isindir.github.com/v1alpha3
                kind: SopsSecret
                metadata: {name: db, namespace: shop}
                spec: {secretTemplates: [{name: db, stringData: {a: "%s"}}]}
                """;

        assertThat(said(operated.formatted(ENC) + BLOCK)).isEmpty();
        assertThat(rules(operated.formatted("plain") + BLOCK)).containsExactly("secret.clear");
        assertThat(rules(operated.formatted("plain"))).containsExactly("secret.clear");
    }
}
