package dev.hearth.platform.mesh;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.TimeSeries;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;

/** What members of the mesh ask of each other, and how their proxies get on. */
final class MeshDashboard {

    private static final String ANSWERED = "istio_requests_total{reporter=\"destination\"";

    private MeshDashboard() {}

    static Dashboard of(Istio istio) {
        ComponentPanels panels = ComponentPanels.in(Istio.NAMESPACE);
        return panels.pods(ComponentPanels.dashboard(istio.name(), "Istio")
                .panel(panels.now("Requests within a second", "sum(rate(" + ANSWERED + "}[5m]))")
                        .orElse("0"))
                .panel(panels.none(
                                "Settings refused within a day",
                                "ceil(sum(increase(pilot_total_xds_rejects{here}[1d])))")
                        .orElse("0"))
                .panel(panels.none(
                                "Proxies not injected within a day",
                                "ceil(sum(increase(sidecar_injection_failure_total{here}[1d])))")
                        .orElse("0"))
                .panel(panels.now("Proxies connected", "sum(pilot_xds{here})").orElse("0"))
                .panel(panels.over("Requests by member", by("destination_workload", "}"), "{{destination_workload}}")
                        .unit(Unit.PER_SECOND))
                .panel(panels.over(
                                "Errors by member",
                                by("destination_workload", ",response_code=~\"5..\"}"),
                                "{{destination_workload}}")
                        .unit(Unit.PER_SECOND))
                .panel(panels.over(
                                "Requests by security",
                                by("connection_security_policy", "}"),
                                "{{connection_security_policy}}")
                        .unit(Unit.PER_SECOND))
                .panel(panels.over(
                                "Held off by limits",
                                by("destination_workload", ",response_code=\"429\"}"),
                                "{{destination_workload}}")
                        .unit(Unit.PER_SECOND))
                .panel(TimeSeries.of("Time to answer")
                        .query(
                                "histogram_quantile(0.95, sum by (destination_workload, le) (rate("
                                        + "istio_request_duration_milliseconds_bucket{reporter=\"destination\"}"
                                        + "[$__rate_interval]))) / 1000",
                                "{{destination_workload}}")
                        .unit(Unit.SECONDS)
                        .from(0)));
    }

    private static String by(String label, String more) {
        return "sum by (" + label + ") (rate(" + ANSWERED + more + "[$__rate_interval]))";
    }
}
