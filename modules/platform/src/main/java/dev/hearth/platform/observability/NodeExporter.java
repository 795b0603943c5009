package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;

import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.monitor.Monitor;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Toleration;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;

/**
 * Metrics of the nodes themselves, with the alerts on them. It needs the host's network, processes and file system, so it
 * has a namespace of its own.
 *
 * @param name its name, which is also the {@code job} of its metrics
 * @param namespace where it runs
 * @see <a href="https://github.com/prometheus/node_exporter">node_exporter</a>
 */
public record NodeExporter(String name, String namespace) implements Component {

    private static final Image IMAGE = Catalogue.image("node-exporter");
    private static final Port METRICS = Port.http(9100).named("metrics");
    private static final String WHY = "metrics of a node are read from its own network, processes and files";

    public NodeExporter {
        Names.label("component name", name);
        Names.label("namespace", namespace);
    }

    /** The exporter in the namespace {@code node-metrics}. */
    public static NodeExporter named(String name) {
        return new NodeExporter(name, "node-metrics");
    }

    @Override
    public Band band() {
        return Band.OBSERVABILITY;
    }

    @Override
    public PodSecurity podSecurity() {
        return PodSecurity.privileged(WHY);
    }

    @Override
    public Offers offers() {
        return Offers.of(NodesDashboard.of(this));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Workload exporter = Workload.daemonSet(name)
                .image(IMAGE)
                .args(
                        "--path.rootfs=/host/root",
                        "--path.procfs=/host/root/proc",
                        "--path.sysfs=/host/sys",
                        "--path.udev.data=/host/root/run/udev/data",
                        "--no-collector.wifi",
                        "--no-collector.hwmon",
                        "--no-collector.btrfs",
                        "--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|snap/.+|run/k3s/containerd/.+"
                                + "|var/lib/docker/.+|var/lib/kubelet/pods/.+"
                                + "|var/snap/microk8s/common/(run|var/lib/kubelet/pods)/.+)($|/)",
                        "--collector.netclass.ignored-devices=^(veth.*|cali.*|vxlan.*)$",
                        "--collector.netdev.device-exclude=^(veth.*|cali.*|vxlan.*)$")
                .port(METRICS)
                .hostNetwork(WHY)
                .hostPid(WHY)
                .runAs(65534, 65534)
                .mountReadOnly(Volume.hostPath("root", "/", WHY), "/host/root")
                .mountReadOnly(Volume.hostPath("sys", "/sys", WHY), "/host/sys")
                .toleration(Toleration.everything())
                .priorityClass("system-node-critical")
                .requests(cpu("20m"), memory("64Mi"))
                .limits(memory("128Mi"))
                .readiness(Probe.http(METRICS, "/"))
                .liveness(Probe.http(METRICS, "/").failures(6))
                .headless();
        Monitor monitor = Monitor.service(name, exporter.pods(), METRICS, "/metrics")
                .job(name)
                .endpoint(Data.map(
                        "relabelings",
                        Data.list(
                                Data.map("action", "replace", "targetLabel", "job", "replacement", name),
                                Data.map(
                                        "action",
                                        "replace",
                                        "sourceLabels",
                                        Data.list("__meta_kubernetes_pod_node_name"),
                                        "targetLabel",
                                        "instance"))));
        return Manifests.of(exporter, monitor, NodeRules.of(name))
                .patch(Patch.of(
                        DaemonSet.class,
                        name,
                        daemonSet -> daemonSet
                                .getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .get(0)
                                .getVolumeMounts()
                                // What is mounted on the node later is seen too.
                                .forEach(mount -> mount.setMountPropagation("HostToContainer"))));
    }
}
