package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Splitter;
import dev.hearth.dsl.SealScope;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SealedFileTest {

    private static SealedFile read(String text) {
        return SealedFile.read(text.getBytes(UTF_8), "login.yaml");
    }

    private static String text(SealedFile file) {
        return new String(file.bytes(), UTF_8);
    }

    @Test
    void a_new_file_says_its_scope_to_the_controller_and_on_the_secret() {
        SealedFile file = SealedFile.of("shop", "login", "kubernetes.io/basic-auth", SealScope.NAMESPACE_WIDE)
                .with("username", "AgB1")
                .with("password", "AgB2");

        assertThat(text(file)).isEqualTo("""
                apiVersion: bitnami.com/v1alpha1
                kind: SealedSecret
                metadata:
                  name: login
                  namespace: shop
                  annotations:
                    sealedsecrets.bitnami.com/namespace-wide: "true"
                spec:
                  encryptedData:
                    password: AgB2
                    username: AgB1
                  template:
                    type: kubernetes.io/basic-auth
                    metadata:
                      name: login
                      namespace: shop
                      annotations:
                        sealedsecrets.bitnami.com/namespace-wide: "true"
                """);
        assertThat(read(text(file))).isEqualTo(file);
    }

    @Test
    void a_key_is_replaced_and_all_else_stays_as_kubeseal_wrote_it() {
        SealedFile file = read("""
                ---
                apiVersion: bitnami.com/v1alpha1
                kind: SealedSecret
                metadata:
                  creationTimestamp: null
                  name: login
                  namespace: shop
                spec:
                  encryptedData:
                    password: AgB2
                    username: AgB1
                  template:
                    data:
                      config: "{{ .password }}"
                    immutable: true
                    metadata:
                      creationTimestamp: null
                      labels:
                        app: shop
                      name: login
                      namespace: shop
                    type: kubernetes.io/basic-auth
                """);

        assertThat(text(file.with("password", "AgB3").without("username").with("a", "AgB4")))
                .isEqualTo("""
                apiVersion: bitnami.com/v1alpha1
                kind: SealedSecret
                metadata:
                  creationTimestamp: null
                  name: login
                  namespace: shop
                spec:
                  encryptedData:
                    a: AgB4
                    password: AgB3
                  template:
                    data:
                      config: "{{ .password }}"
                    immutable: true
                    metadata:
                      creationTimestamp: null
                      labels:
                        app: shop
                      name: login
                      namespace: shop
                    type: kubernetes.io/basic-auth
                """);
    }

    @Test
    void json_is_read_too() {
        SealedFile file = read("""
                {
                  "kind": "SealedSecret",
                  "apiVersion": "bitnami.com/v1alpha1",
                  "metadata": {
                    "name": "login",
                    "namespace": "shop",
                    "creationTimestamp": null,
                    "annotations": {"sealedsecrets.bitnami.com/cluster-wide": "true"}
                  },
                  "spec": {"template": {"metadata": {"name": "login"}}, "encryptedData": {"a": "AgB1"}}
                }
                """);

        assertThat(List.of(file.namespace(), file.name(), file.type(), file.scope(), file.values()))
                .isEqualTo(List.of("shop", "login", "Opaque", SealScope.CLUSTER_WIDE, Map.of("a", "AgB1")));
    }

    @Test
    void the_scope_is_that_of_the_object_not_of_its_template() {
        SealedFile wide = SealedFile.of("shop", "login", "Opaque", SealScope.CLUSTER_WIDE);
        String strict = text(wide).replaceFirst("  annotations:\n    sealedsecrets[^\n]*\n", "");

        assertThat(read(strict).scope()).isEqualTo(SealScope.STRICT);
        assertThat(read(text(wide).replaceFirst("\"true\"", "\"false\"")).scope())
                .isEqualTo(SealScope.STRICT);
    }

    @Test
    void both_scopes_at_once_are_refused() {
        String both = text(SealedFile.of("shop", "login", "Opaque", SealScope.CLUSTER_WIDE))
                .replaceFirst(
                        "annotations:\n", "annotations:\n    sealedsecrets.bitnami.com/namespace-wide: \"true\"\n");

        assertThatThrownBy(() -> read(both))
                .isInstanceOf(SealException.class)
                .hasMessage("login.yaml is annotated cluster-wide and namespace-wide; take one of them out");
    }

    @Test
    void the_old_field_is_refused() {
        String old = text(SealedFile.of("shop", "login", "Opaque", SealScope.STRICT))
                .replace("encryptedData: {}", "data: AgB1");

        assertThatThrownBy(() -> read(old))
                .hasMessage(
                        "login.yaml has the old field spec.data, one sealed text for all keys; seal the values again");
    }

    @Test
    void values_that_are_no_texts_are_refused_without_being_shown() {
        String file = text(SealedFile.of("shop", "login", "Opaque", SealScope.STRICT));

        assertThatThrownBy(() -> read(file.replace("encryptedData: {}", "encryptedData: {a: 1234567}")))
                .hasMessage("login.yaml: spec.encryptedData.a must be a text");
        assertThatThrownBy(() -> read(file.replace("encryptedData: {}", "encryptedData: opensesame")))
                .hasMessage("login.yaml: spec.encryptedData must be a mapping of keys to sealed values");
    }

    @Test
    void what_is_no_sealed_secret_is_refused_without_being_shown() {
        assertThatThrownBy(() -> read("""
                apiVersion: v1
                kind: Secret
                metadata: {name: login}
                stringData: {password: opensesame}
                """))
                .hasMessage(
                        "login.yaml holds a Secret, not a SealedSecret; seal it with hearth seal --from-secret, and take it"
                                + " away");
        assertThatThrownBy(() -> read("password: opensesame"))
                .isInstanceOf(SealException.class)
                .hasMessageNotContaining("opensesame")
                .hasNoCause();
        assertThatThrownBy(() -> read("")).hasMessage("login.yaml must hold one SealedSecret, but holds 0 objects");
        String one = text(SealedFile.of("shop", "login", "Opaque", SealScope.STRICT));
        assertThatThrownBy(() -> read(one + "---\n" + one))
                .hasMessage("login.yaml must hold one SealedSecret, but holds 2 objects");
    }

    @ParameterizedTest
    @CsvSource({
        "Opaque, a, ''",
        "kubernetes.io/tls, a, tls.crt tls.key",
        "kubernetes.io/tls, tls.crt, tls.key",
        "kubernetes.io/tls, tls.crt tls.key, ''",
        "kubernetes.io/dockerconfigjson, a, .dockerconfigjson",
        "kubernetes.io/dockercfg, .dockercfg, ''",
        "kubernetes.io/basic-auth, a, username password",
        "kubernetes.io/basic-auth, password, ''",
        "kubernetes.io/ssh-auth, known_hosts, ssh-privatekey"
    })
    void names_the_keys_that_the_api_server_would_miss(String type, String there, String missing) {
        SealedFile file = SealedFile.of("shop", "login", type, SealScope.STRICT);
        for (String key : Splitter.on(' ').split(there)) {
            file = file.with(key, "AgB1");
        }

        assertThat(String.join(" ", file.missing())).isEqualTo(missing);
    }

    @Test
    void a_key_of_the_template_is_there() {
        SealedFile file = read(text(SealedFile.of("shop", "login", "kubernetes.io/tls", SealScope.STRICT)
                        .with("tls.key", "AgB1"))
                .replace("    type:", "    data: {tls.crt: certificate}\n    type:"));

        assertThat(file.missing()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tls, kubernetes.io/tls, tls.crt tls.key, certificate key",
        "dockerconfigjson, kubernetes.io/dockerconfigjson, .dockerconfigjson, {\"auths\":{}}",
        "basic-auth, kubernetes.io/basic-auth, password username, open sesame admin",
        "ssh-auth, kubernetes.io/ssh-auth, ssh-privatekey, key"
    })
    void recorded_types_of_kubeseal_are_opened(String file, String type, String keys, String values)
            throws IOException {
        SealedFile sealed = SealedFile.read(resource("kubeseal-type-" + file + ".yaml"), "recorded");
        SealingKeys key = SealingKeys.read(resource("throwaway-pkcs1.key"), "key");

        List<String> opened = sealed.values().values().stream()
                .map(text -> new String(
                        key.open(text, SealScope.STRICT, "shop", "login").bytes(), UTF_8))
                .toList();

        assertThat(sealed.type()).isEqualTo(type);
        assertThat(sealed.missing()).isEmpty();
        assertThat(sealed.values().keySet())
                .containsExactlyElementsOf(Splitter.on(' ').split(keys));
        assertThat(String.join(" ", opened)).isEqualTo(values);
    }

    @Test
    void what_cannot_be_sealed_anew_is_named() throws IOException {
        SealingKeys key = SealingKeys.read(resource("throwaway-pkcs1.key"), "key");
        Sealer sealer = Sealer.of(
                SealingCertificate.read(resource("throwaway.crt"), "certificate")
                        .get(0),
                new SecureRandom());
        SealedFile file =
                SealedFile.of("shop", "login", "Opaque", SealScope.STRICT).with("password", "AgBhYmM=");

        assertThatThrownBy(() -> file.resealed(key, sealer))
                .isInstanceOf(SealException.class)
                .hasMessage("key password of shop/login: the sealed value is cut off, or is none");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = SealedFileTest.class.getResourceAsStream("/sealing/" + name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }
}
