package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;

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
                                .metrics(http, "/metrics"))
                .accept(
                        "rbac.secrets",
                        "the operator writes the configuration of each Prometheus into a Secret beside it, and reads the"
                                + " passwords that monitors name");
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
