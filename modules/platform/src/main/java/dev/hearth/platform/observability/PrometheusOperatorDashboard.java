package dev.hearth.platform.observability;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.platform.ComponentPanels;

/** Whether the operator takes what it is told. */
final class PrometheusOperatorDashboard {

    private PrometheusOperatorDashboard() {}

    static Dashboard of(PrometheusOperator prometheusOperator) {
        ComponentPanels panels = ComponentPanels.in(prometheusOperator.namespace(), prometheusOperator.name());
        return panels.pods(ComponentPanels.dashboard(prometheusOperator.name(), "Prometheus Operator")
                .panel(panels.none("Refused", "sum(prometheus_operator_managed_resources{here,state=\"rejected\"})")
                        .orElse("0"))
                .panel(panels.none(
                                "Errors within a day",
                                "ceil(sum(increase(prometheus_operator_reconcile_errors_total{here}[1d])))")
                        .orElse("0"))
                .panel(panels.over(
                        "Objects",
                        "sum by (resource) (prometheus_operator_managed_resources{here,state=\"selected\"})",
                        "{{resource}}"))
                .panel(panels.rate("Work", "prometheus_operator_reconcile_operations_total{here}", "controller")));
    }
}
