package dev.hearth.platform.observability;

import static dev.hearth.dsl.dashboard.Color.GREEN;
import static dev.hearth.dsl.dashboard.Color.RED;
import static dev.hearth.dsl.dashboard.Color.YELLOW;

import dev.hearth.dsl.dashboard.BarGauge;
import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Gauge;
import dev.hearth.dsl.dashboard.Table;
import dev.hearth.dsl.dashboard.Thresholds;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.dsl.dashboard.Variable;
import dev.hearth.platform.ComponentPanels;

/** What the cluster runs, what it asks for, and what does not run. */
final class ClusterDashboard {

    private ClusterDashboard() {}

    static Dashboard of(KubeStateMetrics kubeStateMetrics) {
        ComponentPanels panels = ComponentPanels.in(kubeStateMetrics.namespace(), kubeStateMetrics.name());
        return panels.pods(ComponentPanels.shared(Dashboard.of("cluster", "Cluster"))
                .variable(Variable.query("namespace", "Namespace", "label_values(kube_namespace_created, namespace)")
                        .orAll())
                .panel(panels.now(
                        "Nodes ready", "sum(kube_node_status_condition{condition=\"Ready\",status=\"true\"})"))
                .panel(panels.now("Pods", "sum(kube_pod_status_phase{phase=\"Running\",namespace=~\"$namespace\"})"))
                .panel(panels.none(
                        "Pods that do not run",
                        "sum(kube_pod_status_phase{phase=~\"Pending|Unknown|Failed\",namespace=~\"$namespace\"})"))
                .panel(panels.none(
                                "Containers that crash",
                                "sum(kube_pod_container_status_waiting_reason{reason=\"CrashLoopBackOff\",namespace=~\"$namespace\"})")
                        .orElse("0"))
                .panel(panels.none(
                                "Jobs that failed",
                                "sum(kube_job_failed{condition=\"true\",namespace=~\"$namespace\"})")
                        .orElse("0"))
                .panel(panels.none(
                        "Claims without a volume",
                        "sum(kube_persistentvolumeclaim_status_phase{phase!=\"Bound\",namespace=~\"$namespace\"})"))
                .panel(Gauge.of("CPU asked for")
                        .query(
                                "sum(kube_pod_container_resource_requests{resource=\"cpu\"}) / sum(kube_node_status_allocatable{resource=\"cpu\"})",
                                "")
                        .fraction()
                        .thresholds(Thresholds.from(GREEN).above(0.8, YELLOW).above(0.95, RED)))
                .panel(Gauge.of("Memory asked for")
                        .query(
                                "sum(kube_pod_container_resource_requests{resource=\"memory\"}) / sum(kube_node_status_allocatable{resource=\"memory\"})",
                                "")
                        .fraction()
                        .thresholds(Thresholds.from(GREEN).above(0.8, YELLOW).above(0.95, RED)))
                .panel(Gauge.of("Memory at most")
                        .query(
                                "sum(kube_pod_container_resource_limits{resource=\"memory\"}) / sum(kube_node_status_allocatable{resource=\"memory\"})",
                                "")
                        .unit(Unit.FRACTION)
                        .between(0, 2)
                        .thresholds(Thresholds.from(GREEN).above(1, YELLOW).above(1.5, RED)))
                .panel(Gauge.of("Pods of those possible")
                        .query("sum(kube_pod_info) / sum(kube_node_status_allocatable{resource=\"pods\"})", "")
                        .fraction())
                .panel(panels.over(
                                "CPU",
                                "sum by (namespace) (rate(container_cpu_usage_seconds_total{container!=\"\",namespace=~\"$namespace\"}[$__rate_interval]))",
                                "{{namespace}}")
                        .stacked())
                .panel(panels.over(
                                "Memory",
                                "sum by (namespace) (container_memory_working_set_bytes{container!=\"\",namespace=~\"$namespace\"})",
                                "{{namespace}}")
                        .unit(Unit.BYTES)
                        .stacked())
                .panel(panels.over(
                                "Network in",
                                "sum by (namespace) (rate(container_network_receive_bytes_total{namespace=~\"$namespace\"}[$__rate_interval]))",
                                "{{namespace}}")
                        .unit(Unit.BYTES_PER_SECOND))
                .panel(panels.over(
                                "Held back for their limit of CPU",
                                "sum by (namespace) (rate(container_cpu_cfs_throttled_periods_total{namespace=~\"$namespace\"}[$__rate_interval])) / sum by (namespace) (rate(container_cpu_cfs_periods_total{namespace=~\"$namespace\"}[$__rate_interval]))",
                                "{{namespace}}")
                        .fraction())
                .panel(Table.of("Containers that wait", "namespace", "pod", "container", "reason")
                        .query("kube_pod_container_status_waiting_reason{namespace=~\"$namespace\"} == 1", "Waits")
                        .orElse("none")
                        .width(12))
                .panel(BarGauge.of("Restarts within a day")
                        .query(
                                "topk(10, sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{namespace=~\"$namespace\"}[1d])) >= 1)",
                                "{{namespace}}/{{pod}}")
                        .orElse("none"))
                .row("Control plane")
                .panel(panels.rate("Requests to the API server", "apiserver_request_total", "verb"))
                .panel(panels.over(
                                "Errors of the API server",
                                "sum by (code) (rate(apiserver_request_total{code=~\"5..\"}[$__rate_interval]))",
                                "{{code}}")
                        .unit(Unit.PER_SECOND))
                .panel(panels.over("Pods of kubelets", "sum by (instance) (kubelet_running_pods)", "{{instance}}")));
    }
}
