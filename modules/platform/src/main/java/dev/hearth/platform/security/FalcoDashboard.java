package dev.hearth.platform.security;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Logs;
import dev.hearth.dsl.dashboard.Query;
import dev.hearth.dsl.dashboard.TimeSeries;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;
import java.time.Duration;

/** Which rules of Falco match, and whether it sees everything. */
final class FalcoDashboard {

    private FalcoDashboard() {}

    /** Of a Falco, and of what hands its events on where there is that. */
    static Dashboard of(String name, String namespace, boolean handsOn) {
        ComponentPanels panels = ComponentPanels.in(namespace);
        Dashboard dashboard = ComponentPanels.dashboard(name, "Falco")
                .panel(panels.none(
                                "Matches within a day",
                                "ceil(sum(increase(falcosecurity_falco_rules_matches_total{here}[1d])))")
                        .orElse("0"))
                .panel(panels.now("System calls", "sum(rate(falcosecurity_scap_n_evts_total{here}[5m]))")
                        .unit(Unit.PER_SECOND))
                .panel(panels.now(
                                "Not seen",
                                "sum(rate(falcosecurity_scap_n_drops_total{here}[5m])) / sum(rate(falcosecurity_scap_n_evts_total{here}[5m]))")
                        .unit(Unit.FRACTION))
                .panel(panels.none(
                        "Matches not handed on within a day",
                        "ceil(sum(increase(falcosecurity_falco_outputs_queue_num_drops_total{here}[1d])))"))
                .panel(panels.over(
                                "Matches within an hour",
                                "sum by (rule_name) (increase(falcosecurity_falco_rules_matches_total{here}[1h]) > 0)",
                                "{{rule_name}}")
                        .bars())
                .panel(panels.over(
                                "System calls",
                                "sum by (pod) (rate(falcosecurity_scap_n_evts_total{here}[$__rate_interval]))",
                                "{{pod}}")
                        .unit(Unit.PER_SECOND))
                .panel(panels.over(
                                "Not seen",
                                "sum by (pod) (rate(falcosecurity_scap_n_drops_total{here}[$__rate_interval]))",
                                "{{pod}}")
                        .unit(Unit.PER_SECOND));
        return panels.pods(
                handsOn
                        ? dashboard.panel(panels.over(
                                        "Handed on",
                                        "sum by (destination, status) (increase(falcosecurity_falcosidekick_outputs_total{here}[1h]))",
                                        "{{destination}} {{status}}")
                                .bars())
                        : dashboard);
    }

    /** What it told, line by line. */
    static Dashboard events() {
        return ComponentPanels.shared(Dashboard.of("falco-events", "Falco events"))
                .last(Duration.ofDays(1))
                .panel(TimeSeries.of("Events")
                        .query(Query.logs("sum(count_over_time({job=\"falco\"}[$__auto]))", "events"))
                        .bars()
                        .width(24))
                .panel(Logs.of("Newest").query("{job=\"falco\"}"));
    }
}
