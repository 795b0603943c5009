package dev.hearth.platform.observability;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Logs;
import dev.hearth.dsl.dashboard.Query;
import dev.hearth.dsl.dashboard.TimeSeries;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.dsl.dashboard.Variable;
import dev.hearth.platform.ComponentPanels;
import java.time.Duration;

/** How many lines come in, and what Loki does with them. */
final class LokiDashboard {

    private LokiDashboard() {}

    static Dashboard of(String name, String namespace) {
        ComponentPanels panels = ComponentPanels.in(namespace, name);
        return panels.pods(ComponentPanels.dashboard(name, "Loki")
                .panel(panels.now("Lines", "sum(rate(loki_distributor_lines_received_total{here}[5m]))")
                        .unit(Unit.PER_SECOND))
                .panel(panels.now("Streams", "sum(loki_ingester_memory_streams{here})"))
                .panel(panels.none(
                                "Lines thrown away within a day",
                                "ceil(sum(increase(loki_discarded_samples_total{here}[1d])))")
                        .orElse("0"))
                .panel(panels.over(
                                "Comes in",
                                "sum(rate(loki_distributor_bytes_received_total{here}[$__rate_interval]))",
                                "bytes")
                        .unit(Unit.BYTES_PER_SECOND))
                .panel(panels.rate("Thrown away", "loki_discarded_samples_total{here}", "reason"))
                .panel(panels.rate("Requests", "loki_request_duration_seconds_count{here}", "route"))
                .panel(panels.rate("Answers", "loki_request_duration_seconds_count{here}", "status_code"))
                .panel(panels.durations(
                        "Time to write",
                        "loki_request_duration_seconds_bucket{here,route=~\"loki_api_v1_push|/loki/api/v1/push\"}"))
                .panel(panels.over("Chunks in memory", "sum by (pod) (loki_ingester_memory_chunks{here})", "{{pod}}")));
    }

    /** What everybody writes, by namespace. */
    static Dashboard lines() {
        return ComponentPanels.shared(Dashboard.of("logs", "Logs"))
                .variable(Variable.query("namespace", "Namespace", "label_values(kube_namespace_created, namespace)")
                        .orAll())
                .last(Duration.ofHours(1))
                .panel(TimeSeries.of("Lines")
                        .query(Query.logs(
                                "sum by (namespace) (rate({namespace=~\"$namespace\"}[$__auto]))", "{{namespace}}"))
                        .unit(Unit.PER_SECOND)
                        .stacked())
                .panel(TimeSeries.of("Lines of errors")
                        .query(Query.logs(
                                "sum by (namespace) (rate({namespace=~\"$namespace\"} |~ \"(?i)(error|fatal|panic)\" [$__auto]))",
                                "{{namespace}}"))
                        .unit(Unit.PER_SECOND)
                        .stacked())
                .panel(Logs.of("Errors").query("{namespace=~\"$namespace\"} |~ \"(?i)(error|fatal|panic)\""))
                .panel(Logs.of("Events of Kubernetes").query("{job=\"kubernetes-events\"}"));
    }
}
