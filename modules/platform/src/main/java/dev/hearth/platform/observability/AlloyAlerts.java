package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import java.util.ArrayList;
import java.util.List;

/** What is told of the collector: what it loses, and what it does not do. */
final class AlloyAlerts {

    private final Alloy alloy;
    private final String job;

    AlloyAlerts(Alloy alloy) {
        this.alloy = alloy;
        this.job = "namespace=\"" + alloy.namespace() + "\",job=\"" + alloy.name() + "\"";
    }

    Rules rules() {
        Rules rules = Rules.named(alloy.name());
        for (Alert alert : alerts()) {
            rules = rules.alert(alert);
        }
        return rules;
    }

    private List<Alert> alerts() {
        List<Alert> alerts = new ArrayList<>();
        alerts.add(Alert.named("AlloyDown")
                .expr("kube_statefulset_status_replicas_ready{namespace=\"" + alloy.namespace() + "\",statefulset=\""
                        + alloy.name() + "\"} == 0")
                .holding(minutes(10))
                .severity(Severity.CRITICAL)
                .summary("Nothing gathers logs and traces")
                .description("No pod of {{ $labels.namespace }}/{{ $labels.statefulset }} is ready."));
        alerts.add(unhealthy("AlloyComponentUnhealthy", job));
        if (alloy.logs().isPresent()) {
            alerts.add(dropped("AlloyLogsLost", job));
            alerts.add(Alert.named("AlloyGathersNoLogs")
                    .expr("sum by (namespace, job) (rate(loki_write_sent_entries_total{" + job + "}[15m])) == 0")
                    .holding(minutes(15))
                    .severity(Severity.CRITICAL)
                    .summary("No log reaches the store")
                    .description("{{ $labels.job }} runs, but has sent no line for half an hour."));
            alerts.add(failing("AlloySentLogsLost", "log_records", "logs that programs sent"));
        }
        if (alloy.traces().isPresent()) {
            alerts.add(failing("AlloyTracesLost", "spans", "traces"));
            alerts.add(Alert.named("AlloyRefusesTraces")
                    .expr("sum by (namespace, job) (rate(otelcol_receiver_refused_spans_total{" + job + "}[10m])) > 0")
                    .holding(minutes(10))
                    .severity(Severity.WARNING)
                    .summary("The collector takes no more traces")
                    .description("{{ $labels.job }} refuses {{ $value | humanize }} spans a second, by and large for"
                            + " want of memory."));
        }
        if (alloy.metrics().isPresent()) {
            alerts.add(failing("AlloySentMetricsLost", "metric_points", "metrics that programs sent"));
        }
        if (alloy.profiles().isPresent()) {
            alerts.add(Alert.named("AlloyProfilesLost")
                    .expr("sum by (namespace, job) (increase(pyroscope_write_dropped_profiles_total{" + job
                            + "}[30m])) > 0")
                    .holding(minutes(30))
                    .severity(Severity.WARNING)
                    .summary("Profiles are lost")
                    .description("{{ $value | humanize }} profiles did not reach the store within half an hour."));
        }
        if (alloy.replicas() > 1) {
            alerts.add(Alert.named("AlloyClusterSplit")
                    .expr("sum by (namespace, job, pod) (cluster_node_peers{" + job + ",state=\"participant\"}) != "
                            + alloy.replicas())
                    .holding(minutes(15))
                    .severity(Severity.WARNING)
                    .summary("The collectors do not all know each other")
                    .description("{{ $labels.pod }} knows {{ $value }} of " + alloy.replicas()
                            + ", so logs are stored twice or not at all."));
        }
        return alerts;
    }

    /** A part of a collector that does not work; what it exports stays as it was. */
    static Alert unhealthy(String name, String job) {
        return Alert.named(name)
                .expr("sum by (namespace, job, pod) (alloy_component_controller_running_components{" + job
                        + ",health_type=\"unhealthy\"}) > 0")
                .holding(minutes(15))
                .severity(Severity.WARNING)
                .summary("A part of the collector does not work")
                .description("{{ $value }} parts of {{ $labels.pod }} are unhealthy; its page on port "
                        + Alloy.HTTP.number() + " says which, and why.");
    }

    /** Lines that the store did not take after all tries, or refused. */
    static Alert dropped(String name, String job) {
        return Alert.named(name)
                .expr("sum by (namespace, job, reason) (increase(loki_write_dropped_entries_total{" + job
                        + "}[15m])) > 0")
                .severity(Severity.WARNING)
                .summary("Logs are lost")
                .description(
                        "{{ $value | humanize }} lines of {{ $labels.job }} did not reach the store within a quarter"
                                + " of an hour: {{ $labels.reason }}.");
    }

    private Alert failing(String name, String unit, String what) {
        return Alert.named(name)
                .expr("sum by (namespace, job) (rate(otelcol_exporter_send_failed_" + unit + "_total{" + job
                        + "}[10m])) > 0")
                .holding(minutes(10))
                .severity(Severity.WARNING)
                .summary("The store does not take " + what)
                .description("{{ $labels.job }} loses {{ $value | humanize }} a second.");
    }
}
