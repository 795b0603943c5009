package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;

/** When a Pyroscope needs somebody. */
final class PyroscopeAlerts {

    private static final String WANTED = "pyroscope_discarded_samples_total{reason!~\"dropped_by_.*\"}";

    private PyroscopeAlerts() {}

    static Rules of(String name) {
        return Rules.named(name)
                .alert(StoreAlerts.requests("Pyroscope", "pyroscope"))
                .alert(StoreAlerts.discards("Pyroscope", WANTED, "profiles"))
                .alert(Alert.named("PyroscopePanics")
                        .expr("sum by (namespace) (increase(pyroscope_panic_total[10m])) > 0")
                        .severity(Severity.CRITICAL)
                        .summary("A request makes Pyroscope fail")
                        .description("Its logs hold the place in the program."))
                .alert(Alert.named("PyroscopeIndexWithoutLeader")
                        .expr("count by (namespace) (pyroscope_metastore_raft_state) unless"
                                + " count by (namespace) (pyroscope_metastore_raft_state{state=\"Leader\"} == 1)")
                        .holding(minutes(10))
                        .severity(Severity.CRITICAL)
                        .summary("Pyroscope has no index")
                        .description("Nobody leads its metastore, so profiles are neither written nor found."))
                .alert(Alert.named("PyroscopeIndexSlow")
                        .expr(
                                "sum by (namespace) (increase(pyroscope_metastore_raft_log_store_write_timeouts_total[15m])) > 0")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("The disk of Pyroscope is too slow")
                        .description("Writes to its index take too long; look whether its disk is full."))
                .alert(Alert.named("PyroscopeSegmentsFailing")
                        .expr("sum by (namespace) (increase(pyroscope_segment_flush_service_head_errors[15m])) > 0")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("Pyroscope cannot write profiles")
                        .description("Profiles are lost; its logs say why."))
                .alert(
                        Alert.named("PyroscopeIndexBehind")
                                .expr(
                                        "sum by (namespace) (increase(pyroscope_segment_writer_store_metadata_dlq[15m])) > 0")
                                .holding(minutes(15))
                                .severity(Severity.WARNING)
                                .summary("Profiles are not found yet")
                                .description(
                                        "The index does not take what is written to the bucket; it is tried again until it does."))
                .alert(Alert.named("PyroscopeCompactionFailing")
                        .expr(
                                "sum by (namespace)"
                                        + " (increase(pyroscope_compaction_worker_jobs_completed_total{status=\"failure\"}[1h])) > 2")
                        .holding(minutes(30))
                        .severity(Severity.WARNING)
                        .summary("Pyroscope cannot merge its blocks")
                        .description("{{ $value | humanize }} jobs failed within an hour; queries become slow."));
    }
}
