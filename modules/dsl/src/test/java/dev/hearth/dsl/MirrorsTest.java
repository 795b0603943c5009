package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorsTest {

    private static final Cluster CLUSTER = Cluster.named("home")
            .registryMirror("docker.io", "registry.home.arpa/docker.io")
            .registryMirror("docker.io/library", "registry.home.arpa/official")
            .registryMirror("quay.io", "registry.home.arpa:5000/quay");

    private static String mirrored(String yaml) {
        Manifest object = Yaml.read(yaml, "test").get(0);
        return Yaml.write(Mirrors.of(CLUSTER).apply(object).root());
    }

    @ParameterizedTest
    @CsvSource({
        "docker.io/grafana/grafana:13.1.4, registry.home.arpa/docker.io/grafana/grafana:13.1.4",
        "grafana/grafana:13.1.4, registry.home.arpa/docker.io/grafana/grafana:13.1.4",
        "redis:7, registry.home.arpa/official/redis:7",
        "redis, registry.home.arpa/official/redis",
        "quay.io/minio/minio:x@sha256:0000000000000000000000000000000000000000000000000000000000000000,"
                + " registry.home.arpa:5000/quay/minio/minio:x@sha256:0000000000000000000000000000000000000000000000000000000000000000",
        "ghcr.io/example/web:1.4.2, ghcr.io/example/web:1.4.2",
        "localhost:5000/web:1, localhost:5000/web:1"
    })
    void the_image_of_a_container_comes_from_its_mirror(String image, String expected) {
        assertThat(mirrored("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec: {initContainers: [{name: web, image: '%s'}]}
                """.formatted(image))).contains("image: " + expected + "\n");
    }

    @Test
    void so_do_images_in_arguments_variables_and_custom_resources() {
        assertThat(mirrored("""
                apiVersion: monitoring.coreos.com/v1
                kind: Prometheus
                metadata: {name: web}
                spec:
                  image: quay.io/prometheus/prometheus:v3.13.2
                  args: ["--prometheus-config-reloader=quay.io/prometheus-operator/prometheus-config-reloader:v0.93.1"]
                """))
                .contains("image: registry.home.arpa:5000/quay/prometheus/prometheus:v3.13.2")
                .contains("--prometheus-config-reloader=registry.home.arpa:5000/quay/prometheus-operator/"
                        + "prometheus-config-reloader:v0.93.1");
    }

    @Test
    void so_do_images_that_are_told_in_two_parts() {
        assertThat(mirrored("""
                apiVersion: gateway.nginx.org/v1alpha2
                kind: NginxProxy
                metadata: {name: web}
                spec: {kubernetes: {deployment: {container: {image: {repository: quay.io/example/nginx, tag: 2.6.7}}}}}
                """))
                .contains("repository: registry.home.arpa:5000/quay/example/nginx\n")
                .contains("tag: \"2.6.7\"\n");
    }

    @Test
    void other_texts_stay_as_they_are() {
        String config = """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: web
                data:
                  image: quay.io
                  page: "see quay.io/minio/minio:x"
                  url: https://quay.io/minio/minio
                """;

        assertThat(mirrored(config)).doesNotContain("registry.home.arpa");
    }

    @Test
    void a_registry_has_one_mirror_and_both_are_hosts() {
        assertThatThrownBy(() -> CLUSTER.registryMirror("quay.io", "other.home.arpa"))
                .hasMessageContaining("has a mirror already");
        assertThatThrownBy(() -> CLUSTER.registryMirror("library", "other.home.arpa"))
                .hasMessageContaining("such as docker.io");
        assertThatThrownBy(() -> CLUSTER.registryMirror("ghcr.io", "https://other.home.arpa"))
                .hasMessageContaining("such as docker.io");
    }
}
