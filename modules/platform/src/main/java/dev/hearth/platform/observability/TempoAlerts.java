package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;

/** When a Tempo needs somebody. */
final class TempoAlerts {

    private TempoAlerts() {}

    static Rules of(String name) {
        return Rules.named(name)
                .alert(StoreAlerts.requests("Tempo", "tempo"))
                .alert(StoreAlerts.discards("Tempo", "tempo_discarded_spans_total", "spans"))
                .alert(StoreAlerts.ring("Tempo", "tempo"))
                .alert(Alert.named("TempoSpansRefused")
                        .expr("sum by (namespace, receiver, transport) (rate(tempo_receiver_refused_spans[5m])) > 0")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Tempo refuses spans")
                        .description("{{ $value | humanize }} spans a second that come by {{ $labels.receiver }} over"
                                + " {{ $labels.transport }} are lost, unless their senders try again."))
                .alert(Alert.named("TempoFlushFailing")
                        .expr("sum by (namespace) (increase(tempo_live_store_failed_completions_total[1h])) > 2 or"
                                + " sum by (namespace) (increase(tempo_live_store_local_failed_flushes_total[1h])) > 2")
                        .severity(Severity.CRITICAL)
                        .summary("Tempo cannot finish its blocks")
                        .description(
                                "Traces stay on its disk until it is full; look whether the disk has room and the object"
                                        + " store answers."))
                .alert(Alert.named("TempoBucketFailing")
                        .expr("sum by (namespace) (increase(tempodb_blocklist_poll_errors_total[1h])) > 2 and"
                                + " sum by (namespace) (increase(tempodb_blocklist_poll_errors_total[10m])) > 0")
                        .severity(Severity.CRITICAL)
                        .summary("Tempo cannot read its bucket")
                        .description("Traces that are not new are not found; look whether the object store answers."))
                .alert(Alert.named("TempoCompactionFailing")
                        .expr("sum by (namespace) (increase(tempodb_compaction_errors_total[1h])) > 2 or"
                                + " sum by (namespace) (increase(tempo_backend_scheduler_jobs_failed_total[1h])) > 2")
                        .holding(minutes(30))
                        .severity(Severity.WARNING)
                        .summary("Tempo cannot merge its blocks")
                        .description("{{ $value | humanize }} jobs failed within an hour; queries become slow."))
                .alert(Alert.named("TempoRetentionFailing")
                        .expr("sum by (namespace) (increase(tempodb_retention_errors_total[6h])) > 2")
                        .severity(Severity.WARNING)
                        .summary("Tempo deletes no old traces")
                        .description("Blocks that should be gone stay in the bucket."))
                .alert(Alert.named("TempoMetricsNotSent")
                        .expr("sum by (namespace, url) (rate(prometheus_remote_storage_samples_failed_total{pod=~\""
                                + name + "-[0-9]+\"}[10m])) > 0")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Metrics of traces are lost")
                        .description("{{ $labels.url }} does not take what Tempo counts."));
    }
}
