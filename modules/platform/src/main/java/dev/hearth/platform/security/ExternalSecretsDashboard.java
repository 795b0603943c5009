package dev.hearth.platform.security;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Table;
import dev.hearth.platform.ComponentPanels;

/** What is fetched from stores of secrets, and what is not. */
final class ExternalSecretsDashboard {

    private ExternalSecretsDashboard() {}

    static Dashboard of(ExternalSecrets externalSecrets) {
        ComponentPanels panels = ComponentPanels.in(externalSecrets.namespace());
        return panels.pods(ComponentPanels.dashboard(externalSecrets.name(), "External Secrets")
                .panel(panels.now(
                                "Secrets",
                                "count(externalsecret_status_condition{here,condition=\"Ready\",status=\"True\"} == 1)")
                        .orElse("0"))
                .panel(panels.none(
                                "Not fetched",
                                "count(externalsecret_status_condition{here,condition=\"Ready\",status=\"False\"} == 1)")
                        .orElse("0"))
                .panel(panels.none(
                                "Stores that cannot be opened",
                                "count(clustersecretstore_status_condition{here,condition=\"Ready\",status=\"False\"} == 1)")
                        .orElse("0"))
                .panel(panels.none(
                                "Errors within a day", "ceil(sum(increase(externalsecret_sync_calls_error{here}[1d])))")
                        .orElse("0"))
                .panel(Table.of("Not fetched", "exported_namespace", "name")
                        .query(
                                panels.here(
                                        "externalsecret_status_condition{here,condition=\"Ready\",status=\"False\"} == 1"),
                                "Not ready")
                        .orElse("none"))
                .panel(panels.rate("Fetched", "externalsecret_sync_calls_total{here}", "name"))
                .panel(panels.rate("Asked of stores", "externalsecret_provider_api_calls_count{here}", "status")));
    }
}
