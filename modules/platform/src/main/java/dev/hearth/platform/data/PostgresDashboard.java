package dev.hearth.platform.data;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;

/** What the databases do, how large they are, and when they were last dumped. */
final class PostgresDashboard {

    private PostgresDashboard() {}

    static Dashboard of(Postgres postgres) {
        ComponentPanels panels = ComponentPanels.in(postgres.namespace());
        return panels.pods(ComponentPanels.dashboard(postgres.name(), "PostgreSQL")
                .panel(panels.some("Answers", "min(pg_up{here})"))
                .panel(panels.now("Connections", "sum(pg_stat_database_numbackends{here})"))
                .panel(panels.now("Connections at most", "min(pg_settings_max_connections{here})"))
                .panel(panels.none(
                        "Deadlocks within a day", "ceil(sum(increase(pg_stat_database_deadlocks{here}[1d])))"))
                .panel(panels.now("Size", "sum(pg_database_size_bytes{here})").unit(Unit.BYTES))
                .panel(panels.now("Last dump", "1000 * max(kube_cronjob_status_last_successful_time{here})")
                        .unit(Unit.TIME))
                .panel(panels.over(
                        "Connections", "sum by (datname) (pg_stat_database_numbackends{here})", "{{datname}}"))
                .panel(panels.over("Size", "sum by (datname) (pg_database_size_bytes{here})", "{{datname}}")
                        .unit(Unit.BYTES))
                .panel(panels.over(
                                "Transactions",
                                "sum by (datname) (rate(pg_stat_database_xact_commit{here}[$__rate_interval]))",
                                "{{datname}}")
                        .query(
                                panels.here(
                                        "sum by (datname) (rate(pg_stat_database_xact_rollback{here}[$__rate_interval]))"),
                                "{{datname}} taken back")
                        .unit(Unit.PER_SECOND))
                .panel(panels.over(
                                "Found in memory",
                                "sum(rate(pg_stat_database_blks_hit{here}[$__rate_interval]))"
                                        + " / (sum(rate(pg_stat_database_blks_hit{here}[$__rate_interval]))"
                                        + " + sum(rate(pg_stat_database_blks_read{here}[$__rate_interval])))",
                                "of blocks")
                        .fraction())
                .panel(panels.over(
                                "Rows written",
                                "sum(rate(pg_stat_database_tup_inserted{here}[$__rate_interval]))",
                                "inserted")
                        .query(
                                panels.here("sum(rate(pg_stat_database_tup_updated{here}[$__rate_interval]))"),
                                "updated")
                        .query(
                                panels.here("sum(rate(pg_stat_database_tup_deleted{here}[$__rate_interval]))"),
                                "deleted")
                        .unit(Unit.PER_SECOND))
                .panel(panels.over("Locks", "sum by (mode) (pg_locks_count{here})", "{{mode}}")));
    }
}
