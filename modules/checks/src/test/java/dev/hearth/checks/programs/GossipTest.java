package dev.hearth.checks.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GossipTest {

    private static final String TREE = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: alerts, namespace: monitoring}
            spec:
              replicas: 2
              serviceName: alerts
              selector: {matchLabels: {app: alerts}}
              template:
                metadata: {labels: {app: alerts}}
                spec:
                  containers:
                    - name: alertmanager
                      image: quay.io/prometheus/alertmanager:v0.33.1
                      args: ["--cluster.peer=alerts-0.alerts.monitoring.svc:9094", "--cluster.peer=alerts-1.alerts:9094"]
                      readinessProbe: {httpGet: {path: /-/ready, port: 9093}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: alerts, namespace: monitoring}
            spec: {clusterIP: None, selector: {app: alerts}, ports: [{name: mesh, port: 9094}]}
            """;

    private static List<String> gossip(String tree) {
        return Trees.found(tree).stream()
                .filter(finding -> finding.contains("config.gossip"))
                .toList();
    }

    @Test
    void peers_that_wait_for_each_other_are_found_once() {
        assertThat(gossip(TREE))
                .singleElement()
                .asString()
                .startsWith(
                        "INFO config.gossip Service monitoring/alerts spec.publishNotReadyAddresses is where the members");
    }

    @Test
    void nothing_is_said_where_nobody_waits() {
        assertThat(gossip(TREE.replace("clusterIP: None", "clusterIP: None, publishNotReadyAddresses: true")))
                .isEmpty();
        assertThat(gossip(TREE.replace("clusterIP: None, ", ""))).isEmpty();
        assertThat(gossip(TREE.replace("replicas: 2", "replicas: 1"))).isEmpty();
        assertThat(gossip(TREE.replace("readinessProbe", "livenessProbe"))).isEmpty();
        assertThat(gossip(TREE.replace("alertmanager:v0.33.1", "another:v1"))).isEmpty();
        assertThat(gossip(TREE.replace("alerts.monitoring.svc", "alerts.other.svc")
                        .replace("alerts-1.alerts", "there")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dns+app.monitoring.svc.cluster.local:7946",
                "dns+app.monitoring.svc.cluster.local.:7946",
                "dnssrv+_gossip._tcp.app.monitoring.svc.example.org",
                "app.monitoring.svc",
                "app.monitoring:7946",
                "app",
            })
    void a_store_names_its_members_in_its_configuration(String member) {
        String tree =
                Trees.program("mimir:3.2.0", Trees.OPTIONS, "readinessProbe: {tcpSocket: {port: 8080}}", """
                        memberlist: {join_members: ["MEMBER"]}
                        """.replace(
                                                "MEMBER", member))
                                .replace("replicas: 1", "replicas: 3")
                        + """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: app, namespace: monitoring}
                spec: {clusterIP: None, selector: {app: app}, ports: [{name: gossip, port: 7946}]}
                """;

        assertThat(gossip(tree)).hasSize(1);
    }
}
