package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;

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
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Monitor;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
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
    private static final String REAL_FILE_SYSTEMS = "fstype!~\"tmpfs|overlay|squashfs|ramfs\"";

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
        return Manifests.of(exporter, monitor, rules())
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

    private Rules rules() {
        return Rules.named(name)
                .record(
                        "instance:node_cpu_utilisation:ratio_rate5m",
                        "1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m]))")
                .record(
                        "instance:node_memory_utilisation:ratio",
                        "1 - (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)")
                .alert(Alert.named("NodeDown")
                        .expr("up{job=\"" + name + "\"} == 0 or absent(up{job=\"" + name + "\"})")
                        .holding(minutes(5))
                        .severity(Severity.CRITICAL)
                        .summary("A node does not answer")
                        .description("The exporter of {{ or $labels.instance \"any node\" }} has not answered"
                                + " for 5 minutes."))
                .alert(Alert.named("DiskAlmostFull")
                        .expr("node_filesystem_avail_bytes{" + REAL_FILE_SYSTEMS + "} / node_filesystem_size_bytes{"
                                + REAL_FILE_SYSTEMS + "} * 100 < 10 and node_filesystem_readonly{" + REAL_FILE_SYSTEMS
                                + "} == 0")
                        .holding(minutes(30))
                        .severity(Severity.CRITICAL)
                        .summary("A disk is almost full")
                        .description("{{ $labels.mountpoint }} of {{ $labels.instance }} has"
                                + " {{ $value | humanize }} % left."))
                .alert(Alert.named("DiskFillingUp")
                        .expr(
                                "predict_linear(node_filesystem_avail_bytes{" + REAL_FILE_SYSTEMS
                                        + "}[6h], 24*3600) < 0 and node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.4")
                        .holding(hours(1))
                        .severity(Severity.WARNING)
                        .summary("A disk will be full within a day")
                        .description("{{ $labels.mountpoint }} of {{ $labels.instance }} fills up."));
    }
}
