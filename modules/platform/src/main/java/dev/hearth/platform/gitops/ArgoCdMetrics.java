package dev.hearth.platform.gitops;

import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.minutes;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Monitor;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;

/**
 * What is scraped of Argo CD, and when somebody has to know.
 *
 * @param byChart whether the chart installs it; its Services have other names than those of upstream's manifests
 */
record ArgoCdMetrics(boolean byChart) {

    private static final int CONTROLLER = 8082;
    private static final int SERVER = 8083;
    private static final int REPOSITORIES = 8084;

    ImmutableList<Part> monitors() {
        return byChart
                ? ImmutableList.of(
                        monitor("argocd-application-controller-metrics", "application-controller", CONTROLLER)
                                .labelled(ImmutableMap.of(
                                        "app.kubernetes.io/component",
                                        "application-controller",
                                        "app.kubernetes.io/name",
                                        "argocd-metrics")),
                        monitor("argocd-server-metrics", "server", SERVER),
                        monitor("argocd-repo-server-metrics", "repo-server", REPOSITORIES))
                : ImmutableList.of(
                        monitor("argocd-metrics", "application-controller", CONTROLLER),
                        monitor("argocd-server-metrics", "server", SERVER),
                        monitor("argocd-repo-server", "repo-server", REPOSITORIES));
    }

    private Monitor monitor(String service, String part, int port) {
        String portName = byChart ? "http-metrics" : "metrics";
        return Monitor.service(service, ArgoCd.pods(part), Port.http(port).named(portName), "/metrics");
    }

    static Rules alerts() {
        return Rules.named(ArgoCd.NAME)
                .alert(Alert.named("ArgoAppOutOfSync")
                        .expr("argocd_app_info{sync_status!=\"Synced\"} == 1")
                        .holding(hours(1))
                        .severity(Severity.WARNING)
                        .summary("Application {{ $labels.name }} is not what its repository says.")
                        .description("Its status is {{ $labels.sync_status }}; argocd app diff {{ $labels.name }} says"
                                + " what differs."))
                .alert(Alert.named("ArgoAppUnhealthy")
                        .expr("argocd_app_info{health_status!~\"Healthy|Progressing|Suspended\"} == 1")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Application {{ $labels.name }} is {{ $labels.health_status }}.")
                        .description("argocd app get {{ $labels.name }} says which of its objects are not well."));
    }
}
