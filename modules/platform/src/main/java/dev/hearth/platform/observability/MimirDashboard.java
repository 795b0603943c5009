package dev.hearth.platform.observability;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;

/** How many series there are, and whether their blocks reach the store. */
final class MimirDashboard {

    private MimirDashboard() {}

    static Dashboard of(String name, String namespace) {
        ComponentPanels panels = ComponentPanels.in(namespace, name);
        return panels.pods(ComponentPanels.dashboard(name, "Mimir")
                .panel(panels.now("Series", "sum(cortex_ingester_memory_series{here})"))
                .panel(panels.now("Samples", "sum(rate(cortex_distributor_received_samples_total{here}[5m]))")
                        .unit(Unit.PER_SECOND))
                .panel(panels.none(
                                "Thrown away within a day",
                                "ceil(sum(increase(cortex_discarded_samples_total{here}[1d])))")
                        .orElse("0"))
                .panel(panels.now(
                                "Last compaction",
                                "1000 * max(cortex_compactor_last_successful_run_timestamp_seconds{here})")
                        .unit(Unit.TIME))
                .panel(panels.now(
                                "Oldest block that is not in the store",
                                "1000 * min(cortex_ingester_oldest_unshipped_block_timestamp_seconds{here} > 0)")
                        .unit(Unit.TIME)
                        .orElse("none"))
                .panel(panels.over("Series", "sum by (pod) (cortex_ingester_memory_series{here})", "{{pod}}"))
                .panel(panels.over(
                                "Samples",
                                "sum by (pod) (rate(cortex_distributor_received_samples_total{here}[$__rate_interval]))",
                                "{{pod}}")
                        .unit(Unit.PER_SECOND))
                .panel(panels.rate("Thrown away", "cortex_discarded_samples_total{here}", "reason"))
                .panel(panels.rate("Answers", "cortex_request_duration_seconds_count{here}", "status_code"))
                .panel(panels.durations("Time for an answer", "cortex_request_duration_seconds_bucket{here}"))
                .panel(panels.over(
                                "Trouble",
                                "sum(rate(cortex_ingester_tsdb_wal_writes_failed_total{here}[$__rate_interval]))",
                                "log not written")
                        .query(
                                panels.here(
                                        "sum(rate(cortex_ingester_tsdb_compactions_failed_total{here}[$__rate_interval]))"),
                                "blocks not made")
                        .query(
                                panels.here("sum(rate(cortex_compactor_runs_failed_total{here}[$__rate_interval]))"),
                                "compaction failed")));
    }
}
