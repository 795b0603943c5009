package dev.hearth.platform.observability;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Traces;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;
import java.time.Duration;

/** How many spans come in, and whether they reach the store. */
final class TempoDashboard {

    private TempoDashboard() {}

    static Dashboard of(String name, String namespace) {
        ComponentPanels panels = ComponentPanels.in(namespace, name);
        return panels.pods(ComponentPanels.dashboard(name, "Tempo")
                .panel(panels.now("Spans", "sum(rate(tempo_distributor_spans_received_total{here}[5m]))")
                        .unit(Unit.PER_SECOND))
                .panel(panels.now("Blocks", "max(tempodb_blocklist_length{here})"))
                .panel(panels.none(
                                "Thrown away within a day",
                                "ceil(sum(increase(tempo_discarded_spans_total{here}[1d])))")
                        .orElse("0"))
                .panel(panels.now("Series made of spans", "sum(tempo_metrics_generator_registry_active_series{here})"))
                .panel(panels.over(
                                "Comes in",
                                "sum(rate(tempo_distributor_bytes_received_total{here}[$__rate_interval]))",
                                "bytes")
                        .unit(Unit.BYTES_PER_SECOND))
                .panel(panels.rate("Thrown away", "tempo_discarded_spans_total{here}", "reason"))
                .panel(panels.rate("Answers", "tempo_request_duration_seconds_count{here}", "status_code"))
                .panel(panels.durations("Time for an answer", "tempo_request_duration_seconds_bucket{here}"))
                .panel(panels.durations("Time of the store", "tempodb_backend_request_duration_seconds_bucket{here}"))
                .panel(panels.over(
                                "Trouble",
                                "sum(rate(tempodb_compaction_errors_total{here}[$__rate_interval]))",
                                "compaction")
                        .query(
                                panels.here("sum(rate(tempodb_retention_errors_total{here}[$__rate_interval]))"),
                                "retention")
                        .query(
                                panels.here("sum(rate(tempodb_blocklist_poll_errors_total{here}[$__rate_interval]))"),
                                "list of blocks")));
    }

    /** What goes wrong in programs that send traces. */
    static Dashboard requests() {
        return ComponentPanels.shared(Dashboard.of("traces", "Traces"))
                .last(Duration.ofHours(1))
                .panel(Traces.of("Failed", "{ status = error }"))
                .panel(Traces.of("Slow", "{ duration > 1s }"));
    }
}
