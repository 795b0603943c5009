package dev.hearth.platform.security;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Table;
import dev.hearth.platform.ComponentPanels;

/** What is opened in the cluster, and what is not. */
final class SealedSecretsDashboard {

    private SealedSecretsDashboard() {}

    static Dashboard of(SealedSecrets sealedSecrets) {
        ComponentPanels panels = ComponentPanels.in(sealedSecrets.namespace());
        return panels.pods(ComponentPanels.dashboard(sealedSecrets.name(), "Sealed Secrets")
                .panel(panels.none(
                                "Not opened",
                                "count(sealed_secrets_controller_condition_info{here,condition=\"Synced\"} == -1)")
                        .orElse("0"))
                .panel(panels.none(
                                "Errors within a day",
                                "ceil(sum(increase(sealed_secrets_controller_unseal_errors_total{here}[1d])))")
                        .orElse("0"))
                .panel(panels.now(
                        "Opened within a day",
                        "ceil(sum(increase(sealed_secrets_controller_unseal_requests_total{here}[1d])))"))
                .panel(panels.rate("Errors", "sealed_secrets_controller_unseal_errors_total{here}", "reason"))
                .panel(Table.of("Sealed secrets that are not opened", "exported_namespace", "name", "condition")
                        .query(
                                panels.here(
                                        "sealed_secrets_controller_condition_info{here,condition=\"Synced\"} == -1"),
                                "State")
                        .width(12)
                        .orElse("none")));
    }
}
