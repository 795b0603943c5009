package dev.hearth.platform.observability;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Logs;
import dev.hearth.dsl.dashboard.Query;
import dev.hearth.dsl.dashboard.TimeSeries;
import dev.hearth.platform.ComponentPanels;
import java.time.Duration;

/** What people and programs do to the cluster, as its API server writes it down. */
final class AuditDashboard {

    private AuditDashboard() {}

    static Dashboard of() {
        return ComponentPanels.shared(Dashboard.of("audit", "Audit"))
                .last(Duration.ofDays(1))
                .panel(TimeSeries.of("Requests by verb")
                        .query(Query.logs(
                                "sum by (verb) (count_over_time({job=\"audit\"} | json verb=\"verb\" [$__auto]))",
                                "{{verb}}"))
                        .bars())
                .panel(TimeSeries.of("Refused")
                        .query(Query.logs(
                                "sum by (user) (count_over_time({job=\"audit\"} | json code=\"responseStatus.code\", user=\"user.username\" | code=~\"401|403\" [$__auto]))",
                                "{{user}}"))
                        .bars())
                .panel(Logs.of("Newest").query("{job=\"audit\"}"));
    }
}
