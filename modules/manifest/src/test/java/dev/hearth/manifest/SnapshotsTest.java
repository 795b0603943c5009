package dev.hearth.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import org.junit.jupiter.api.Test;

class SnapshotsTest {

    private static final String SERVICE = """
            kind: Service
            apiVersion: v1
            metadata:
              name: web
              labels: {}
              finalizers: []
            spec:
              unknown: null
              ports:
              - targetPort: 080
                port: 80
                name: http
                extra: []
              - {name: metrics, port: 9090, targetPort: metrics}
            """;

    @Test
    void snapshots_a_typed_object() {
        Service service = new ServiceBuilder()
                .withNewMetadata()
                .withName("web")
                .addToLabels("b", "2")
                .addToLabels("a", "1")
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(80)
                .withNewTargetPort("http")
                .endPort()
                .endSpec()
                .build();

        assertThat(Yaml.write(Snapshots.of(service).root())).isEqualTo("""
                        apiVersion: v1
                        kind: Service
                        metadata:
                          labels:
                            a: "1"
                            b: "2"
                          name: web
                        spec:
                          ports:
                          - port: 80
                            targetPort: http
                        """);
    }

    @Test
    void a_patch_changes_nothing_but_what_it_changes() {
        Manifest service = Yaml.read(SERVICE, "service.yaml").get(0);

        Manifest patched = Snapshots.patch(service, Service.class, typed -> {
            typed.getSpec().getPorts().get(0).setPort(8080);
            return typed;
        });

        assertThat(Yaml.write(patched.root())).isEqualTo("""
                        kind: Service
                        apiVersion: v1
                        metadata:
                          name: web
                          labels: {}
                          finalizers: []
                        spec:
                          unknown: null
                          ports:
                          - targetPort: 80
                            port: 8080
                            name: http
                            extra: []
                          - name: metrics
                            port: 9090
                            targetPort: metrics
                        """);
    }

    @Test
    void a_patch_of_another_kind_is_refused() {
        Manifest service = Yaml.read(SERVICE, "service.yaml").get(0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Snapshots.to(service, ConfigMap.class))
                .withMessage("Service web is of v1 Service, not of v1 ConfigMap; use the class of its kind");
    }
}
