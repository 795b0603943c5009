package dev.hearth.checks.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerTest {

    private static Container container(String image, String more) {
        return Container.of(Yaml.read(
                                "{apiVersion: v1, kind: Pod, metadata: {name: app}, spec: {containers: [{name: app, image: "
                                        + image + "}]" + more + "}}",
                                "pod.yaml")
                        .get(0))
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "grafana/loki:3.0.1, true, false",
        "grafana/loki:v3.1.0-amd64, true, false",
        "grafana/loki:2.9.4, false, true",
        "registry:5000/grafana/loki:2.9.4@sha256:00, false, true",
        "grafana/loki:10.0, true, false",
        "grafana/loki:latest, false, false",
        "registry:5000/grafana/loki, false, false",
    })
    void an_image_that_says_no_version_is_neither_new_nor_old(String image, boolean since, boolean before) {
        Container container = container(image, "");

        assertThat(container.since(3, 0)).isEqualTo(since);
        assertThat(container.before(3, 0)).isEqualTo(before);
        assertThat(container.command().program()).isEqualTo("loki");
    }

    @Test
    void a_sidecar_runs_beside_it_and_what_ends_before_it_does_not() {
        String init = ", initContainers: [{name: init, image: init:1, restartPolicy: POLICY}]";

        assertThat(container("app:1", "").accompanied()).isFalse();
        assertThat(container("app:1", init.replace("POLICY", "Always")).accompanied())
                .isTrue();
        assertThat(container("app:1", init.replace("POLICY", "Never")).accompanied())
                .isFalse();
    }
}
