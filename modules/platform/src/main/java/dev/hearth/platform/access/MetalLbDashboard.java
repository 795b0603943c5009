package dev.hearth.platform.access;

import dev.hearth.dsl.dashboard.BarGauge;
import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Table;
import dev.hearth.platform.ComponentPanels;

/** Which addresses are given out, and who answers for them. */
final class MetalLbDashboard {

    private MetalLbDashboard() {}

    static Dashboard of(MetalLb metalLb) {
        ComponentPanels panels = ComponentPanels.in(metalLb.namespace());
        return panels.pods(ComponentPanels.dashboard(metalLb.name(), "MetalLB")
                .panel(panels.now("Addresses given out", "sum(metallb_allocator_addresses_in_use_total{here})"))
                .panel(panels.now("Addresses", "sum(metallb_allocator_addresses_total{here})"))
                .panel(panels.none("Configuration is refused", "max(metallb_k8s_client_config_stale_bool{here})"))
                .panel(BarGauge.of("Pools")
                        .query(
                                panels.here(
                                        "sum by (pool) (metallb_allocator_addresses_in_use_total{here}) / sum by (pool) (metallb_allocator_addresses_total{here})"),
                                "{{pool}}")
                        .fraction()
                        .height(4))
                .panel(Table.of("Announced", "service", "ip", "node", "protocol")
                        .query(panels.here("metallb_speaker_announced{here}"), "Announced"))
                .panel(panels.rate("Answers to who has an address", "metallb_layer2_responses_sent{here}", "ip")));
    }
}
