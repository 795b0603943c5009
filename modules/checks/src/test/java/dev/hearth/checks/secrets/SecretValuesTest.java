package dev.hearth.checks.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Context;
import dev.hearth.findings.Finding;
import dev.hearth.graph.Graph;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Yaml;
import dev.hearth.schemas.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretValuesTest {

    private static final String A = "aZ4kQ9xW2mN7pR5tB8vC1dF6gH3jL0sY";

    private static List<Finding> check(Manifest object, boolean complete) {
        List<Finding> findings = new ArrayList<>();
        Context context = new Context(
                Graph.of(List.of(object), List.of()),
                Schemas.of(KubernetesVersion.parse("1.35")),
                complete,
                Optional.empty(),
                component -> Optional.empty());
        new SecretValues().check(context, findings::add);
        return findings;
    }

    private static Manifest config(String key, String value) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "ConfigMap")
                .put("metadata", Mapping.of("name", Node.text("app")))
                .put("data", Mapping.of(key, Node.text(value)))
                .build());
    }

    private static Manifest env(String name, String value) {
        return Yaml.read("""
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: app}
                        spec: {containers: [{name: app}]}
                        """, "pod.yaml")
                .get(0)
                .with(pod(Mapping.builder()
                        .put("name", "app")
                        .put(
                                "env",
                                Node.list(Mapping.builder()
                                        .put("name", name)
                                        .put("value", value)
                                        .build()))
                        .build()));
    }

    private static Mapping pod(Mapping container) {
        return Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("metadata", Mapping.of("name", Node.text("app")))
                .put("spec", Mapping.of("containers", Node.list(container)))
                .build();
    }

    private static List<String> rules(Manifest object) {
        return check(object, true).stream().map(Finding::rule).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "-----BEGIN RSA PRIVATE KEY-----, a private key",
        "-----BEGIN PRIVATE KEY-----, a private key",
        "-----BEGIN OPENSSH PRIVATE KEY-----, a private key",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----, a private key",
        "id AKIAIOSFODNN7EXAMPLE, an access key of AWS",
        "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ, a key of age",
    })
    void a_form_says_what_it_is(String text, String what) {
        assertThat(SecretForms.found("x: " + text)).contains(what);
    }

    /** Written in parts, so that no scanner takes this file for a leak. */
    @ParameterizedTest
    @CsvSource({
        "ghp_, 36, a token of GitHub",
        "github_pat_, 50, a token of GitHub",
        "glpat-, 22, a token of GitLab",
        "xoxb-, 40, a token of Slack",
        "AIza, 35, an API key of Google",
        "sk_live_, 24, a key of Stripe",
        "npm_, 36, a token of npm",
        "dckr_pat_, 27, a token of Docker Hub",
        "hvs., 30, a token of Vault",
    })
    void a_prefix_says_what_it_is(String prefix, int length, String what) {
        String token = prefix + (A + A).substring(0, length);

        assertThat(SecretForms.found("token: " + token + "\n")).contains(what);
        assertThat(SecretForms.found(prefix + "...")).isEmpty();
    }

    @Test
    void a_json_web_token_has_three_parts() {
        String token = "eyJ" + A + ".eyJ" + A + "." + A;

        assertThat(SecretForms.found(token)).contains("a JSON Web Token");
        assertThat(SecretForms.found("eyJ" + A)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN PUBLIC KEY-----",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJZ4kQ9xW2mN7pR5tB8vC1dF6gH3jL0sYaZ4kQ9xW me@home",
                "sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                "quay.io/argoproj/argocd:v3.5.1@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                "8c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba87",
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
            })
    void what_is_public_is_no_secret(String text) {
        assertThat(rules(config("value", text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://web:hunter2@db:5432/web",
                "redis://:hunter2@redis-master:6379/0",
                "https://me:s3cret!x@git.home.arpa/repo.git",
                "jdbc settings: amqp://guest:guest1@rabbit:5672/",
            })
    void a_url_with_a_password_is_found(String url) {
        assertThat(rules(config("url", url))).containsExactly("secret.url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://web:$(DB_PASSWORD)@db:5432/web",
                "postgres://web:${DB_PASSWORD}@db:5432/web",
                "postgres://user:password@host/db",
                "postgres://user:<password>@host/db",
                "postgres://{{ .user }}:{{ .password }}@db/web",
                "https://git.home.arpa/repo.git",
                "https://user@git.home.arpa/repo.git",
                "http://grafana:3000/d/abc@2",
                "see https://example.org:8443/path and me@example.org",
                "oci://ghcr.io/org/chart:1.2.3@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
            })
    void a_url_without_one_is_not(String url) {
        assertThat(rules(config("url", url))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DB_PASSWORD, hunter2",
        "POSTGRES_PASSWORD, changeme",
        "dbPassword, correct-horse",
        "MINIO_ROOT_PASSWORD, minio123",
        "API_KEY, aZ4kQ9xW2mN7pR5tB8vC1dF6",
        "GITHUB_TOKEN, aZ4kQ9xW2mN7pR5tB8vC1dF6",
        "CLIENT_SECRET, aZ4kQ9xW2mN7pR5tB8vC1dF6",
        "encryptionKey, 4f53cda18c2baa0c0354bb5f9a3ecbe5",
    })
    void a_variable_that_is_named_like_a_secret_has_none_in_clear(String name, String value) {
        assertThat(rules(env(name, value))).containsExactly("secret.named");
    }

    @ParameterizedTest
    @CsvSource({
        "DB_PASSWORD_FILE, /secrets/password",
        "PASSWORD_HASH_ALGORITHM, argon2",
        "DB_PASSWORD, $(OTHER)",
        "DB_PASSWORD, ${OTHER}",
        "DB_PASSWORD, ''",
        "DB_PASSWORD, <your password>",
        "DB_PASSWORD, '{{ .password }}'",
        "SECRET_NAME, database",
        "TOKEN_URL, https://id.home.arpa/token",
        "TOKEN_TTL, 3600s",
        "TLS_SECRET, shop-tls",
        "IMAGE_PULL_SECRET, registry-credentials-2024",
        "ACCESS_KEY, accesskey",
        "API_KEY, your-api-key-goes-here-1234567890",
        "KEY, aZ4kQ9xW2mN7pR5tB8vC1dF6",
        "ENABLE_TOKEN, true",
        "CACHE_KEY, user-session-v2",
        "COMPASS, north-by-northwest",
    })
    void names_and_references_are_no_secrets(String name, String value) {
        assertThat(rules(env(name, value))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host = db\npassword = hunter2\n",
                "global:\n  smtp_auth_password: 'hunter2'\n",
                "{\n  \"adminPassword\": \"hunter2\"\n}\n",
                "export PGPASSWORD=x\nexport DB_PASSWORD=hunter2\n",
                "[auth]\nclient_secret=aZ4kQ9xW2mN7pR5tB8vC1dF6\n",
            })
    void a_line_of_a_configuration_file_is_found(String file) {
        assertThat(rules(config("app.conf", file))).containsExactly("secret.named");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host = db\npassword_file = /secrets/password\n",
                "password = ${DB_PASSWORD}\nuser = me\n",
                "# password = hunter2\nuser = me\n",
                "PASSWORD=$(cat /secrets/password)\necho ok\n",
                "if [ -z \"$PASSWORD\" ]; then\n  exit 1\nfi\n",
                "passwordSecretRef:\n  name: db\n  key: password\n",
                "description: The password is asked for at login.\nuser: me\n",
                "password: \"\"\nuser: me\n",
                "admin_password = $__file{/secrets/admin}\nuser = me\n",
            })
    void a_line_that_tells_where_the_secret_is_is_not(String file) {
        assertThat(rules(config("app.conf", file))).isEmpty();
    }

    @Test
    void arguments_are_looked_at_alone_and_in_pairs() {
        Manifest pod = Manifest.of(pod(Mapping.builder()
                .put("name", "app")
                .put(
                        "args",
                        Node.texts(
                                "--user=me", "--password=hunter2", "--token-file", "/t", "--admin-password", "hunter3"))
                .build()));

        assertThat(check(pod, true))
                .extracting(finding -> finding.path().toString())
                .containsExactly("spec.containers[0].args[1]", "spec.containers[0].args[5]");
    }

    @Test
    void what_is_found_is_never_shown() {
        String all = ImmutableList.of(
                        env("DB_PASSWORD", "hunter2"),
                        config("url", "postgres://web:hunter2@db/web"),
                        config("app.conf", "password = hunter2\nuser = me\n"))
                .stream()
                .flatMap(object -> check(object, true).stream())
                .map(Finding::toString)
                .reduce("", String::concat);

        assertThat(all).contains("secret.named", "secret.url").doesNotContain("hunter2");
    }

    @Test
    void in_a_folder_of_somebody_a_name_alone_is_a_warning() {
        assertThat(check(env("DB_PASSWORD", "hunter2"), false))
                .singleElement()
                .asString()
                .startsWith("warning secret.named  Pod app  spec.containers[0].env[0].value");
    }

    @Test
    void sealed_values_and_definitions_are_left_out() {
        Manifest sealed = Yaml.read(
                        "{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: db}, spec: {encryptedData:"
                                + " {password: aZ4kQ9xW2mN7pR5tB8vC1dF6gH3jL0sY}}}",
                        "sealed.yaml")
                .get(0);

        assertThat(rules(sealed)).isEmpty();
    }

    @Test
    void headers_tokens_in_urls_and_parameters_are_found() {
        assertThat(rules(config("h", "Authorization: Bearer " + A))).containsExactly("secret.format");
        assertThat(rules(config("u", "https://h/?token=" + A))).containsExactly("secret.format");
        assertThat(rules(config("j", "{\"apiKey\": \"" + A + "\"}"))).containsExactly("secret.named");
        assertThat(rules(config("h", "Authorization: Bearer $TOKEN"))).isEmpty();
        assertThat(rules(config("u", "https://h/?token=$(TOKEN)&page=2"))).isEmpty();
        assertThat(rules(config("j", "{\"apiKey\": \"${API_KEY}\", \"title\": \"Tokens a second\"}")))
                .isEmpty();
        Manifest application = Yaml.read(
                        "{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: a}, spec: {source: {helm:"
                                + " {parameters: [{name: db.password, value: hunter2}]}}}}",
                        "a.yaml")
                .get(0);
        assertThat(rules(application)).containsExactly("secret.named");
    }
}
