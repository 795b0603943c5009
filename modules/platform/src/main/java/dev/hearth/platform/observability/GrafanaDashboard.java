package dev.hearth.platform.observability;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;

/** Who looks, and how long the answers take. */
final class GrafanaDashboard {

    private GrafanaDashboard() {}

    static Dashboard of(Grafana grafana) {
        ComponentPanels panels = ComponentPanels.in(grafana.namespace(), grafana.name());
        return panels.pods(ComponentPanels.dashboard(grafana.name(), "Grafana")
                .panel(panels.now("Dashboards", "max(grafana_stat_totals_dashboard{here})"))
                .panel(panels.now("Requests", "sum(rate(grafana_http_request_duration_seconds_count{here}[5m]))")
                        .unit(Unit.REQUESTS_PER_SECOND))
                .panel(panels.rate("Answers", "grafana_http_request_duration_seconds_count{here}", "status_code"))
                .panel(panels.durations("Time for an answer", "grafana_http_request_duration_seconds_bucket{here}"))
                .panel(panels.rate("Asked of data sources", "grafana_datasource_request_total{here}", "datasource")));
    }
}
