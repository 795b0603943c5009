package dev.hearth.platform.access;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.platform.ComponentPanels;

/** How many people log in, and what fails. */
final class DexDashboard {

    private DexDashboard() {}

    static Dashboard of(Dex dex) {
        ComponentPanels panels = ComponentPanels.in(dex.namespace());
        return panels.pods(ComponentPanels.dashboard(dex.name(), "Dex")
                .panel(panels.now(
                        "Tokens within a day",
                        "ceil(sum(increase(http_requests_total{here,handler=\"/token\",code=\"200\"}[1d])))"))
                .panel(panels.none(
                                "Errors within a day",
                                "ceil(sum(increase(http_requests_total{here,code=~\"5..\"}[1d])))")
                        .orElse("0"))
                .panel(panels.rate("Requests", "http_requests_total{here}", "handler"))
                .panel(panels.rate("Answers", "http_requests_total{here}", "code"))
                .panel(panels.durations("Time for an answer", "request_duration_seconds_bucket{here}")));
    }
}
