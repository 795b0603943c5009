package dev.hearth.platform.access;

import static dev.hearth.dsl.dashboard.Color.GREEN;
import static dev.hearth.dsl.dashboard.Color.RED;
import static dev.hearth.dsl.dashboard.Color.YELLOW;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Table;
import dev.hearth.dsl.dashboard.Thresholds;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;

/** Which certificates end when, and whether they are made anew in time. */
final class CertManagerDashboard {

    private static final double DAY = 24 * 3600;

    private CertManagerDashboard() {}

    static Dashboard of(CertManager certManager) {
        ComponentPanels panels = ComponentPanels.in(certManager.namespace());
        return panels.pods(ComponentPanels.shared(Dashboard.of("certificates", "Certificates"))
                .panel(panels.now("Certificates", "count(certmanager_certificate_ready_status{condition=\"True\"})"))
                .panel(panels.none("Not ready", "sum(certmanager_certificate_ready_status{condition!=\"True\"})"))
                .panel(panels.now(
                                "The next one ends in",
                                "min((certmanager_certificate_expiration_timestamp_seconds > 0) - time())")
                        .unit(Unit.SECONDS)
                        .thresholds(Thresholds.from(RED).above(DAY * 7, YELLOW).above(DAY * 14, GREEN)))
                .panel(panels.none(
                        "Issuers not ready", "sum(certmanager_clusterissuer_ready_status{condition!=\"True\"})"))
                .panel(panels.now(
                                "The authority ends in",
                                "min(certmanager_certificate_expiration_timestamp_seconds{exported_namespace=\""
                                        + certManager.namespace() + "\"} - time())")
                        .unit(Unit.SECONDS))
                .panel(Table.of("Certificates", "exported_namespace", "name", "issuer_name")
                        .query(
                                "sort((certmanager_certificate_expiration_timestamp_seconds > 0) - time())",
                                "Ends in",
                                Unit.SECONDS)
                        .query("certmanager_certificate_renewal_timestamp_seconds - time()", "Anew in", Unit.SECONDS)
                        .colored(
                                "Ends in",
                                Thresholds.from(RED).above(DAY * 7, YELLOW).above(DAY * 14, GREEN))
                        .height(10))
                .panel(panels.rate(
                        "Work of the controllers", "certmanager_controller_sync_call_count{here}", "controller"))
                .panel(panels.rate(
                        "Errors of the controllers", "certmanager_controller_sync_error_count{here}", "controller")));
    }
}
