package dev.hearth.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YamlTest {

    @Test
    void writes_what_a_person_would_write() {
        Mapping deployment = Mapping.builder()
                .put("apiVersion", "apps/v1")
                .put("kind", "Deployment")
                .put("metadata", Mapping.of("labels", Mapping.of("app.kubernetes.io/name", Node.text("web"))))
                .put(
                        "spec",
                        Mapping.builder()
                                .put("replicas", 2)
                                .put("paused", false)
                                .put("ratio", new Numeral(new java.math.BigDecimal("1.5")))
                                .put("image", "ghcr.io/example/web:1.4.2@sha256:0a")
                                .put("version", "1.4")
                                .put("args", Node.texts("--storage.path=/data", "-v", "yes", "50m"))
                                .put("emptyDir", Mapping.empty())
                                .put("none", Sequence.empty())
                                .put("nothing", Null.NULL)
                                .put("script", "#!/bin/sh\n\tif true; then \n  echo hi\n")
                                .put(
                                        "containers",
                                        Node.list(
                                                Mapping.builder()
                                                        .put("name", "a")
                                                        .put("ports", Node.list(Mapping.of("port", Node.number(80))))
                                                        .build(),
                                                Node.list(Node.texts("x"), Node.texts())))
                                .build())
                .build();

        assertThat(Yaml.write(deployment)).isEqualTo("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata:
                          labels:
                            app.kubernetes.io/name: web
                        spec:
                          replicas: 2
                          paused: false
                          ratio: 1.5
                          image: ghcr.io/example/web:1.4.2@sha256:0a
                          version: "1.4"
                          args:
                          - --storage.path=/data
                          - "-v"
                          - "yes"
                          - 50m
                          emptyDir: {}
                          none: []
                          nothing: null
                          script: |
                            #!/bin/sh
                            \tif true; then\s
                              echo hi
                          containers:
                          - name: a
                            ports:
                            - port: 80
                          - - - x
                            - []
                        """);
        assertThat(Yaml.documents(Yaml.write(deployment), "x").get(0).root()).isEqualTo(deployment);
    }
}
