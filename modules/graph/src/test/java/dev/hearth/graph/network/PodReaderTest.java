package dev.hearth.graph.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodReaderTest {

    private static final String TEMPLATE = """
            {metadata: {labels: {app: web}}, spec: {serviceAccountName: robot, containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}}""";

    @ParameterizedTest
    @CsvSource({
        "apps/v1, Deployment",
        "apps/v1, StatefulSet",
        "apps/v1, DaemonSet",
        "apps/v1, ReplicaSet",
        "v1, ReplicationController"
    })
    void reads_the_template_of_a_workload(String apiVersion, String kind) {
        assertThat(NetworkPolicies.of(Yaml.read("""
                        apiVersion: %s
                        kind: %s
                        metadata: {name: web, namespace: shop, labels: {of: workload}}
                        spec: {template: %s}
                        """.formatted(apiVersion, kind, TEMPLATE), "test.yaml"))
                        .pods())
                .containsExactly(Pod.of(kind, "web", "shop")
                        .label("app", "web")
                        .serviceAccount("robot")
                        .port("http", 8080));
    }

    @Test
    void reads_the_template_of_a_cron_job() {
        assertThat(NetworkPolicies.of(Yaml.read("""
                        apiVersion: batch/v1
                        kind: CronJob
                        metadata: {name: web, namespace: shop}
                        spec: {jobTemplate: {spec: {template: %s}}}
                        """.formatted(TEMPLATE), "test.yaml"))
                        .pod("shop", "web"))
                .isEqualTo(Pod.of("CronJob", "web", "shop")
                        .label("app", "web")
                        .serviceAccount("robot")
                        .port("http", 8080));
    }

    @Test
    void knows_the_labels_that_a_job_puts_on_its_pods() {
        assertThat(NetworkPolicies.of(Yaml.read("""
                        apiVersion: batch/v1
                        kind: Job
                        metadata: {name: load, namespace: shop}
                        spec: {template: %s}
                        """.formatted(TEMPLATE), "test.yaml"))
                        .pod("shop", "load")
                        .labels())
                .containsOnly(
                        java.util.Map.entry("app", "web"),
                        java.util.Map.entry("job-name", "load"),
                        java.util.Map.entry("batch.kubernetes.io/job-name", "load"));
    }

    @Test
    void reads_a_pod_with_side_containers_on_the_network_of_its_node() {
        assertThat(NetworkPolicies.of(Yaml.read("""
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: agent, labels: {app: agent}}
                        spec:
                          hostNetwork: true
                          initContainers:
                            - {name: side, restartPolicy: Always, ports: [{name: side, containerPort: 1, protocol: UDP}]}
                            - {name: once, ports: [{name: once, containerPort: 2}]}
                          containers:
                            - {name: agent, ports: [{containerPort: 3}, {containerPort: 70000}]}
                        """, "test.yaml")).pods())
                .containsExactly(Pod.named("agent", "default")
                        .label("app", "agent")
                        .port(new ContainerPort("side", 1, Protocol.UDP))
                        .port("", 3)
                        .onHostNetwork()
                        .single());
    }

    @Test
    void passes_over_kinds_of_other_groups() {
        assertThat(NetworkPolicies.of(Yaml.read("""
                        apiVersion: example.org/v1
                        kind: Deployment
                        metadata: {name: web, namespace: shop}
                        spec: {template: %s}
                        """.formatted(TEMPLATE), "test.yaml"))
                        .pods())
                .isEmpty();
    }
}
