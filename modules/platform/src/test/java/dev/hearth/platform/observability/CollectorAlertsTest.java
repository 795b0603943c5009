package dev.hearth.platform.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the alerts on the collectors fire, as Prometheus sees it. */
class CollectorAlertsTest {

    private static final SmallCluster CLUSTER = SmallCluster.of(
            Stores.at(SmallCluster.site()),
            Stores.collector().replicas(2),
            AuditLogs.named("audit-logs").logsTo(Stores.LOKI));

    @TempDir
    private Path folder;

    private void test(String rules, String tests) throws IOException {
        Manifest rule = CLUSTER.object("PrometheusRule", rules);
        Outcome lint = Judges.require("promtool")
                .run(List.of("check", "rules", "--lint=all", "--lint-fatal"), Yaml.bytes(rule.spec()));
        assertThat(lint.exitCode()).as(lint.stdout() + lint.stderr()).isZero();
        for (Mapping alert : rule.spec()
                .sequence("groups")
                .mappings()
                .get(0)
                .sequence("rules")
                .mappings()) {
            assertThat(tests).contains("alertname: " + alert.text("alert").orElseThrow() + "\n");
        }

        Files.write(folder.resolve("rules.yaml"), Yaml.bytes(rule.spec()));
        Files.write(
                folder.resolve("tests.yaml"),
                ("rule_files: [rules.yaml]\nevaluation_interval: 1m\ntests:\n" + tests).getBytes(UTF_8));
        Outcome outcome = Judges.require("promtool").in(folder).run("test", "rules", "tests.yaml");
        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    @Test
    void every_way_to_lose_something_is_told() throws IOException {
        test("alloy", """
                - interval: 1m
                  input_series:
                  - {series: 'kube_statefulset_status_replicas_ready{namespace="monitoring", statefulset="alloy"}', values: 2x9 0x60}
                  - {series: 'alloy_component_controller_running_components{namespace="monitoring", job="alloy", pod="alloy-0", controller_id="", health_type="unhealthy"}', values: 0x9 2x60}
                  - {series: 'alloy_component_controller_running_components{namespace="monitoring", job="alloy", pod="alloy-1", controller_id="", health_type="healthy"}', values: 20x70}
                  - {series: 'loki_write_dropped_entries_total{namespace="monitoring", job="alloy", pod="alloy-0", host="loki:3100", reason="ingester_error"}', values: 0x30 15x40}
                  - {series: 'loki_write_dropped_entries_total{namespace="monitoring", job="alloy", pod="alloy-0", host="loki:3100", reason="line_too_long"}', values: 7x70}
                  - {series: 'otelcol_exporter_send_failed_log_records_total{namespace="monitoring", job="alloy", pod="alloy-0", component_id="otelcol.exporter.otlphttp.loki"}', values: 0x20 60+60x50}
                  - {series: 'otelcol_exporter_send_failed_spans_total{namespace="monitoring", job="alloy", pod="alloy-0", component_id="otelcol.exporter.otlp.traces"}', values: 0x20 120+120x50}
                  - {series: 'otelcol_exporter_send_failed_metric_points_total{namespace="monitoring", job="alloy", pod="alloy-0", component_id="otelcol.exporter.otlphttp.mimir"}', values: 0x20 180+180x50}
                  - {series: 'otelcol_receiver_refused_spans_total{namespace="monitoring", job="alloy", pod="alloy-1", transport="http"}', values: 0x20 600+600x50}
                  - {series: 'pyroscope_write_dropped_profiles_total{namespace="monitoring", job="alloy", pod="alloy-1", endpoint="http://pyroscope"}', values: 0+1x70}
                  - {series: 'cluster_node_peers{namespace="monitoring", job="alloy", pod="alloy-0", state="participant"}', values: 2x70}
                  - {series: 'cluster_node_peers{namespace="monitoring", job="alloy", pod="alloy-1", state="participant"}', values: 2x9 1x60}
                  - {series: 'cluster_node_peers{namespace="monitoring", job="alloy", pod="alloy-1", state="viewer"}', values: 0x70}
                  alert_rule_test:
                  - {alertname: AlloyDown, eval_time: 15m, exp_alerts: []}
                  - {alertname: AlloyClusterSplit, eval_time: 20m, exp_alerts: []}
                  - {alertname: AlloyLogsLost, eval_time: 30m, exp_alerts: []}
                  - {alertname: AlloyTracesLost, eval_time: 20m, exp_alerts: []}
                  - alertname: AlloyDown
                    eval_time: 25m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: monitoring, statefulset: alloy}
                      exp_annotations:
                        summary: Nothing gathers logs and traces
                        description: No pod of monitoring/alloy is ready.
                  - alertname: AlloyComponentUnhealthy
                    eval_time: 40m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: monitoring, job: alloy, pod: alloy-0}
                      exp_annotations:
                        summary: A part of the collector does not work
                        description: 2 parts of alloy-0 are unhealthy; its page on port 12345 says which, and why.
                  - alertname: AlloyLogsLost
                    eval_time: 40m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: monitoring, job: alloy, reason: ingester_error}
                      exp_annotations:
                        summary: Logs are lost
                        description: "15 lines of alloy did not reach the store within a quarter of an hour: ingester_error."
                  - alertname: AlloySentLogsLost
                    eval_time: 50m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: monitoring, job: alloy}
                      exp_annotations:
                        summary: The store does not take logs that programs sent
                        description: alloy loses 1 a second.
                  - alertname: AlloyTracesLost
                    eval_time: 50m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: monitoring, job: alloy}
                      exp_annotations:
                        summary: The store does not take traces
                        description: alloy loses 2 a second.
                  - alertname: AlloyRefusesTraces
                    eval_time: 50m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: monitoring, job: alloy}
                      exp_annotations:
                        summary: The collector takes no more traces
                        description: alloy refuses 10 spans a second, by and large for want of memory.
                  - alertname: AlloySentMetricsLost
                    eval_time: 50m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: monitoring, job: alloy}
                      exp_annotations:
                        summary: The store does not take metrics that programs sent
                        description: alloy loses 3 a second.
                  - alertname: AlloyProfilesLost
                    eval_time: 65m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: monitoring, job: alloy}
                      exp_annotations:
                        summary: Profiles are lost
                        description: 30 profiles did not reach the store within half an hour.
                  - alertname: AlloyClusterSplit
                    eval_time: 40m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: monitoring, job: alloy, pod: alloy-1}
                      exp_annotations:
                        summary: The collectors do not all know each other
                        description: alloy-1 knows 1 of 2, so logs are stored twice or not at all.
                - interval: 1m
                  input_series:
                  - {series: 'loki_write_sent_entries_total{namespace="monitoring", job="alloy", pod="alloy-0", host="loki:3100"}', values: 0+100x30 3000x60}
                  - {series: 'loki_write_sent_entries_total{namespace="monitoring", job="alloy", pod="alloy-1", host="loki:3100"}', values: 0+100x40 4000x60}
                  alert_rule_test:
                  - {alertname: AlloyGathersNoLogs, eval_time: 54m, exp_alerts: []}
                  - alertname: AlloyGathersNoLogs
                    eval_time: 80m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: monitoring, job: alloy}
                      exp_annotations:
                        summary: No log reaches the store
                        description: alloy runs, but has sent no line for half an hour.
                """);
    }

    @Test
    void an_audit_log_that_is_not_read_is_told() throws IOException {
        test("audit-logs", """
                - interval: 1m
                  input_series:
                  - {series: 'loki_source_file_read_lines_total{namespace="audit-logs", job="audit-logs", pod="a", path="/var/log/apiserver/audit.log"}', values: 0+100x80}
                  - {series: 'loki_source_file_read_lines_total{namespace="audit-logs", job="audit-logs", pod="b", path="/var/log/apiserver/audit.log"}', values: 0+100x20 2000x60}
                  - {series: 'alloy_component_controller_running_components{namespace="audit-logs", job="audit-logs", pod="b", health_type="unhealthy"}', values: 1x80}
                  - {series: 'loki_write_dropped_entries_total{namespace="audit-logs", job="audit-logs", pod="b", reason="rate_limited"}', values: 0x20 14x60}
                  alert_rule_test:
                  - {alertname: AuditLogUnread, eval_time: 45m, exp_alerts: []}
                  - alertname: AuditLogUnread
                    eval_time: 60m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: audit-logs, pod: b}
                      exp_annotations:
                        summary: An audit log is not read any more
                        description: "b has read no line for half an hour, although an API server is asked all the time: it does not write /var/log/apiserver/audit.log, or nobody reads it."
                  - alertname: AuditReaderUnhealthy
                    eval_time: 20m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: audit-logs, job: audit-logs, pod: b}
                      exp_annotations:
                        summary: A part of the collector does not work
                        description: 1 parts of b are unhealthy; its page on port 12345 says which, and why.
                  - alertname: AuditLogLost
                    eval_time: 30m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: audit-logs, job: audit-logs, reason: rate_limited}
                      exp_annotations:
                        summary: Logs are lost
                        description: "14 lines of audit-logs did not reach the store within a quarter of an hour: rate_limited."
                - interval: 1m
                  input_series:
                  - {series: 'up{namespace="audit-logs", job="audit-logs", pod="a"}', values: 1x40}
                  alert_rule_test:
                  - alertname: AuditLogUnread
                    eval_time: 20m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: audit-logs, job: audit-logs}
                      exp_annotations:
                        summary: An audit log is not read any more
                        description: "Every pod has read no line for half an hour, although an API server is asked all the time: it does not write /var/log/apiserver/audit.log, or nobody reads it."
                """);
    }
}
