package dev.hearth.platform.access;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;

/** Which names people ask for, and what they are told. */
final class ClusterDnsDashboard {

    private ClusterDnsDashboard() {}

    static Dashboard of(ClusterDns clusterDns) {
        ComponentPanels panels = ComponentPanels.in(clusterDns.namespace());
        return panels.pods(ComponentPanels.dashboard(clusterDns.name(), "CoreDNS")
                .panel(panels.now("Questions", "sum(rate(coredns_dns_requests_total{here}[5m]))")
                        .unit(Unit.PER_SECOND))
                .panel(panels.none("Panics", "sum(coredns_panics_total{here})"))
                .panel(panels.rate("Questions", "coredns_dns_requests_total{here}", "type"))
                .panel(panels.rate("Answers", "coredns_dns_responses_total{here}", "rcode"))
                .panel(panels.durations("Time for an answer", "coredns_dns_request_duration_seconds_bucket{here}"))
                .panel(panels.rate("Questions by zone", "coredns_dns_requests_total{here}", "zone")));
    }
}
