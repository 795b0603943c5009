package dev.hearth.platform.observability;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;

/** What is gathered, and whether it is taken. */
final class AlloyDashboard {

    private AlloyDashboard() {}

    static Dashboard of(String name, String namespace) {
        ComponentPanels panels = ComponentPanels.in(namespace, name);
        return panels.pods(ComponentPanels.dashboard(name, "Alloy")
                .panel(panels.none(
                                "Parts that are not healthy",
                                "sum(alloy_component_controller_running_components{here,health_type!=\"healthy\"})")
                        .orElse("0"))
                .panel(panels.now("Lines", "sum(rate(loki_write_sent_entries_total{here}[5m]))")
                        .unit(Unit.PER_SECOND))
                .panel(panels.none(
                                "Lines lost within a day",
                                "ceil(sum(increase(loki_write_dropped_entries_total{here}[1d])))")
                        .orElse("0"))
                .panel(panels.over(
                                "Lines",
                                "sum by (pod) (rate(loki_write_sent_entries_total{here}[$__rate_interval]))",
                                "{{pod}}")
                        .unit(Unit.PER_SECOND))
                .panel(panels.rate("Lines lost", "loki_write_dropped_entries_total{here}", "reason"))
                .panel(panels.over(
                                "Spans",
                                "sum(rate(otelcol_receiver_accepted_spans_total{here}[$__rate_interval]))",
                                "taken")
                        .query(
                                panels.here("sum(rate(otelcol_receiver_refused_spans_total{here}[$__rate_interval]))"),
                                "refused")
                        .query(
                                panels.here(
                                        "sum(rate(otelcol_exporter_send_failed_spans_total{here}[$__rate_interval]))"),
                                "not handed on")
                        .unit(Unit.PER_SECOND))
                .panel(panels.over(
                        "Parts",
                        "sum by (health_type) (alloy_component_controller_running_components{here})",
                        "{{health_type}}")));
    }
}
