package dev.hearth.platform.access;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;

/** What comes in by the controller of F5 NGINX, and whether it takes its configuration. */
final class NginxIngressDashboard {

    private NginxIngressDashboard() {}

    static Dashboard of(NginxIngress nginxIngress) {
        ComponentPanels panels = ComponentPanels.in(nginxIngress.namespace());
        return panels.pods(ComponentPanels.dashboard(nginxIngress.name(), "Ingress")
                .panel(panels.some(
                        "Last reload worked", "min(nginx_ingress_controller_nginx_last_reload_status{here})"))
                .panel(panels.none(
                        "Reloads that failed within a day",
                        "ceil(sum(increase(nginx_ingress_controller_nginx_reload_errors_total{here}[1d])))"))
                .panel(panels.now("Ingresses", "sum(nginx_ingress_controller_ingress_resources_total{here})"))
                .panel(panels.now("Connections", "sum(nginx_ingress_nginx_connections_active{here})"))
                .panel(panels.now("Requests", "sum(rate(nginx_ingress_nginx_http_requests_total{here}[5m]))")
                        .unit(Unit.REQUESTS_PER_SECOND))
                .panel(panels.rate("Requests", "nginx_ingress_nginx_http_requests_total{here}", "pod")
                        .unit(Unit.REQUESTS_PER_SECOND))
                .panel(panels.over("Connections", "sum(nginx_ingress_nginx_connections_reading{here})", "read")
                        .query(panels.here("sum(nginx_ingress_nginx_connections_writing{here})"), "written")
                        .query(panels.here("sum(nginx_ingress_nginx_connections_waiting{here})"), "waiting")
                        .stacked())
                .panel(panels.over(
                                "Connections accepted but not handled",
                                "sum(rate(nginx_ingress_nginx_connections_accepted{here}[$__rate_interval]))"
                                        + " - sum(rate(nginx_ingress_nginx_connections_handled{here}[$__rate_interval]))",
                                "dropped")
                        .unit(Unit.PER_SECOND))
                .panel(panels.over(
                                "Reloads within an hour",
                                "sum by (reason) (increase(nginx_ingress_controller_nginx_reloads_total{here}[1h]))",
                                "{{reason}}")
                        .bars()));
    }
}
