package dev.hearth.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Signal;
import dev.hearth.platform.DashboardJudges;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dashboards of what looks for threats. */
class ThreatDashboardsTest {

    private static final List<Dashboard> ALL = List.of(
            FalcoDashboard.of("falco", "falco", true),
            FalcoDashboard.events(),
            TrivyDashboard.of("trivy", "trivy-system"));

    @Test
    void grafana_and_prometheus_and_loki_can_read_them() {
        DashboardJudges.readStrictly(ALL);
        DashboardJudges.readQuestions(ALL);
    }

    @Test
    void lines_stand_apart_from_numbers() {
        assertThat(FalcoDashboard.of("falco", "falco", false).signals()).containsExactly(Signal.METRICS);
        assertThat(FalcoDashboard.events().signals()).containsExactly(Signal.LOGS);
    }
}
