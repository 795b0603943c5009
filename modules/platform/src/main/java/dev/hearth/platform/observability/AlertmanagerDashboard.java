package dev.hearth.platform.observability;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.platform.ComponentPanels;

/** Who is told of what, and whether it arrives. */
final class AlertmanagerDashboard {

    private AlertmanagerDashboard() {}

    static Dashboard of(String name, String namespace) {
        ComponentPanels panels = ComponentPanels.in(namespace, "alertmanager-" + name);
        return panels.pods(ComponentPanels.dashboard(name, "Alertmanager")
                .panel(panels.none("Alerts", "sum(alertmanager_alerts{here,state=\"active\"})"))
                .panel(panels.now("Silences", "sum(alertmanager_silences{here,state=\"active\"})"))
                .panel(panels.some("Configuration is taken", "min(alertmanager_config_last_reload_successful{here})"))
                .panel(panels.none(
                        "Not told within a day",
                        "ceil(sum(increase(alertmanager_notifications_failed_total{here}[1d])))"))
                .panel(panels.rate("Alerts received", "alertmanager_alerts_received_total{here}", "status"))
                .panel(panels.over(
                                "Told within an hour",
                                "sum by (integration) (increase(alertmanager_notifications_total{here}[1h]) > 0)",
                                "{{integration}}")
                        .query(
                                panels.here(
                                        "sum by (integration) (increase(alertmanager_notifications_failed_total{here}[1h]) > 0)"),
                                "{{integration}} failed")
                        .bars())
                .panel(panels.durations("Time to tell", "alertmanager_notification_latency_seconds_bucket{here}")));
    }
}
