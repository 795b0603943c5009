package dev.hearth.platform.data;

import static dev.hearth.dsl.dashboard.Color.GREEN;
import static dev.hearth.dsl.dashboard.Color.RED;
import static dev.hearth.dsl.dashboard.Color.YELLOW;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Thresholds;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;

/** Who of the members leads, what they keep, and what the front sees of them. */
final class RedisDashboard {

    private RedisDashboard() {}

    static Dashboard of(Redis redis) {
        ComponentPanels panels = ComponentPanels.in(redis.namespace());
        return panels.pods(ComponentPanels.dashboard(redis.name(), "Redis")
                .panel(panels.now("Members that answer", "sum(redis_up{here})")
                        .thresholds(Thresholds.from(RED).above(1, YELLOW).above(2, GREEN)))
                .panel(panels.some("Masters the front sees", "sum(haproxy_backend_active_servers{here})"))
                .panel(panels.now("Clients", "sum(redis_connected_clients{here})"))
                .panel(panels.now("Keys", "max(sum by (pod) (redis_db_keys{here}))"))
                .panel(panels.now("Evicted within a day", "ceil(sum(increase(redis_evicted_keys_total{here}[1d])))"))
                .panel(panels.now("Last written to the disk", "1000 * max(redis_rdb_last_save_timestamp_seconds{here})")
                        .unit(Unit.TIME))
                .panel(panels.rate("Commands", "redis_commands_processed_total{here}", "pod"))
                .panel(panels.over("Memory", "sum by (pod) (redis_memory_used_bytes{here})", "{{pod}}")
                        .query(panels.here("max(redis_memory_max_bytes{here})"), "at most")
                        .unit(Unit.BYTES))
                .panel(panels.over(
                                "Found",
                                "sum(rate(redis_keyspace_hits_total{here}[$__rate_interval]))"
                                        + " / (sum(rate(redis_keyspace_hits_total{here}[$__rate_interval]))"
                                        + " + sum(rate(redis_keyspace_misses_total{here}[$__rate_interval])))",
                                "of keys asked for")
                        .fraction())
                .panel(panels.rate("Keys that expired", "redis_expired_keys_total{here}", "pod"))
                .panel(panels.over(
                        "Sessions of the front", "sum by (pod) (haproxy_frontend_current_sessions{here})", "{{pod}}"))
                .panel(panels.over(
                                "Traffic of the front",
                                "sum(rate(haproxy_frontend_bytes_in_total{here}[$__rate_interval]))",
                                "in")
                        .query(
                                panels.here("sum(rate(haproxy_frontend_bytes_out_total{here}[$__rate_interval]))"),
                                "out")
                        .unit(Unit.BYTES_PER_SECOND)));
    }
}
