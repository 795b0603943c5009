package dev.hearth.platform.security;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.platform.ComponentPanels;

/** Which pods were started anew, and where that failed. */
final class ReloaderDashboard {

    private ReloaderDashboard() {}

    static Dashboard of(Reloader reloader) {
        ComponentPanels panels = ComponentPanels.in(reloader.namespace());
        return panels.pods(ComponentPanels.dashboard(reloader.name(), "Reloader")
                .panel(panels.now(
                        "Started anew within a day",
                        "ceil(sum(increase(reloader_reload_executed_total{here,success=\"true\"}[1d])))"))
                .panel(panels.none(
                        "Failed within a day",
                        "ceil(sum(increase(reloader_reload_executed_total{here,success=\"false\"}[1d])))"))
                .panel(panels.rate("Started anew", "reloader_action_total{here,result=\"success\"}", "workload_kind"))
                .panel(panels.rate("Changes of secrets", "reloader_events_received_total{here}", "event_type")));
    }
}
