package dev.hearth.dsl.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Value;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ConfigTest {

    private record Parts(String name, List<Part> parts) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(parts);
        }
    }

    private static Expansion expand(Part... parts) {
        return Expansion.of(Cluster.named("home").layer("applications", new Parts("default", Arrays.asList(parts))));
    }

    private static Manifest only(Config config) {
        return expand(config).manifests().stream()
                .filter(manifest -> manifest.kind().equals("ConfigMap"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void writes_an_application_s_properties_line_by_line() {
        Config config = Config.named("app-config")
                .properties(
                        "app.properties",
                        PropertiesFile.empty()
                                .set("server.port", "8080")
                                .set("server.host", "0.0.0.0")
                                .blank()
                                .comment("Database configuration")
                                .set("db.host", "postgres.database.local")
                                .set("db.port", "5432")
                                .set("db.name", "appdb")
                                .blank()
                                .comment("Redis configuration")
                                .set("redis.host", "redis.cache.local")
                                .set("redis.port", "6379")
                                .blank()
                                .comment("Monitoring configuration")
                                .set("metrics.enabled", "true")
                                .set("metrics.endpoint", "/metrics")
                                .blank()
                                .comment("Security settings")
                                .set("security.cors.allowed-origins", "https://app.home.arpa")
                                .set("security.headers.content-security-policy", "default-src 'self'"));

        assertThat(Yaml.write(only(config).root())).isEqualTo("""
                        apiVersion: v1
                        kind: ConfigMap
                        metadata:
                          name: app-config
                          namespace: default
                          labels:
                            app.kubernetes.io/managed-by: hearth
                            app.kubernetes.io/part-of: default
                        data:
                          app.properties: |
                            server.port=8080
                            server.host=0.0.0.0

                            # Database configuration
                            db.host=postgres.database.local
                            db.port=5432
                            db.name=appdb

                            # Redis configuration
                            redis.host=redis.cache.local
                            redis.port=6379

                            # Monitoring configuration
                            metrics.enabled=true
                            metrics.endpoint=/metrics

                            # Security settings
                            security.cors.allowed-origins=https://app.home.arpa
                            security.headers.content-security-policy=default-src 'self'
                        """);
    }

    @Test
    void writes_yaml_json_files_and_values_sorted_by_key() {
        Config config = Config.named("mixed")
                .yaml(
                        "b.yaml",
                        Data.map("host", Value.publicHost("dashboard"), "on", "yes", "list", Data.list(1, true)))
                .json("a.json", Data.map("b", 1, "a", Data.list("x")))
                .file("raw.txt", "no line end")
                .value("LEVEL", "info")
                .label("grafana_dashboard", "1");

        assertThat(Yaml.write(only(config).root())).isEqualTo("""
                        apiVersion: v1
                        kind: ConfigMap
                        metadata:
                          name: mixed
                          namespace: default
                          labels:
                            app.kubernetes.io/managed-by: hearth
                            app.kubernetes.io/part-of: default
                            grafana_dashboard: "1"
                        data:
                          LEVEL: info
                          a.json: |
                            {"b":1,"a":["x"]}
                          b.yaml: |
                            host: dashboard.home.arpa
                            "on": "yes"
                            list:
                            - 1
                            - true
                          raw.txt: no line end
                        """);
    }

    @Test
    void escapes_properties_so_that_java_reads_what_was_set() throws IOException {
        List<String> nasty = List.of(
                " a b", "k:=#!", "back\\slash", "two\nlines\r\ttab\f", "größe ☃ \uD83D\uDE00", "a=b:c", "#x", "");
        PropertiesFile file = PropertiesFile.empty();
        for (int i = 0; i < nasty.size(); i++) {
            file = file.set(i + nasty.get(i), nasty.get(i));
        }

        Properties read = new Properties();
        read.load(new StringReader(
                file.text(value -> ((Value.Literal) value.pieces().get(0)).text())));

        Properties expected = new Properties();
        for (int i = 0; i < nasty.size(); i++) {
            expected.setProperty(i + nasty.get(i), nasty.get(i));
        }
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void is_the_same_object_when_brought_twice_and_a_conflict_when_it_differs() {
        Config config = Config.named("one").value("a", "1");

        assertThat(expand(config, config).manifests().stream()
                        .filter(manifest -> manifest.kind().equals("ConfigMap")))
                .hasSize(1);
        assertThat(expand(config, config.value("b", "2")).manifests().stream()
                        .filter(manifest -> manifest.kind().equals("ConfigMap")))
                .hasSize(2);
    }

    @Test
    void finds_content_that_the_api_server_would_refuse_for_its_size() {
        Config fits = Config.named("large").file("a", "x".repeat(1 << 20));
        Config large = fits.file("b", "é");

        assertThat(expand(fits).findings()).isEmpty();
        assertThat(expand(large).findings())
                .extracting(finding -> finding.rule() + " " + finding.subject() + " " + finding.message())
                .containsExactly(
                        "schema.size ConfigMap default/large holds 1048578 bytes, but the API server takes at most 1048576");
    }

    @Test
    void refuses_keys_twice_and_wrong_ones() {
        Config config = Config.named("a").file("x", "");

        assertThatThrownBy(() -> config.value("x", "1"))
                .hasMessage("config a has the key 'x' already; name the new one otherwise");
        assertThatThrownBy(() -> config.file("a/b", ""))
                .hasMessageContaining("key of config a 'a/b' must be 1 to 253 characters");
        assertThatThrownBy(() -> config.key("y")).hasMessage("config a has no key 'y'; it has [x]");
        assertThatThrownBy(() -> config.yaml("l", Data.list(1)))
                .hasMessageContaining("file 'l' of config a must be a map");
        assertThatThrownBy(() -> PropertiesFile.empty().set("k", "1").set("k", "2"))
                .hasMessage("property 'k' is set twice; a file has one value for a key, so set it once");
        assertThatThrownBy(() -> PropertiesFile.empty().comment("a\nb")).hasMessageContaining("a comment is one line");
        assertThatThrownBy(() -> Config.named("Upper")).isInstanceOf(IllegalArgumentException.class);
    }
}
