package dev.hearth.platform.backup;

import static dev.hearth.dsl.dashboard.Color.GREEN;
import static dev.hearth.dsl.dashboard.Color.RED;
import static dev.hearth.dsl.dashboard.Color.YELLOW;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.StateTimeline;
import dev.hearth.dsl.dashboard.Table;
import dev.hearth.dsl.dashboard.Thresholds;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.dsl.dashboard.Word;
import dev.hearth.platform.ComponentPanels;
import java.time.Duration;

/** When what was last backed up, and where backups can be written. */
final class VeleroDashboard {

    private static final double DAY = 24 * 3600;

    private VeleroDashboard() {}

    static Dashboard of(Velero velero) {
        ComponentPanels panels = ComponentPanels.in(velero.namespace());
        return panels.pods(ComponentPanels.shared(Dashboard.of("backups", "Backups"))
                .last(Duration.ofDays(7))
                .panel(panels.now("Backups kept", "max(velero_backup_total{here})"))
                .panel(panels.none(
                                "Schedules whose last backup failed",
                                "count(velero_backup_last_status{here,schedule!=\"\"} != 1)")
                        .orElse("0"))
                .panel(panels.now(
                                "The oldest of the last backups is of",
                                "1000 * min(velero_backup_last_successful_timestamp{here,schedule!=\"\"})")
                        .unit(Unit.TIME)
                        .width(8))
                .panel(panels.none(
                                "Locations that cannot be reached",
                                "count(velero_backup_location_status_gauge{here} == 0)")
                        .orElse("0"))
                .panel(panels.none(
                        "Maintenance that failed within a week",
                        "ceil(sum(increase(velero_repo_maintenance_failure_total{here}[7d])))"))
                .panel(Table.of("Schedules", "schedule")
                        .query(
                                panels.here(
                                        "time() - max by (schedule) (velero_backup_last_successful_timestamp{here,schedule!=\"\"})"),
                                "Last one ago",
                                Unit.SECONDS)
                        .query(
                                panels.here("max by (schedule) (velero_backup_items_total{here,schedule!=\"\"})"),
                                "Objects")
                        .query(
                                panels.here("max by (schedule) (velero_backup_items_errors{here,schedule!=\"\"})"),
                                "Errors")
                        .query(
                                panels.here(
                                        "max by (schedule) (velero_backup_tarball_size_bytes{here,schedule!=\"\"})"),
                                "Size of objects",
                                Unit.BYTES)
                        .colored(
                                "Last one ago",
                                Thresholds.from(GREEN).above(DAY * 1.1, YELLOW).above(DAY * 2, RED)))
                .panel(StateTimeline.of("Last backup")
                        .query(
                                panels.here("max by (schedule) (velero_backup_last_status{here,schedule!=\"\"})"),
                                "{{schedule}}")
                        .words(Word.of(1, "whole", GREEN), Word.of(0, "failed", RED)))
                .panel(panels.over(
                                "Backups within a day", "sum(increase(velero_backup_success_total{here}[1d]))", "whole")
                        .query(panels.here("sum(increase(velero_backup_partial_failure_total{here}[1d]))"), "in part")
                        .query(panels.here("sum(increase(velero_backup_failure_total{here}[1d]))"), "failed")
                        .bars())
                .panel(panels.over("Restores", "sum(increase(velero_restore_success_total{here}[1d]))", "whole")
                        .query(panels.here("sum(increase(velero_restore_failed_total{here}[1d]))"), "failed")
                        .bars())
                .row("Other copies")
                .panel(Table.of("Jobs by schedule", "namespace", "cronjob")
                        .query("time() - kube_cronjob_status_last_successful_time", "Last one ago", Unit.SECONDS)
                        .colored(
                                "Last one ago",
                                Thresholds.from(GREEN).above(DAY * 1.1, YELLOW).above(DAY * 2, RED))));
    }
}
