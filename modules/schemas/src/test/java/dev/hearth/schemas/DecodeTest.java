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

    private static Mapping object(String yaml) {
        return Yaml.documents(yaml, "object.yaml").get(0).mapping();
    }

    private static KindSchema kind(Mapping object) {
        return Schemas.of(KubernetesVersion.parse("1.35"))
                .kind(
                        object.text("apiVersion").orElseThrow(),
                        object.text("kind").orElseThrow())
                .orElseThrow();
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
                        "type spec.selector.matchLabels.a: must be a text, but is a number",
                        "duplicate spec.template.spec.containers[0].ports[1]: an item before has the same"
                                + " containerPort 80 and protocol \"TCP\"",
                        "duplicate spec.template.spec.containers[1]: an item before has the same name \"a\"");
    }

    @Test
    void puts_the_defaults_that_the_schema_of_a_built_in_kind_states() {
        Mapping service =
                object("apiVersion: v1\nkind: Service\nspec: {ports: [{port: 80}, {port: 53, protocol: UDP}]}");
        assertThat(kind(service).defaulted(service))
                .isEqualTo(object("apiVersion: v1\nkind: Service\n"
                        + "spec: {ports: [{port: 80, protocol: TCP}, {port: 53, protocol: UDP}]}"));
    }

    @Test
    void tells_what_the_server_makes_of_a_number_that_does_not_fit() {
        assertThat(faults("apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: 4294967299}"))
                .containsExactly("wrapped spec.replicas: has room for 32 bits: the API server makes 3 of 4294967299");
    }

    @Test
    void stores_what_the_server_makes_of_it() {
        Mapping deployment = object("apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: 4294967299}");

        assertThat(kind(deployment).defaulted(deployment).mapping("spec").number("replicas"))
                .contains(3L);
    }

    @Test
    void never_shows_the_value_of_a_secret() {
        assertThat(faults("apiVersion: v1\nkind: Secret\ndata: {password: hunter2!, other: geheim}"))
                .containsExactly(
                        "type data.password: must be bytes in base64, but has other characters",
                        "type data.other: must be bytes in base64, but has a length that is no multiple of four");
    }
}
