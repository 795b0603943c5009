package dev.hearth.platform.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.data.Bucket;
import dev.hearth.platform.data.Minio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When the alerts of stores fire, as Prometheus sees it. */
class StoreAlertsTest {

    private static final SmallCluster CLUSTER = SmallCluster.of(
            Minio.named("minio"),
            Loki.named("loki", new Bucket("minio", "loki")),
            Mimir.named("mimir", new Bucket("minio", "mimir")),
            Tempo.named("tempo", new Bucket("minio", "tempo")),
            Pyroscope.named("pyroscope", new Bucket("minio", "pyroscope")));

    @TempDir
    private Path folder;

    /**
     * An alert that is quiet at one time and fires at another.
     *
     * @param alertname its name
     * @param quiet when it does not fire
     * @param firing when it does
     * @param labels what it fires for, besides the namespace
     * @param value the value as its description has it
     * @param series what is measured, and its values each minute
     */
    record Case(
            String alertname,
            String quiet,
            String firing,
            Map<String, String> labels,
            String value,
            Map<String, String> series) {

        String component() {
            return Stream.of("loki", "mimir", "tempo", "pyroscope")
                    .filter(name -> alertname.regionMatches(true, 0, name, 0, name.length()))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public String toString() {
            return alertname;
        }
    }

    private static Case of(
            String alertname, String quiet, String firing, Map<String, String> labels, String value, String... series) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < series.length; i += 2) {
            all.put(series[i], series[i + 1]);
        }
        return new Case(alertname, quiet, firing, labels, value, all);
    }

    private static Case requests(String alertname, String prefix) {
        String count = prefix + "_request_duration_seconds_count{namespace='m',route='r',status_code=";
        return of(
                alertname,
                "20m",
                "60m",
                Map.of("route", "r"),
                "20%",
                count + "'200'}",
                "0+8x90",
                count + "'500'}",
                "0x20 0+2x70");
    }

    private static Case discards(String alertname, String metric) {
        return of(
                alertname,
                "20m",
                "60m",
                Map.of("reason", "rate_limited"),
                "1",
                metric + "{namespace='m',reason='rate_limited'}",
                "0x20 0+60x70");
    }

    private static Case ring(String alertname, String prefix) {
        return of(
                alertname,
                "20m",
                "60m",
                Map.of("name", "ingester"),
                "1",
                prefix + "_ring_members{namespace='m',name='ingester',state='Unhealthy'}",
                "0x20 1x70");
    }

    private static Case counter(String alertname, String quiet, Map<String, String> labels, String metric) {
        return of(alertname, quiet, "100m", labels, "", metric, "0x30 0+1x90");
    }

    static Stream<Case> cases() {
        Map<String, String> none = Map.of();
        return Stream.of(
                requests("LokiRequestsFailing", "loki"),
                discards("LokiDiscards", "loki_discarded_samples_total"),
                ring("LokiRingUnhealthy", "loki"),
                counter("LokiPanics", "20m", none, "loki_panic_total{namespace='m'}"),
                counter("LokiFlushFailing", "40m", none, "loki_ingester_chunks_flush_failures_total{namespace='m'}"),
                counter(
                        "LokiDiskFull",
                        "20m",
                        Map.of("pod", "loki-0"),
                        "loki_ingester_wal_disk_full_failures_total{namespace='m',pod='loki-0'}"),
                of(
                        "LokiDiskFilling",
                        "40m",
                        "60m",
                        Map.of("pod", "loki-0"),
                        "90%",
                        "loki_ingester_wal_disk_usage_percent{namespace='m',pod='loki-0'}",
                        "0.5x20 0.9x70"),
                of(
                        "LokiCompactionStale",
                        "4h",
                        "6h",
                        none,
                        "",
                        "loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds{namespace='m'}",
                        "0+60x60 3600x400"),
                of(
                        "LokiRetentionStale",
                        "26h",
                        "30h",
                        none,
                        "",
                        "loki_compactor_apply_retention_last_successful_run_timestamp_seconds{namespace='m'}",
                        "0+60x60 3600x2000"),
                counter(
                        "LokiRulesFailing",
                        "40m",
                        Map.of("rule_group", "audit"),
                        "loki_prometheus_rule_evaluation_failures_total{namespace='m',rule_group='audit',user='fake'}"),
                of(
                        "LokiAlertsLost",
                        "20m",
                        "100m",
                        none,
                        "15",
                        "loki_prometheus_notifications_dropped_total{namespace='m',user='fake'}",
                        "0x30 0+1x90"),
                requests("MimirRequestsFailing", "cortex"),
                discards("MimirDiscards", "cortex_discarded_samples_total"),
                ring("MimirRingUnhealthy", "cortex"),
                of(
                        "MimirSeriesNearLimit",
                        "40m",
                        "60m",
                        none,
                        "180k",
                        "cortex_ingester_memory_series{namespace='m',pod='mimir-0'}",
                        "100000x20 180000x70"),
                of(
                        "MimirBlocksNotShipped",
                        "70m",
                        "90m",
                        Map.of("pod", "mimir-0"),
                        "1h 20m 0s",
                        "cortex_ingester_oldest_unshipped_block_timestamp_seconds{namespace='m',pod='mimir-0'}",
                        "0x9 600x100"),
                counter(
                        "MimirBucketFailing",
                        "40m",
                        Map.of("component", "compactor"),
                        "thanos_objstore_bucket_operation_failures_total{namespace='m',component='compactor',pod='mimir-0'}"),
                counter(
                        "MimirWalFailing",
                        "20m",
                        Map.of("pod", "mimir-0"),
                        "cortex_ingester_tsdb_wal_writes_failed_total{namespace='m',pod='mimir-0'}"),
                counter(
                        "MimirHeadNotCompacted",
                        "40m",
                        Map.of("pod", "mimir-0"),
                        "cortex_ingester_tsdb_compactions_failed_total{namespace='m',pod='mimir-0'}"),
                counter(
                        "MimirCompactionFailing",
                        "20m",
                        none,
                        "cortex_compactor_runs_failed_total{namespace='m',reason='error'}"),
                of(
                        "MimirCompactionStale",
                        "25h",
                        "27h",
                        none,
                        "",
                        "cortex_compactor_last_successful_run_timestamp_seconds{namespace='m'}",
                        "3600x2000"),
                of(
                        "MimirRetentionStale",
                        "7h",
                        "9h",
                        none,
                        "",
                        "cortex_compactor_block_cleanup_last_successful_run_timestamp_seconds{namespace='m'}",
                        "3600x2000"),
                requests("TempoRequestsFailing", "tempo"),
                discards("TempoDiscards", "tempo_discarded_spans_total"),
                ring("TempoRingUnhealthy", "tempo"),
                of(
                        "TempoSpansRefused",
                        "40m",
                        "100m",
                        Map.of("receiver", "otlp/otlp_receiver", "transport", "grpc"),
                        "1",
                        "tempo_receiver_refused_spans{namespace='m',receiver='otlp/otlp_receiver',transport='grpc'}",
                        "0x30 0+60x90"),
                counter("TempoFlushFailing", "20m", none, "tempo_live_store_failed_completions_total{namespace='m'}"),
                counter(
                        "TempoBucketFailing",
                        "20m",
                        none,
                        "tempodb_blocklist_poll_errors_total{namespace='m',tenant='single-tenant'}"),
                of(
                        "TempoCompactionFailing",
                        "40m",
                        "110m",
                        none,
                        "60",
                        "tempodb_compaction_errors_total{namespace='m'}",
                        "0x30 0+1x90"),
                counter("TempoRetentionFailing", "20m", none, "tempodb_retention_errors_total{namespace='m'}"),
                counter(
                        "TempoMetricsNotSent",
                        "40m",
                        Map.of("url", "http://mimir"),
                        "prometheus_remote_storage_samples_failed_total{namespace='m',pod='tempo-0',url='http://mimir'}"),
                requests("PyroscopeRequestsFailing", "pyroscope"),
                discards("PyroscopeDiscards", "pyroscope_discarded_samples_total"),
                counter("PyroscopePanics", "20m", none, "pyroscope_panic_total{namespace='m'}"),
                of(
                        "PyroscopeIndexWithoutLeader",
                        "20m",
                        "60m",
                        none,
                        "",
                        "pyroscope_metastore_raft_state{namespace='m',state='Leader'}",
                        "1x20 _x70",
                        "pyroscope_metastore_raft_state{namespace='m',state='Candidate'}",
                        "_x21 1x70"),
                counter(
                        "PyroscopeIndexSlow",
                        "40m",
                        none,
                        "pyroscope_metastore_raft_log_store_write_timeouts_total{namespace='m'}"),
                counter(
                        "PyroscopeSegmentsFailing",
                        "40m",
                        none,
                        "pyroscope_segment_flush_service_head_errors{namespace='m',shard='1'}"),
                counter(
                        "PyroscopeIndexBehind",
                        "40m",
                        none,
                        "pyroscope_segment_writer_store_metadata_dlq{namespace='m',status='success'}"),
                of(
                        "PyroscopeCompactionFailing",
                        "40m",
                        "110m",
                        none,
                        "60",
                        "pyroscope_compaction_worker_jobs_completed_total{namespace='m',status='failure'}",
                        "0x30 0+1x90"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fires_when_it_should_and_not_before(Case alert) throws IOException {
        Manifest rules = CLUSTER.object("PrometheusRule", alert.component());
        Mapping rule = alerts(rules)
                .filter(one -> one.text("alert").orElseThrow().equals(alert.alertname()))
                .findFirst()
                .orElseThrow();
        Mapping.Builder labels = Mapping.builder()
                .put("severity", rule.mapping("labels").text("severity").orElseThrow())
                .put("namespace", "m");
        alert.labels().forEach(labels::put);
        Mapping expected = Mapping.builder()
                .put("exp_labels", labels.build())
                .put(
                        "exp_annotations",
                        Mapping.builder()
                                .put("summary", filled(rule, "summary", alert))
                                .put("description", filled(rule, "description", alert))
                                .build())
                .build();
        Mapping test = Mapping.builder()
                .put("interval", "1m")
                .put(
                        "input_series",
                        Sequence.of(alert.series().entrySet().stream()
                                .map(entry -> Mapping.builder()
                                        .put("series", entry.getKey().replace('\'', '"'))
                                        .put("values", entry.getValue())
                                        .build())
                                .toList()))
                .put(
                        "alert_rule_test",
                        Sequence.of(List.of(
                                moment(alert.alertname(), alert.quiet(), List.of()),
                                moment(alert.alertname(), alert.firing(), List.of(expected)))))
                .build();
        Files.write(folder.resolve("rules.yaml"), Yaml.bytes(rules.spec()));
        Files.write(
                folder.resolve("tests.yaml"),
                Yaml.write(Mapping.builder()
                                .put("rule_files", Node.texts(List.of("rules.yaml")))
                                .put("evaluation_interval", "1m")
                                .put("tests", Sequence.of(List.of(test)))
                                .build())
                        .getBytes(UTF_8));

        Outcome outcome = Judges.require("promtool").in(folder).run("test", "rules", "tests.yaml");

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    private static Mapping moment(String alertname, String time, List<Mapping> expected) {
        return Mapping.builder()
                .put("alertname", alertname)
                .put("eval_time", time)
                .put("exp_alerts", Sequence.of(expected))
                .build();
    }

    /** The text of an annotation with what Prometheus is expected to put in. */
    private static String filled(Mapping rule, String annotation, Case alert) {
        String text = rule.mapping("annotations").text(annotation).orElseThrow();
        for (Map.Entry<String, String> label : alert.labels().entrySet()) {
            text = text.replace("{{ $labels." + label.getKey() + " }}", label.getValue());
        }
        return text.replaceAll("\\{\\{ \\$value[^}]*}}", alert.value());
    }

    private static Stream<Mapping> alerts(Manifest rules) {
        return rules.spec().sequence("groups").mappings().stream()
                .flatMap(group -> group.sequence("rules").mappings().stream());
    }

    @Test
    void each_alert_has_a_case() {
        assertThat(cases().map(Case::alertname))
                .containsExactlyInAnyOrderElementsOf(Stream.of("loki", "mimir", "tempo", "pyroscope")
                        .flatMap(name -> alerts(CLUSTER.object("PrometheusRule", name)))
                        .map(rule -> rule.text("alert").orElseThrow())
                        .toList());
    }

    @Test
    void the_rules_are_clean() {
        for (String name : List.of("loki", "mimir", "tempo", "pyroscope")) {
            Outcome lint = Judges.require("promtool")
                    .run(
                            List.of("check", "rules", "--lint=all", "--lint-fatal"),
                            Yaml.bytes(CLUSTER.object("PrometheusRule", name).spec()));
            assertThat(lint.exitCode()).as(lint.stdout() + lint.stderr()).isZero();
        }
    }
}
