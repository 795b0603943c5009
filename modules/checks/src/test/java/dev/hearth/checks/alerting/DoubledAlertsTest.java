package dev.hearth.checks.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoubledAlertsTest {

    private static final String RULE = """
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata: {name: nodes, namespace: monitoring}
            spec: {groups: [{name: nodes, rules: [{alert: NodeDown, expr: 'up{job="node$"} == 0'}]}]}
            ---
            """;

    private static String grafana(String rule) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: grafana-alerts, namespace: monitoring}
                data:
                  nodes.yaml: |
                    apiVersion: 1
                    groups: [{orgId: 1, name: nodes, folder: nodes, interval: 1m, rules: [RULE]}]
                """.replace("RULE", rule);
    }

    private static List<String> found(String rule) {
        return AlertingCheck.of(RULE + grafana(rule));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{uid: a, title: NodeDown, data: [{refId: A, model: {expr: 'x > 1'}}]}                      | 1",
                "{uid: a, title: Node Down, data: [{refId: A, model: {expr: 'x > 1'}}]}                     | 1",
                "{uid: a, title: Other, data: [{refId: A, model: {expr: 'up{job=\"node$\"}==0'}}]}          | 1",
                "{uid: a, title: Other, data: [{refId: A, model: {expr: 'up{job=\"node$$\"}  == 0'}}]}      | 1",
                "{uid: a, title: Other, data: [{refId: A, model: {type: reduce}}]}                          | 0",
                "{uid: a, title: Other, data: [{refId: A, model: {expr: 'up == 0'}}]}                       | 0",
                "{uid: a, title: NodeDown, isPaused: true, data: [{refId: A, model: {expr: 'x > 1'}}]}      | 0",
                "{uid: a, title: NodeDown, record: {metric: m, from: A}, data: [{refId: A, model: {expr: 'x > 1'}}]} | 0",
            })
    void a_rule_of_grafana_is_compared_by_name_and_by_what_it_asks(String rule, int findings) {
        assertThat(found(rule)).hasSize(findings);
    }

    @Test
    void a_finding_names_both() {
        assertThat(found("{uid: a, title: NodeDown, data: [{refId: A, model: {expr: 'x > 1'}}]}"))
                .singleElement()
                .asString()
                .startsWith("warning alert.twice data[nodes.yaml]: has Grafana raise at groups[0].rules[0] what ")
                .contains("PrometheusRule", "nodes", "NodeDown");
    }

    @Test
    void a_secret_may_hold_the_file_and_a_config_map_the_alert() {
        String secret = grafana("{uid: a, title: NodeDown, data: [{refId: A, model: {expr: 'x > 1'}}]}")
                .replace("kind: ConfigMap", "kind: Secret")
                .replace("data:\n  nodes", "stringData:\n  nodes");
        String file = """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: loki-rules, namespace: monitoring}
                data:
                  rules.yaml: |
                    groups: [{name: a, rules: [{alert: NodeDown, expr: 'x > 2'}]}]
                """;

        assertThat(AlertingCheck.of(secret + file)).hasSize(1);
        assertThat(AlertingCheck.of(secret)).isEmpty();
    }

    @Test
    void what_is_no_file_of_grafana_is_passed_over() {
        String other = grafana("{uid: a, title: NodeDown, data: [{refId: A}]}");

        assertThat(AlertingCheck.of(RULE + other.replace("apiVersion: 1\n", "apiVersion: 2\n")))
                .isEmpty();
        assertThat(AlertingCheck.of(RULE + other.replace("groups:", "contactPoints:")))
                .isEmpty();
    }
}
