package dev.hearth.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.monitor.LogRules;
import dev.hearth.judges.Judges;
import dev.hearth.manifest.Mapping;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FalcoAlertsTest {

    private static final Falco FALCO = Falco.named("falco")
            .alertsTo(ServiceRef.of("alertmanager", "alertmanager", "web"))
            .logsTo(ServiceRef.of("loki", "loki", "http-metrics"));
    private static final SmallCluster CLUSTER = SmallCluster.of(FalcoTest.site(), FALCO);

    @TempDir
    private Path folder;

    private void test(String rules, String tests) throws IOException {
        ThreatAlerts.hold(Judges.require("promtool"), folder, CLUSTER.object("PrometheusRule", rules), tests);
    }

    @Test
    void a_node_without_falco_is_told() throws IOException {
        test("falco", """
                - interval: 1m
                  input_series:
                  - {series: 'kube_daemonset_status_desired_number_scheduled{namespace="falco", daemonset="falco"}', values: 2x60}
                  - {series: 'kube_daemonset_status_number_ready{namespace="falco", daemonset="falco"}', values: 2x9 1x50}
                  - {series: 'kube_daemonset_status_desired_number_scheduled{namespace="velero", daemonset="node-agent"}', values: 2x60}
                  - {series: 'kube_daemonset_status_number_ready{namespace="velero", daemonset="node-agent"}', values: 0x60}
                  alert_rule_test:
                  - {alertname: FalcoMissingOnNode, eval_time: 24m, exp_alerts: []}
                  - alertname: FalcoMissingOnNode
                    eval_time: 26m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: falco, daemonset: falco}
                      exp_annotations:
                        summary: A node is not watched for intruders
                        description: Falco is not ready on 1 of the nodes; kubectl --namespace falco get pods --output wide says on which.
                """);
    }

    @Test
    void events_that_are_dropped_are_told_once_they_are_many_for_long() throws IOException {
        test("falco", """
                - interval: 1m
                  input_series:
                  - {series: 'falcosecurity_scap_n_evts_total{namespace="falco", pod="falco-a"}', values: 0+1000x80}
                  - {series: 'falcosecurity_scap_n_drops_total{namespace="falco", pod="falco-a"}', values: 0x20 100+100x60}
                  - {series: 'falcosecurity_scap_n_evts_total{namespace="falco", pod="falco-b"}', values: 0+1000x80}
                  - {series: 'falcosecurity_scap_n_drops_total{namespace="falco", pod="falco-b"}', values: 0+10x80}
                  alert_rule_test:
                  - {alertname: FalcoDropsEvents, eval_time: 30m, exp_alerts: []}
                  - alertname: FalcoDropsEvents
                    eval_time: 70m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: falco, pod: falco-a}
                      exp_annotations:
                        summary: Falco does not see everything
                        description: "10% of the system calls on the node of falco-a are dropped, so what an intruder does may be among them."
                """);
    }

    @Test
    void what_falco_could_not_hand_on_is_told() throws IOException {
        test("falco", """
                - interval: 1m
                  input_series:
                  - {series: 'falcosecurity_falco_outputs_queue_num_drops_total{namespace="falco", pod="falco-a"}', values: 0x20 3x60}
                  alert_rule_test:
                  - {alertname: FalcoOutputsLost, eval_time: 20m, exp_alerts: []}
                  - alertname: FalcoOutputsLost
                    eval_time: 25m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: falco, pod: falco-a}
                      exp_annotations:
                        summary: Falco loses what it has to tell
                        description: falco-a has found more than it could hand on.
                  - {alertname: FalcoOutputsLost, eval_time: 60m, exp_alerts: []}
                """);
    }

    @Test
    void the_very_first_critical_event_is_told_and_so_is_a_further_one_but_no_warning() throws IOException {
        test("falco", """
                - interval: 1m
                  input_series:
                  - series: 'falcosecurity_falco_rules_matches_total{namespace="falco", pod="falco-a", priority="2", rule_name="Drop and execute new binary in container"}'
                    values: _x20 1x40 2x40
                  - series: 'falcosecurity_falco_rules_matches_total{namespace="falco", pod="falco-a", priority="4", rule_name="Find AWS Credentials"}'
                    values: _x20 1+1x80
                  alert_rule_test:
                  - {alertname: FalcoCriticalEvent, eval_time: 19m, exp_alerts: []}
                  - alertname: FalcoCriticalEvent
                    eval_time: 21m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: falco, rule_name: Drop and execute new binary in container}
                      exp_annotations:
                        summary: "Falco: Drop and execute new binary in container"
                        description: It happened 1 times within 15 minutes. The logs of falco and those of job falco say where.
                  - {alertname: FalcoCriticalEvent, eval_time: 45m, exp_alerts: []}
                  - alertname: FalcoCriticalEvent
                    eval_time: 65m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: falco, rule_name: Drop and execute new binary in container}
                      exp_annotations:
                        summary: "Falco: Drop and execute new binary in container"
                        description: It happened 1 times within 15 minutes. The logs of falco and those of job falco say where.
                """);
    }

    @Test
    void a_way_to_alerts_or_logs_that_fails_is_told_by_its_first_failure() throws IOException {
        test("falcosidekick", """
                - interval: 1m
                  input_series:
                  - {series: 'kube_deployment_status_replicas_available{namespace="falco", deployment="falcosidekick"}', values: 1x30 0x30}
                  - {series: 'falcosecurity_falcosidekick_outputs_total{namespace="falco", destination="loki", status="error"}', values: _x10 2x50}
                  - {series: 'falcosecurity_falcosidekick_outputs_total{namespace="falco", destination="loki", status="ok"}', values: 0+1x60}
                  alert_rule_test:
                  - {alertname: FalcosidekickFailing, eval_time: 9m, exp_alerts: []}
                  - alertname: FalcosidekickFailing
                    eval_time: 12m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: falco, destination: loki}
                      exp_annotations:
                        summary: What Falco tells does not reach loki
                        description: 2 events of the last 15 minutes were not taken; the logs of falco say why.
                  - {alertname: FalcosidekickFailing, eval_time: 40m, exp_alerts: []}
                  - {alertname: FalcosidekickDown, eval_time: 39m, exp_alerts: []}
                  - alertname: FalcosidekickDown
                    eval_time: 45m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: falco, deployment: falcosidekick}
                      exp_annotations:
                        summary: Nobody hands on what Falco tells
                        description: No pod of falco/falcosidekick is ready; only the logs of Falco's own pods have its events.
                """);
    }

    @Test
    void several_kinds_of_small_things_in_one_pod_are_an_alert_over_logs() {
        Mapping group = FALCO.offers().of(LogRules.class).get(0).node();

        assertThat(group.sequence("rules").mappings().get(0).text("expr"))
                .contains("count by (namespace, pod) (sum by (namespace, pod, rule)"
                        + " (count_over_time({job=\"falco\", pod=~\".+\"}[10m]))) >= 4");
    }
}
