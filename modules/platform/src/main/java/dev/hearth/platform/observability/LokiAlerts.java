package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;

/** When a Loki needs somebody. */
final class LokiAlerts {

    private LokiAlerts() {}

    static Rules of(String name) {
        return Rules.named(name)
                .alert(StoreAlerts.requests("Loki", "loki"))
                .alert(StoreAlerts.discards("Loki", "loki_discarded_samples_total", "log lines"))
                .alert(StoreAlerts.ring("Loki", "loki"))
                .alert(Alert.named("LokiPanics")
                        .expr("sum by (namespace) (increase(loki_panic_total[10m])) > 0")
                        .severity(Severity.CRITICAL)
                        .summary("A request makes Loki fail")
                        .description("Its logs hold the place in the program."))
                .alert(Alert.named("LokiFlushFailing")
                        .expr("sum by (namespace) (rate(loki_ingester_chunks_flush_failures_total[15m])) > 0")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("Loki cannot write to its bucket")
                        .description("Logs stay on its disk until it is full; look whether the object store answers."))
                .alert(Alert.named("LokiDiskFull")
                        .expr("sum by (namespace, pod) (increase(loki_ingester_wal_disk_full_failures_total[15m])) > 0")
                        .severity(Severity.CRITICAL)
                        .summary("The disk of Loki is full")
                        .description("{{ $labels.pod }} takes logs that a restart loses."))
                .alert(Alert.named("LokiDiskFilling")
                        .expr("max by (namespace, pod) (loki_ingester_wal_disk_usage_percent) > 0.8")
                        .holding(minutes(30))
                        .severity(Severity.WARNING)
                        .summary("The disk of Loki fills up")
                        .description("The disk of {{ $labels.pod }} is full to {{ $value | humanizePercentage }}."))
                // The time is set even where there was nothing to do, and is zero until the first run.
                .alert(
                        Alert.named("LokiCompactionStale")
                                .expr("time() - max by (namespace)"
                                        + " (loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds)"
                                        + " > 3 * 3600")
                                .holding(hours(1))
                                .severity(Severity.WARNING)
                                .summary("Loki does not tidy its index")
                                .description(
                                        "No compaction succeeded for three hours; queries become slow, and nothing is deleted."))
                .alert(Alert.named("LokiRetentionStale")
                        .expr("time() - max by (namespace)"
                                + " (loki_compactor_apply_retention_last_successful_run_timestamp_seconds) > 24 * 3600")
                        .holding(hours(3))
                        .severity(Severity.WARNING)
                        .summary("Loki deletes no old logs")
                        .description("Logs that should be gone stay in the bucket for longer than a day."))
                .alert(Alert.named("LokiRulesFailing")
                        .expr(
                                "sum by (namespace, rule_group) (increase(loki_prometheus_rule_evaluation_failures_total[15m]))"
                                        + " > 0")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Alerts on logs are not evaluated")
                        .description("Rules of {{ $labels.rule_group }} fail; the logs of Loki say why."))
                .alert(Alert.named("LokiAlertsLost")
                        .expr("sum by (namespace) (increase(loki_prometheus_notifications_dropped_total[15m])) > 0")
                        .severity(Severity.CRITICAL)
                        .summary("Alerts on logs reach nobody")
                        .description("{{ $value | humanize }} alerts could not be handed to Alertmanager."));
    }
}
