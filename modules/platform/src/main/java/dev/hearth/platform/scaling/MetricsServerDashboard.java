package dev.hearth.platform.scaling;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.platform.ComponentPanels;

/** Whether kubelets answer in time, so that autoscalers see what pods take. */
final class MetricsServerDashboard {

    private MetricsServerDashboard() {}

    static Dashboard of(MetricsServer metricsServer) {
        ComponentPanels panels = ComponentPanels.in(metricsServer.namespace());
        return panels.pods(ComponentPanels.dashboard(metricsServer.name(), "metrics-server")
                .panel(panels.now("Nodes it knows of", "max(metrics_server_storage_points{here,type=\"node\"})"))
                .panel(panels.now(
                        "Containers it knows of", "max(metrics_server_storage_points{here,type=\"container\"})"))
                .panel(panels.rate("Questions to kubelets", "metrics_server_kubelet_request_total{here}", "success"))
                .panel(panels.durations(
                        "Time for an answer", "metrics_server_kubelet_request_duration_seconds_bucket{here}"))
                .panel(panels.durations(
                        "Time for a round", "metrics_server_manager_tick_duration_seconds_bucket{here}"))
                .panel(panels.durations(
                        "Age of what is told", "metrics_server_api_metric_freshness_seconds_bucket{here}")));
    }
}
