package dev.hearth.platform.observability;

import dev.hearth.dsl.dashboard.BarGauge;
import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Table;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;

/** What is scraped, what it costs, and which alerts there are. */
final class PrometheusDashboard {

    private PrometheusDashboard() {}

    static Dashboard of(Prometheus prometheus) {
        ComponentPanels panels = ComponentPanels.in(prometheus.namespace(), "prometheus-" + prometheus.name());
        return panels.pods(ComponentPanels.dashboard(prometheus.name(), "Prometheus")
                .panel(panels.none("Targets down", "count(up == 0)").orElse("0"))
                .panel(panels.now("Targets", "count(up)"))
                .panel(panels.none("Alerts", "count(ALERTS{alertstate=\"firing\",severity!=\"none\"})")
                        .orElse("0"))
                .panel(panels.now("Series", "sum(prometheus_tsdb_head_series{here})"))
                .panel(panels.now("Samples", "sum(rate(prometheus_tsdb_head_samples_appended_total{here}[5m]))")
                        .unit(Unit.PER_SECOND))
                .panel(panels.now("On the disk", "sum(prometheus_tsdb_storage_blocks_bytes{here})")
                        .unit(Unit.BYTES))
                .panel(Table.of("Alerts", "alertname", "severity", "namespace", "pod")
                        .query("ALERTS{alertstate=\"firing\",severity!=\"none\"}", "Firing")
                        .orElse("none"))
                .panel(Table.of("Targets down", "namespace", "job", "instance")
                        .query("up == 0", "Up")
                        .width(12)
                        .orElse("none"))
                .panel(BarGauge.of("Most series")
                        .query(
                                "topk(10, sum by (namespace, job) (scrape_samples_post_metric_relabeling))",
                                "{{namespace}}/{{job}}"))
                .panel(panels.durations(
                        "Time to evaluate a rule",
                        "prometheus_rule_evaluation_duration_histogram_seconds_bucket{here}"))
                .panel(panels.over(
                                "Trouble",
                                "sum(rate(prometheus_rule_evaluation_failures_total{here}[$__rate_interval]))",
                                "rules that fail")
                        .query(
                                panels.here(
                                        "sum(rate(prometheus_target_scrapes_sample_out_of_order_total{here}[$__rate_interval]))"),
                                "samples out of order")
                        .query(
                                panels.here("sum(rate(prometheus_notifications_errors_total{here}[$__rate_interval]))"),
                                "alerts not told")));
    }
}
