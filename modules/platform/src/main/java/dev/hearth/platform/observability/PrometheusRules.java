package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.RuleGroup;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;

/**
 * What a Prometheus tells of itself, and of what it scrapes of its own accord: kubelets and the API server.
 *
 * @see <a href="https://github.com/prometheus/prometheus/tree/main/documentation/prometheus-mixin">Prometheus' own alerts</a>
 */
final class PrometheusRules {

    private static final String JOB = "job=\"" + Prometheus.SERVICE + "\"";

    private PrometheusRules() {}

    static Rules of(Prometheus prometheus) {
        Rules rules = itself(targets(Rules.named(prometheus.name())));
        if (!prometheus.alertmanagers().isEmpty()) {
            rules = rules.group(telling(RuleGroup.named("alerts")));
        }
        if (!prometheus.remoteWrites().isEmpty()) {
            rules = rules.group(remoteWrite(RuleGroup.named("remote-write")));
        }
        return rules.group(kubernetes(RuleGroup.named("kubernetes")));
    }

    private static Rules targets(Rules rules) {
        return rules.alert(Alert.named("Watchdog")
                        .expr("vector(1)")
                        .severity(Severity.NONE)
                        .summary("Alerting works")
                        .description("This alert always fires, so that its absence can be noticed."))
                .alert(Alert.named("TargetDown")
                        .expr("100 * (count by (cluster, job, namespace, service) (up == 0)"
                                + " / count by (cluster, job, namespace, service) (up)) > 10")
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary("Metrics are missing")
                        .description("{{ $value | humanize }} % of {{ $labels.namespace }}/{{ $labels.service }}"
                                + " do not answer."));
    }

    private static Rules itself(Rules rules) {
        return rules.alert(Alert.named("PrometheusBadConfiguration")
                        .expr("max_over_time(prometheus_config_last_reload_successful{" + JOB + "}[5m]) == 0")
                        .holding(minutes(10))
                        .severity(Severity.CRITICAL)
                        .summary("Prometheus cannot read its configuration")
                        .description("{{ $labels.pod }} goes on with the one before; its log says what is wrong."))
                .alert(Alert.named("PrometheusRuleFailing")
                        .expr("sum by (namespace, rule_group) (increase(prometheus_rule_evaluation_failures_total{"
                                + JOB + "}[5m])) > 0")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("Alerts are not evaluated")
                        .description("Rules of {{ $labels.rule_group }} fail, so what they watch is not watched."))
                .alert(Alert.named("PrometheusRulesLate")
                        .expr("sum by (namespace, rule_group) (increase(prometheus_rule_group_iterations_missed_total{"
                                + JOB + "}[5m])) > 0")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Rules take longer than they may")
                        .description("Rules of {{ $labels.rule_group }} are left out: Prometheus has too little CPU, or"
                                + " their questions are too wide."))
                .alert(Alert.named("PrometheusNotIngesting")
                        .expr("sum by (namespace, pod) (rate(prometheus_tsdb_head_samples_appended_total{" + JOB
                                + "}[5m])) <= 0")
                        .holding(minutes(10))
                        .severity(Severity.CRITICAL)
                        .summary("Prometheus takes no samples in")
                        .description("{{ $labels.pod }} has stored nothing for 10 minutes."))
                .alert(Alert.named("PrometheusStorageFailing")
                        .expr("sum by (namespace, pod) (increase(prometheus_tsdb_compactions_failed_total{" + JOB
                                + "}[3h]) + increase(prometheus_tsdb_reloads_failures_total{" + JOB + "}[3h])) > 0")
                        .holding(minutes(60))
                        .severity(Severity.WARNING)
                        .summary("Prometheus cannot work on its blocks")
                        .description("{{ $labels.pod }} fails to compact or to read what it has stored; a full or"
                                + " faulty disk is the usual reason."))
                .alert(Alert.named("PrometheusLosesSamples")
                        .expr(
                                "sum by (namespace, pod) (rate(prometheus_target_scrapes_sample_duplicate_timestamp_total{"
                                        + JOB + "}[5m]) + rate(prometheus_target_scrapes_sample_out_of_order_total{"
                                        + JOB
                                        + "}[5m])) > 0")
                        .holding(minutes(60))
                        .severity(Severity.WARNING)
                        .summary("Samples are dropped")
                        .description("{{ $labels.pod }} gets the same series from two targets; its log at level debug"
                                + " says which."));
    }

    private static RuleGroup telling(RuleGroup group) {
        return group.alert(Alert.named("PrometheusWithoutAlertmanager")
                        .expr("max_over_time(prometheus_notifications_alertmanagers_discovered{" + JOB + "}[5m]) < 1")
                        .holding(minutes(10))
                        .severity(Severity.CRITICAL)
                        .summary("Prometheus knows nobody to tell of alerts")
                        .description("No pod of an Alertmanager is ready for {{ $labels.pod }}."))
                .alert(Alert.named("PrometheusCannotTell")
                        .expr("sum by (namespace, pod, alertmanager) (rate(prometheus_notifications_errors_total{" + JOB
                                + "}[5m])) / sum by (namespace, pod, alertmanager)"
                                + " (rate(prometheus_notifications_sent_total{" + JOB + "}[5m])) > 0.01")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Alerts do not reach Alertmanager")
                        .description("{{ $value | humanizePercentage }} of the alerts for {{ $labels.alertmanager }}"
                                + " are not taken."));
    }

    private static RuleGroup remoteWrite(RuleGroup group) {
        return group.alert(Alert.named("RemoteWriteBehind")
                        .expr("max_over_time(prometheus_remote_storage_queue_highest_timestamp_seconds{" + JOB
                                + "}[5m]) - max_over_time("
                                + "prometheus_remote_storage_queue_highest_sent_timestamp_seconds{" + JOB
                                + "}[5m]) > 120")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("The long-term store is behind")
                        .description("What {{ $labels.url }} has is {{ $value | humanizeDuration }} old. Prometheus"
                                + " keeps what is missing for about two hours."))
                .alert(Alert.named("RemoteWriteRefused")
                        .expr("sum by (namespace, pod, url) (rate(prometheus_remote_storage_samples_failed_total{" + JOB
                                + "}[5m])) / (sum by (namespace, pod, url)"
                                + " (rate(prometheus_remote_storage_samples_failed_total{" + JOB + "}[5m]))"
                                + " + sum by (namespace, pod, url) (rate(prometheus_remote_storage_samples_total{" + JOB
                                + "}[5m]))) > 0.01")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("The long-term store refuses samples")
                        .description("{{ $value | humanizePercentage }} of what is sent to {{ $labels.url }} is lost;"
                                + " a limit of the store is the usual reason."));
    }

    private static RuleGroup kubernetes(RuleGroup group) {
        return group.alert(Alert.named("KubeletDown")
                        .expr("absent(up{job=\"kubelet\"} == 1)")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("No kubelet answers")
                        .description("Nothing is known of what pods take; the operator's Service kube-system/kubelet"
                                + " says where they are looked for."))
                .alert(Alert.named("KubeApiServerDown")
                        .expr("absent(up{job=\"apiserver\"} == 1)")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("The API server does not answer")
                        .description("What runs goes on, but nothing is started, moved or healed."))
                .alert(Alert.named("KubeApiServerErrors")
                        .expr("sum by (job) (rate(apiserver_request_total{job=\"apiserver\",code=~\"5..\"}[10m]))"
                                + " / sum by (job) (rate(apiserver_request_total{job=\"apiserver\"}[10m])) > 0.03")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("The API server answers with errors")
                        .description("{{ $value | humanizePercentage }} of the requests to it fail."))
                .alert(Alert.named("PersistentVolumeFillingUp")
                        .expr("kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.10"
                                + " and kubelet_volume_stats_used_bytes > 0")
                        .holding(minutes(10))
                        .severity(Severity.CRITICAL)
                        .summary("A volume is almost full")
                        .description("{{ $labels.persistentvolumeclaim }} of {{ $labels.namespace }} has"
                                + " {{ $value | humanizePercentage }} left. A volume on a node's own disk shows the"
                                + " whole disk."));
    }
}
