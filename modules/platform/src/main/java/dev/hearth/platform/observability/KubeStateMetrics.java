package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.monitor.Monitor;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Metrics of the objects in the cluster, with the alerts on them. It may read just the kinds it makes metrics of; Secrets
 * and ConfigMaps are none of them.
 *
 * @param name its name
 * @param namespace where it runs
 * @see <a href="https://github.com/kubernetes/kube-state-metrics">kube-state-metrics</a>
 */
public record KubeStateMetrics(String name, String namespace) implements Component {

    private static final Image IMAGE = Catalogue.image("kube-state-metrics");
    private static final Port METRICS = Port.http(8080).named("http-metrics");
    private static final Port TELEMETRY = Port.http(8081).named("telemetry");

    /** What is watched, by API group. */
    private static final ImmutableSortedMap<String, String> RESOURCES =
            ImmutableSortedMap.<String, String>naturalOrder()
                    .put(
                            "",
                            "limitranges,namespaces,nodes,persistentvolumeclaims,persistentvolumes,pods,"
                                    + "replicationcontrollers,resourcequotas,serviceaccounts,services")
                    .put(
                            "admissionregistration.k8s.io",
                            "mutatingwebhookconfigurations,validatingwebhookconfigurations")
                    .put("apps", "daemonsets,deployments,replicasets,statefulsets")
                    .put("autoscaling", "horizontalpodautoscalers")
                    .put("batch", "cronjobs,jobs")
                    .put("certificates.k8s.io", "certificatesigningrequests")
                    .put("coordination.k8s.io", "leases")
                    .put("discovery.k8s.io", "endpointslices")
                    .put("networking.k8s.io", "ingresses,ingressclasses,networkpolicies")
                    .put("policy", "poddisruptionbudgets")
                    .put("storage.k8s.io", "storageclasses,volumeattachments")
                    .buildOrThrow();

    public KubeStateMetrics {
        Names.label("component name", name);
        Names.label("namespace", namespace);
    }

    /** The exporter in the namespace {@code monitoring}. */
    public static KubeStateMetrics named(String name) {
        return new KubeStateMetrics(name, "monitoring");
    }

    @Override
    public Band band() {
        return Band.OBSERVABILITY;
    }

    @Override
    public Offers offers() {
        return Offers.of(ClusterDashboard.of(this));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Workload exporter = Workload.deployment(name)
                .role(NodeRole.MONITORING)
                .image(IMAGE)
                .args(
                        "--port=" + METRICS.number(),
                        "--telemetry-port=" + TELEMETRY.number(),
                        "--resources="
                                + RESOURCES.values().stream()
                                        .flatMap(list -> Arrays.stream(list.split(",", -1)))
                                        .sorted()
                                        .collect(Collectors.joining(",")))
                .port(METRICS)
                .port(TELEMETRY)
                .runAs(65534, 65534)
                .requests(cpu("10m"), memory("190Mi"))
                .limits(memory("250Mi"))
                .liveness(Probe.http(METRICS, "/livez"))
                .readiness(Probe.http(TELEMETRY, "/readyz"))
                .access(RESOURCES.entrySet().stream()
                        .map(entry -> Access.to(entry.getValue().split(",", -1))
                                .group(entry.getKey())
                                .verbs("list", "watch")
                                .clusterWide())
                        .toArray(Access[]::new));
        return Manifests.of(
                exporter,
                Monitor.service(name, exporter.pods(), METRICS, "/metrics").honorLabels(),
                Monitor.service(name, exporter.pods(), TELEMETRY, "/metrics").named(name + "-telemetry"),
                KubeRules.of(name));
    }
}
