package dev.hearth.platform.access;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;

/** What comes in by the community's controller, by host and answer. */
final class CommunityNginxIngressDashboard {

    private CommunityNginxIngressDashboard() {}

    static Dashboard of(CommunityNginxIngress communityNginxIngress) {
        ComponentPanels panels = ComponentPanels.in(communityNginxIngress.namespace());
        return panels.pods(ComponentPanels.dashboard(communityNginxIngress.name(), "Ingress")
                .panel(panels.some(
                        "Configuration is taken", "min(nginx_ingress_controller_config_last_reload_successful{here})"))
                .panel(panels.now("Requests", "sum(rate(nginx_ingress_controller_requests{here}[5m]))")
                        .unit(Unit.REQUESTS_PER_SECOND))
                .panel(panels.now(
                                "Failed",
                                "sum(rate(nginx_ingress_controller_requests{here,status=~\"5..\"}[5m])) / sum(rate(nginx_ingress_controller_requests{here}[5m]))")
                        .unit(Unit.FRACTION))
                .panel(panels.now(
                        "Connections",
                        "sum(nginx_ingress_controller_nginx_process_connections{here,state=\"active\"})"))
                .panel(panels.rate("Requests", "nginx_ingress_controller_requests{here}", "host")
                        .unit(Unit.REQUESTS_PER_SECOND))
                .panel(panels.rate("Answers", "nginx_ingress_controller_requests{here}", "status")
                        .unit(Unit.REQUESTS_PER_SECOND))
                .panel(panels.durations(
                        "Time for an answer", "nginx_ingress_controller_request_duration_seconds_bucket{here}"))
                .panel(panels.over(
                                "Traffic",
                                "sum(rate(nginx_ingress_controller_request_size_sum{here}[$__rate_interval]))",
                                "in")
                        .query(
                                panels.here(
                                        "sum(rate(nginx_ingress_controller_response_size_sum{here}[$__rate_interval]))"),
                                "out")
                        .unit(Unit.BYTES_PER_SECOND)));
    }
}
