package dev.hearth.platform.access;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.platform.ComponentPanels;

/** Whether the authority's certificate reaches every namespace. */
final class TrustManagerDashboard {

    private TrustManagerDashboard() {}

    static Dashboard of(TrustManager trustManager) {
        ComponentPanels panels = ComponentPanels.in(trustManager.namespace(), trustManager.name());
        return panels.pods(ComponentPanels.dashboard(trustManager.name(), "trust-manager")
                .panel(panels.none(
                        "Errors within a day",
                        "ceil(sum(increase(controller_runtime_reconcile_errors_total{here}[1d])))"))
                .panel(panels.rate("Work", "controller_runtime_reconcile_total{here}", "result"))
                .panel(panels.durations("Time for it", "controller_runtime_reconcile_time_seconds_bucket{here}"))
                .panel(panels.over("Work that waits", "sum by (name) (workqueue_depth{here})", "{{name}}")));
    }
}
