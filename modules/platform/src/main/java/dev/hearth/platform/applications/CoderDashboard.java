package dev.hearth.platform.applications;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.platform.ComponentPanels;

/** Who works with Coder, and in which state the workspaces are. */
final class CoderDashboard {

    private CoderDashboard() {}

    static Dashboard of(Coder coder) {
        ComponentPanels panels = ComponentPanels.in(coder.namespace());
        return panels.pods(ComponentPanels.dashboard(coder.name(), "Coder")
                .panel(panels.now("People within the hour", "max(coderd_api_active_users_duration_hour{here})"))
                .panel(panels.now("Workspaces", "sum(coderd_api_workspace_latest_build{here})"))
                .panel(panels.none("Failed", "sum(coderd_api_workspace_latest_build{here,status=\"failed\"})")
                        .orElse("0"))
                .panel(panels.now("Requests at once", "sum(coderd_api_concurrent_requests{here})"))
                .panel(panels.over(
                        "Workspaces", "sum by (status) (coderd_api_workspace_latest_build{here})", "{{status}}"))
                .panel(panels.rate("Answers", "coderd_api_requests_processed_total{here}", "code"))
                .panel(panels.durations("Time for an answer", "coderd_api_request_latencies_seconds_bucket{here}"))
                .panel(panels.over(
                                "Builds within an hour",
                                "sum by (status) (increase(coderd_workspace_builds_total{here}[1h]))",
                                "{{status}}")
                        .bars()));
    }
}
