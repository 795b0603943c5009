package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;

/** When a Mimir needs somebody. Its metrics still bear the name of the program it came from. */
final class MimirAlerts {

    private MimirAlerts() {}

    static Rules of(String name, int series) {
        return Rules.named(name)
                .alert(StoreAlerts.requests("Mimir", "cortex"))
                .alert(StoreAlerts.discards("Mimir", "cortex_discarded_samples_total", "samples"))
                .alert(StoreAlerts.ring("Mimir", "cortex"))
                .alert(Alert.named("MimirSeriesNearLimit")
                        .expr("max by (namespace) (cortex_ingester_memory_series) > 0.85 * " + series)
                        .holding(minutes(30))
                        .severity(Severity.WARNING)
                        .summary("Mimir soon takes no new series")
                        .description("{{ $value | humanize }} of " + series
                                + " series are in use; drop some where they are scraped, or let it take more."))
                .alert(Alert.named("MimirBlocksNotShipped")
                        .expr("time() - (max by (namespace, pod)"
                                + " (cortex_ingester_oldest_unshipped_block_timestamp_seconds) > 0) > 3600")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("Mimir cannot write to its bucket")
                        .description(
                                "A block of {{ $labels.pod }} waits for {{ $value | humanizeDuration }}; look whether the"
                                        + " object store answers."))
                .alert(Alert.named("MimirBucketFailing")
                        .expr("sum by (namespace, component)"
                                + " (rate(thanos_objstore_bucket_operation_failures_total{pod=~\"" + name
                                + "-[0-9]+\"}[5m])) > 0")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Mimir cannot use its bucket")
                        .description("Operations of {{ $labels.component }} on the bucket fail."))
                .alert(Alert.named("MimirWalFailing")
                        .expr(
                                "sum by (namespace, pod) (increase(cortex_ingester_tsdb_wal_writes_failed_total[5m])) > 0")
                        .severity(Severity.CRITICAL)
                        .summary("Mimir cannot write to its disk")
                        .description(
                                "{{ $labels.pod }} takes samples that a restart loses; look whether its disk is full."))
                .alert(Alert.named("MimirHeadNotCompacted")
                        .expr("sum by (namespace, pod) (rate(cortex_ingester_tsdb_compactions_failed_total[5m])) > 0")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("Mimir makes no blocks of new samples")
                        .description("The memory of {{ $labels.pod }} fills with samples; its logs say why."))
                .alert(Alert.named("MimirCompactionFailing")
                        .expr(
                                "sum by (namespace) (increase(cortex_compactor_runs_failed_total{reason!=\"shutdown\"}[2h])) >= 2")
                        .severity(Severity.WARNING)
                        .summary("Mimir cannot merge its blocks")
                        .description("Two runs failed within two hours; queries become slow, and the bucket grows."))
                .alert(Alert.named("MimirCompactionStale")
                        .expr(
                                "time() - (max by (namespace) (cortex_compactor_last_successful_run_timestamp_seconds) > 0)"
                                        + " > 24 * 3600")
                        .holding(hours(1))
                        .severity(Severity.WARNING)
                        .summary("Mimir does not merge its blocks")
                        .description("No run succeeded within a day; queries become slow, and the bucket grows."))
                .alert(Alert.named("MimirRetentionStale")
                        .expr(
                                "time() - (max by (namespace)"
                                        + " (cortex_compactor_block_cleanup_last_successful_run_timestamp_seconds) > 0) > 6 * 3600")
                        .holding(hours(1))
                        .severity(Severity.WARNING)
                        .summary("Mimir deletes no old metrics")
                        .description("Blocks that should be gone stay in the bucket."));
    }
}
