package dev.hearth.platform.gitops;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Table;
import dev.hearth.platform.ComponentPanels;

/** Which Applications are as the repository says, and how long it takes. */
final class ArgoCdDashboard {

    private ArgoCdDashboard() {}

    static Dashboard of(ArgoCd argoCd) {
        ComponentPanels panels = ComponentPanels.in(argoCd.namespace());
        return panels.pods(ComponentPanels.dashboard(argoCd.name(), "Argo CD")
                .panel(panels.now("Applications", "count(argocd_app_info)"))
                .panel(panels.none("Out of sync", "count(argocd_app_info{sync_status!=\"Synced\"})")
                        .orElse("0"))
                .panel(panels.none(
                                "Not healthy",
                                "count(argocd_app_info{health_status!~\"Healthy|Progressing|Suspended\"})")
                        .orElse("0"))
                .panel(panels.none(
                        "Syncs that failed within a day",
                        "ceil(sum(increase(argocd_app_sync_total{phase=~\"Error|Failed\"}[1d])))"))
                .panel(panels.now("Objects watched", "sum(argocd_cluster_api_resource_objects)"))
                .panel(Table.of("Applications that want a look", "name", "project", "sync_status", "health_status")
                        .query(
                                "argocd_app_info{sync_status!=\"Synced\"} or argocd_app_info{health_status!~\"Healthy\"}",
                                "Applications")
                        .orElse("none"))
                .panel(panels.over(
                                "Syncs within an hour",
                                "sum by (phase) (increase(argocd_app_sync_total[1h]))",
                                "{{phase}}")
                        .bars())
                .panel(panels.durations("Time to compare", "argocd_app_reconcile_bucket"))
                .panel(panels.rate("Requests to the API server", "argocd_app_k8s_request_total", "verb"))
                .panel(panels.rate("Requests to Git", "argocd_git_request_total", "request_type")));
    }
}
