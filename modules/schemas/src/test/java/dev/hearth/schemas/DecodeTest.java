package dev.hearth.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodeTest {

    private static List<String> faults(String yaml) {
        Mapping object = Yaml.documents(yaml, "object.yaml").get(0).mapping();
        return Schemas.of(KubernetesVersion.parse("1.35"))
                .kind(
                        object.text("apiVersion").orElseThrow(),
                        object.text("kind").orElseThrow())
                .orElseThrow()
                .decode(object)
                .stream()
                .map(fault -> fault.reason().word() + " " + fault.path() + ": " + fault.message())
                .toList();
    }

    @Test
    void takes_a_deployment() {
        assertThat(faults("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: a, labels: {a: b}, creationTimestamp: null}
                        spec:
                          replicas: 3
                          selector: {matchLabels: {a: b}}
                          strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 1}}
                          template:
                            metadata: {labels: {a: b}}
                            spec:
                              containers:
                                - name: a
                                  image: a
                                  ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}]
                                  resources: {requests: {cpu: 1, memory: 1Gi}}
                        """)).isEmpty();
    }

    @Test
    void tells_types_unknown_fields_and_doubled_items() {
        assertThat(faults("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: a}
                        spec:
                          replica: 3
                          replicas: "3"
                          selector: {matchLabels: {a: 1}}
                          template:
                            spec:
                              containers:
                                - name: a
                                  ports: [{containerPort: 80}, {containerPort: 80, protocol: TCP}]
                                - name: a
                        """))
                .containsExactly(
                        "unknown-field spec.replica: there is no field \"replica\" here; did you mean \"replicas\"?",
                        "type spec.replicas: must be a whole number of 32 bits, but is a text",
                        "type spec.selector.matchLabels.a: must be a text, but is the number 1",
                        "duplicate spec.template.spec.containers[0].ports[1]: an item before has the same"
                                + " containerPort 80 and protocol \"TCP\"",
                        "duplicate spec.template.spec.containers[1]: an item before has the same name \"a\"");
    }
}
