package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.node.NodeSetting;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;

/**
 * The operator that runs Prometheus, and the custom resources by which components say what is watched.
 *
 * @param name its name
 * @param namespace where it runs; it serves every namespace
 * @see <a href="https://github.com/prometheus-operator/prometheus-operator">prometheus-operator</a>
 */
public record PrometheusOperator(String name, String namespace) implements Component {

    private static final Image IMAGE = Catalogue.image("prometheus-operator");
    private static final Image RELOADER = Catalogue.image("prometheus-config-reloader");
    private static final String GROUP = "monitoring.coreos.com";
    private static final String[] ALL = {
        "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"
    };

    public PrometheusOperator {
        Names.label("component name", name);
        Names.label("namespace", namespace);
    }

    /** The operator in the namespace {@code monitoring}. */
    public static PrometheusOperator named(String name) {
        return new PrometheusOperator(name, "monitoring");
    }

    @Override
    public Band band() {
        return Band.OPERATORS;
    }

    @Override
    public Offers offers() {
        return Offers.of(
                new CrdOffer(
                        "prometheus-operator", ImmutableList.of(GROUP), Catalogue.definitions("prometheus-operator")),
                PrometheusOperatorDashboard.of(this));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Port http = Port.http(8080);
        return Manifests.of(
                        NodeSetting.withoutAddon(
                                "observability", "it brings the same operator with its own Prometheus"),
                        Workload.deployment(name)
                                .role(NodeRole.MONITORING)
                                .image(IMAGE)
                                .args(
                                        "--kubelet-service=kube-system/kubelet",
                                        "--kubelet-endpointslice=true",
                                        "--kubelet-endpoints=false",
                                        "--kubelet-http-metrics=false",
                                        "--prometheus-config-reloader=" + RELOADER,
                                        "--watch-referenced-objects-in-all-namespaces=true",
                                        "--disable-unmanaged-prometheus-configuration=true")
                                .env("GOGC", "30")
                                .port(http)
                                .runAs(65534, 65534)
                                .requests(cpu("100m"), memory("100Mi"))
                                .limits(memory("200Mi"))
                                .readiness(Probe.http(http, "/healthz"))
                                .liveness(Probe.http(http, "/healthz").failures(6))
                                .access(access())
                                .metrics(http, "/metrics"),
                        rules())
                .accept(
                        "rbac.secrets",
                        "the operator writes the configuration of each Prometheus into a Secret beside it, and reads the"
                                + " passwords that monitors name");
    }

    /** What the operator does not take it leaves out, and everything else looks well. */
    private Rules rules() {
        String job = "job=\"" + name + "\"";
        return Rules.named(name)
                .alert(Alert.named("PrometheusOperatorRejects")
                        .expr("min_over_time(prometheus_operator_managed_resources{" + job
                                + ",state=\"rejected\"}[5m]) > 0")
                        .holding(minutes(5))
                        .severity(Severity.WARNING)
                        .summary("What is watched is not what the tree says")
                        .description("The operator refuses {{ $value }} objects of the kind {{ $labels.resource }}; its"
                                + " log says which and why."))
                .alert(Alert.named("PrometheusOperatorFailing")
                        .expr("sum by (namespace, controller) (rate(prometheus_operator_reconcile_errors_total{" + job
                                + "}[5m])) / sum by (namespace, controller)"
                                + " (rate(prometheus_operator_reconcile_operations_total{" + job + "}[5m])) > 0.1")
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary("The operator fails to do what the tree says")
                        .description("{{ $value | humanizePercentage }} of the tries for {{ $labels.controller }} fail;"
                                + " its log says why."))
                .alert(Alert.named("ConfigurationNotRead")
                        .expr("max_over_time(reloader_last_reload_successful[5m]) == 0")
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary("Changed configuration does not reach its program")
                        .description("The reloader of {{ $labels.namespace }}/{{ $labels.pod }} fails; its log says"
                                + " why."));
    }

    private static Access[] access() {
        return new Access[] {
            Access.to(
                            "alertmanagerconfigs",
                            "alertmanagers",
                            "alertmanagers/finalizers",
                            "alertmanagers/status",
                            "podmonitors",
                            "podmonitors/status",
                            "probes",
                            "probes/status",
                            "prometheusagents",
                            "prometheusagents/finalizers",
                            "prometheusagents/status",
                            "prometheuses",
                            "prometheuses/finalizers",
                            "prometheuses/status",
                            "prometheusrules",
                            "prometheusrules/status",
                            "scrapeconfigs",
                            "scrapeconfigs/status",
                            "servicemonitors",
                            "servicemonitors/status",
                            "thanosrulers",
                            "thanosrulers/finalizers",
                            "thanosrulers/status")
                    .group(GROUP)
                    .verbs(ALL)
                    .clusterWide(),
            Access.to("statefulsets").group("apps").verbs(ALL).clusterWide(),
            Access.to("configmaps", "secrets").verbs(ALL).clusterWide(),
            Access.to("pods").verbs("delete", "list").clusterWide(),
            Access.to("endpoints", "services", "services/finalizers")
                    .verbs("create", "delete", "get", "update")
                    .clusterWide(),
            Access.to("nodes").verbs("list", "watch").clusterWide(),
            Access.to("namespaces").verbs("get", "list", "watch").clusterWide(),
            Access.to("events").group("events.k8s.io").verbs("create", "patch").clusterWide(),
            Access.to("ingresses")
                    .group("networking.k8s.io")
                    .verbs("get", "list", "watch")
                    .clusterWide(),
            Access.to("storageclasses").group("storage.k8s.io").verbs("get").clusterWide(),
            Access.to("endpointslices")
                    .group("discovery.k8s.io")
                    .verbs("create", "delete", "get", "list", "update")
                    .clusterWide()
        };
    }
}
