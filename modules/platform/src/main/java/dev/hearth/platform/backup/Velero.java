package dev.hearth.platform.backup;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Quotas;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Traffic;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.backup.BackupOffer;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Container;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Toleration;
import dev.hearth.dsl.workload.UpdateStrategy;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Backups of objects and of files on volumes, in buckets: every component's {@link Backup} in each of the locations.
 *
 * <pre>{@code
 * Velero.named("velero").to(
 *     BackupLocation.in(minio.bucket("velero")),
 *     BackupLocation.s3("offsite", "home-backups", "eu-central-1").endpoint("https://s3.example.org"));
 * }</pre>
 *
 * <p>Objects are kept as they are, Secrets among them: whoever reads a bucket reads them. Files of volumes are encrypted with
 * the password in Secret {@code velero-repo-credentials}. Keep a copy of it outside of the cluster, and never change it: no
 * file can be read without it.
 *
 * @param name its name; the namespace has the same
 * @param locations where backups are kept
 * @param release the version
 * @param kubelet the kubelet's directory on the nodes; empty for that of the distribution
 * @see <a href="https://velero.io/docs/main/">Velero</a>
 */
public record Velero(String name, ImmutableList<BackupLocation> locations, VeleroRelease release, String kubelet)
        implements Component {

    private static final String GROUP = "velero.io";
    private static final Port METRICS = Port.http(8085).named("metrics");
    private static final String READ = "the files of every pod's volumes on the node are read and restored as they are";

    // Velero asks the API server for a Deployment and a DaemonSet of these names.
    private static final String SERVER = "velero";
    private static final String AGENT = "node-agent";

    private static final Pods MAINTENANCE = pods("velero-maintenance");
    private static final Pods MOVERS = pods("velero-data-mover");

    private static final int USER = 1002;
    private static final int USERS_GROUP = 1000;

    public Velero {
        Names.label("component name", name);
        if (locations.isEmpty()) {
            throw new IllegalArgumentException(
                    name + " needs at least one location; add BackupLocation.in(...) or BackupLocation.s3(...)");
        }
        long distinct = locations.stream().map(BackupLocation::name).distinct().count();
        if (distinct != locations.size()) {
            throw new IllegalArgumentException("two locations of " + name + " have one name: "
                    + locations.stream().map(BackupLocation::name).toList());
        }
    }

    private static Pods pods(String name) {
        return Pods.labelled(name, "app.kubernetes.io/name", name);
    }

    /** A Velero that has not been told where to. */
    public static final class Named {

        private final String name;

        private Named(String name) {
            this.name = name;
        }

        /** The Velero that keeps backups there; the first location is the default of whoever names none. */
        public Velero to(BackupLocation first, BackupLocation... more) {
            return new Velero(
                    name,
                    ImmutableList.<BackupLocation>builder().add(first).add(more).build(),
                    VeleroRelease.PINNED,
                    "");
        }
    }

    /** A Velero of that name. */
    public static Named named(String name) {
        return new Named(name);
    }

    /** A copy of another release of the line 1.18. */
    public Velero release(VeleroRelease other) {
        return new Velero(name, locations, other, kubelet);
    }

    /** A copy for nodes whose kubelet keeps its files there. */
    public Velero kubelet(String directory) {
        return new Velero(name, locations, release, directory);
    }

    @Override
    public Band band() {
        return Band.BACKUP;
    }

    @Override
    public PodSecurity podSecurity() {
        return PodSecurity.privileged(READ);
    }

    @Override
    public Offers offers() {
        return Offers.of(
                new CrdOffer("velero", ImmutableList.of(GROUP), release.definitions("v1")),
                new CrdOffer("velero-data-movers", ImmutableList.of(GROUP), release.definitions("v2alpha1")),
                new BackupOffer(locations.stream()
                        .filter(location -> !location.readOnly())
                        .map(location -> new BackupOffer.Location(location.name(), location.within()))
                        .collect(ImmutableList.toImmutableList())),
                VeleroDashboard.of(this));
    }

    @Override
    public ImmutableSet<Ask> asks() {
        return locations.stream().flatMap(location -> location.ask().stream()).collect(ImmutableSet.toImmutableSet());
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        List<Part> parts = new ArrayList<>();
        parts.add(server());
        parts.add(agent(cluster));
        parts.add(maintenance());
        parts.add(movers());
        parts.add(new Quotas.Uncounted(
                "each backup of a volume and each maintenance of a repository has pods of its own"));
        parts.add(new Locations(locations));
        parts.add(
                scope -> scope.uses(Credential.named("velero-repo-credentials").password("repository-password", 32)));
        parts.add(traffic(MAINTENANCE));
        parts.add(traffic(MOVERS));
        parts.add(alerts());
        parts.add(Catalogue.supported("velero"));
        parts.add(Backup.none("what it has made is read back from the locations"));
        return Manifests.of(parts)
                .patch(Patch.of(
                        DaemonSet.class,
                        AGENT,
                        daemonSet ->
                                daemonSet
                                        .getSpec()
                                        .getTemplate()
                                        .getSpec()
                                        .getContainers()
                                        .get(0)
                                        .getVolumeMounts()
                                        .stream()
                                        .filter(mount -> mount.getName().equals("host-pods"))
                                        // Volumes that are mounted on the node later are seen too.
                                        .forEach(mount -> mount.setMountPropagation("HostToContainer"))))
                .accept(
                        "rbac.admin",
                        "a restore makes whatever a backup holds, roles and bindings too, and may give none that it has not"
                                + " itself");
    }

    private Workload server() {
        return reaching(Workload.deployment(SERVER)
                .image(release.server())
                .command("/velero")
                .args(
                        "server",
                        "--uploader-type=kopia",
                        "--repo-maintenance-job-configmap=" + maintenance().name(),
                        "--default-repo-maintain-frequency=24h")
                .envField("VELERO_NAMESPACE", "metadata.namespace")
                .env("VELERO_SCRATCH_DIR", "/scratch")
                .env("LD_LIBRARY_PATH", "/plugins")
                // The repositories' settings and caches are there.
                .env("HOME", "/scratch")
                .scratch("/plugins")
                .scratch("/scratch")
                .scratch("/tmp")
                .initContainer(Container.named("plugin-for-aws")
                        .image(release.plugin())
                        .mount(Volume.scratch("plugins"), "/target")
                        .requests(cpu("10m"), memory("32Mi"))
                        .limits(memory("64Mi")))
                .port(METRICS)
                .runAs(USER, USERS_GROUP)
                .requests(cpu("100m"), memory("128Mi"))
                .limits(memory("512Mi"))
                .readiness(Probe.http(METRICS, "/metrics"))
                .liveness(Probe.http(METRICS, "/metrics").failures(6))
                .update(UpdateStrategy.recreate())
                .role(NodeRole.BACKUP)
                // A backup that is cut off has failed.
                .terminationGracePeriod(hours(1))
                .access(Access.clusterRole("cluster-admin").clusterWide())
                .metrics(METRICS, "/metrics"));
    }

    private Workload agent(ClusterView cluster) {
        return reaching(Workload.daemonSet(AGENT)
                .image(release.server())
                .command("/velero")
                .args("node-agent", "server", "--node-agent-configmap=" + movers().name())
                .envField("NODE_NAME", "spec.nodeName")
                .envField("VELERO_NAMESPACE", "metadata.namespace")
                .env("VELERO_SCRATCH_DIR", "/scratch")
                .env("HOME", "/scratch")
                .mountReadOnly(Volume.hostPath("host-pods", directory(cluster) + "/pods", READ), "/host_pods")
                .scratch("/scratch")
                .scratch("/tmp")
                // Velero finds the agents by it.
                .podLabel("role", AGENT)
                .port(METRICS)
                .root(READ)
                .toleration(Toleration.everything())
                .requests(cpu("50m"), memory("64Mi"))
                .limits(memory("512Mi"))
                .readiness(Probe.http(METRICS, "/metrics"))
                .liveness(Probe.http(METRICS, "/metrics").failures(6))
                .access(agentAccess())
                .metrics(METRICS, "/metrics"));
    }

    private String directory(ClusterView cluster) {
        if (!kubelet.isEmpty()) {
            return kubelet;
        }
        return cluster.site().distribution().equals("MicroK8s")
                ? "/var/snap/microk8s/common/var/lib/kubelet"
                : "/var/lib/kubelet";
    }

    /** Of the agents, and of the pods they start, which have the same account; for backups of files alone. */
    private static Access[] agentAccess() {
        String[] read = {"get", "list", "watch"};
        return new Access[] {
            Access.to("pods", "persistentvolumeclaims", "persistentvolumes", "nodes")
                    .verbs(read)
                    .clusterWide(),
            Access.to("storageclasses").group("storage.k8s.io").verbs(read).clusterWide(),
            Access.to(
                            "podvolumebackups",
                            "podvolumebackups/status",
                            "podvolumerestores",
                            "podvolumerestores/status",
                            "datauploads",
                            "datauploads/status",
                            "datadownloads",
                            "datadownloads/status")
                    .group(GROUP)
                    .verbs("get", "list", "watch", "update", "patch"),
            Access.to("backuprepositories", "backupstoragelocations")
                    .group(GROUP)
                    .verbs(read),
            Access.to("backuprepositories", "backuprepositories/status")
                    .group(GROUP)
                    .verbs("update", "patch"),
            Access.to("secrets", "configmaps").verbs(read),
            Access.to("pods").verbs("create", "delete"),
            Access.to("pods/log").verbs("get"),
            Access.to("persistentvolumeclaims").verbs("create", "delete"),
            Access.to("events").verbs("get", "list", "watch", "create", "patch"),
            Access.to("daemonsets").group("apps").verbs("get")
        };
    }

    private Workload reaching(Workload workload) {
        Workload out = workload.reaches(services());
        for (BackupLocation location : locations) {
            Optional<Peer> outside = location.outside();
            out = outside.isPresent() ? out.reaches(outside.orElseThrow(), location.port()) : out;
        }
        return out;
    }

    /** Of pods that Velero starts itself. */
    private Traffic traffic(Pods pods) {
        Traffic out = Traffic.of(pods).reachesApiServer().reaches(services());
        for (BackupLocation location : locations) {
            Optional<Peer> outside = location.outside();
            out = outside.isPresent() ? out.reaches(outside.orElseThrow(), location.port()) : out;
        }
        return out;
    }

    private ServiceRef[] services() {
        return locations.stream()
                .flatMap(location -> location.service().stream())
                .distinct()
                .toArray(ServiceRef[]::new);
    }

    private static Config maintenance() {
        return Config.named("velero-repo-maintenance")
                .json(
                        "global",
                        Data.map(
                                "podLabels",
                                labels(MAINTENANCE),
                                "podResources",
                                resources("512Mi"),
                                "keepLatestMaintenanceJobs",
                                1));
    }

    private static Config movers() {
        return Config.named("velero-node-agent")
                .json(
                        "node-agent.json",
                        Data.map(
                                "podLabels",
                                labels(MOVERS),
                                "podResources",
                                resources("1Gi"),
                                "loadConcurrency",
                                Data.map("globalConfig", 1)));
    }

    private static Data labels(Pods pods) {
        return Data.map("app.kubernetes.io/name", pods.name(), "app.kubernetes.io/part-of", "velero");
    }

    private static Data resources(String most) {
        return Data.map("cpuRequest", "50m", "cpuLimit", "1", "memoryRequest", "128Mi", "memoryLimit", most);
    }

    private Rules alerts() {
        return Rules.named(name)
                .alert(Alert.named("VeleroLocationUnavailable")
                        .expr("velero_backup_location_status_gauge == 0")
                        .holding(minutes(30))
                        .severity(Severity.CRITICAL)
                        .summary("Backup location {{ $labels.backup_location_name }} cannot be reached")
                        .description("kubectl describe backupstoragelocation --namespace {{ $labels.namespace }}"
                                + " {{ $labels.backup_location_name }} says why."))
                .alert(Alert.named("VeleroMaintenanceFailed")
                        .expr("increase(velero_repo_maintenance_failure_total[" + days(2).toHours() + "h]) > 1")
                        .severity(Severity.WARNING)
                        .summary("Repository {{ $labels.repository_name }} is not maintained")
                        .description("Its maintenance failed more than once within two days, so what has expired still"
                                + " takes room."));
    }
}
