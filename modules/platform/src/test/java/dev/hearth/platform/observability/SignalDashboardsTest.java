package dev.hearth.platform.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Signal;
import dev.hearth.platform.DashboardJudges;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dashboards of what keeps and gathers signals, and of what is in them. */
class SignalDashboardsTest {

    private static final List<Dashboard> ALL = List.of(
            AlertmanagerDashboard.of("alertmanager", "monitoring"),
            AlloyDashboard.of("alloy", "monitoring"),
            AuditDashboard.of(),
            LokiDashboard.of("loki", "monitoring"),
            LokiDashboard.lines(),
            MimirDashboard.of("mimir", "monitoring"),
            PyroscopeDashboard.of("pyroscope", "monitoring"),
            TempoDashboard.of("tempo", "monitoring"),
            TempoDashboard.requests());

    @Test
    void grafana_and_prometheus_and_loki_can_read_them() {
        DashboardJudges.readStrictly(ALL);
        DashboardJudges.readQuestions(ALL);
    }

    @Test
    void what_programs_say_of_themselves_does_not_need_what_they_keep() {
        assertThat(LokiDashboard.of("loki", "monitoring").signals()).containsExactly(Signal.METRICS);
        assertThat(LokiDashboard.lines().signals()).contains(Signal.LOGS);
        assertThat(TempoDashboard.requests().signals()).containsExactly(Signal.TRACES);
        assertThat(AuditDashboard.of().signals()).containsExactly(Signal.LOGS);
    }
}
