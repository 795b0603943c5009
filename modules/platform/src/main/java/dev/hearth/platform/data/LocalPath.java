package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.seconds;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Quotas;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.backup.StorageClassOffer;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.node.NodeSetting;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.platform.Catalogue;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Storage of the nodes' own disks: a directory for each claim, as a local volume, whose files can be backed up. A pod with such a
 * claim runs on the node that has it.
 *
 * <pre>{@code
 * LocalPath.named("local-path")                            // the class local-path, for claims that name none
 * LocalPath.named("local-path").path("/srv/volumes").node("shelf", "/mnt/ssd/volumes").without("rack")
 * }</pre>
 *
 * <p>Nothing keeps a claim to its size: a full disk is full for all. What a claim held stays on the disk when it is deleted, unless
 * {@link #deletingVolumes} is said.
 *
 * @param name its name, which the class has too
 * @param namespace where it runs
 * @param path the directory on nodes of which nothing else is said
 * @param nodes directories by the name of the node; none where the node has no such storage
 * @param byDefault whether claims get the class that name none
 * @param retained whether volumes stay when their claims go
 * @param image what runs
 * @param helper what makes and removes directories, with {@code sh}, {@code mkdir} and {@code rm}
 * @see <a href="https://github.com/rancher/local-path-provisioner">rancher/local-path-provisioner</a>
 */
public record LocalPath(
        String name,
        String namespace,
        String path,
        ImmutableSortedMap<String, ImmutableList<String>> nodes,
        boolean byDefault,
        boolean retained,
        Image image,
        Image helper)
        implements Component {

    private static final String OTHERS = "DEFAULT_PATH_FOR_NON_LISTED_NODES";
    private static final Port HEALTH = Port.http(8080).named("health");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._-]+)+");
    private static final int NOBODY = 65534;
    private static final String FOLDER = "/etc/config";

    public LocalPath {
        Names.label("component name", name);
        Names.label("namespace", namespace);
        checkPath(path);
        nodes.forEach((node, paths) -> {
            Names.subdomain("node", node);
            paths.forEach(LocalPath::checkPath);
        });
        requireNonNull(image, "image");
        requireNonNull(helper, "helper");
    }

    private static void checkPath(String path) {
        if (!PATH.matcher(path).matches() || path.contains("/..")) {
            throw new IllegalArgumentException(
                    "the directory of local volumes must be a full path such as /srv/volumes, but was '" + path + "'");
        }
    }

    /** Storage below {@code /opt/local-path-provisioner} of every node; its class is the default one. */
    public static LocalPath named(String name) {
        return new LocalPath(
                name,
                "local-path-storage",
                "/opt/local-path-provisioner",
                ImmutableSortedMap.of(),
                true,
                true,
                Catalogue.image("local-path-provisioner"),
                Catalogue.image("busybox"));
    }

    /** A copy with that directory on nodes of which nothing else is said. */
    public LocalPath path(String directory) {
        return new LocalPath(name, namespace, directory, nodes, byDefault, retained, image, helper);
    }

    /** A copy with those directories on that node; a claim gets one of them. */
    public LocalPath node(String node, String first, String... more) {
        return with(node, ImmutableList.<String>builder().add(first).add(more).build());
    }

    /** A copy without storage on that node. */
    public LocalPath without(String node) {
        return with(node, ImmutableList.of());
    }

    private LocalPath with(String node, ImmutableList<String> paths) {
        TreeMap<String, ImmutableList<String>> all = new TreeMap<>(nodes);
        all.put(node, paths);
        return new LocalPath(name, namespace, path, ImmutableSortedMap.copyOf(all), byDefault, retained, image, helper);
    }

    /** A copy whose class is only for claims that name it. */
    public LocalPath notByDefault() {
        return new LocalPath(name, namespace, path, nodes, false, retained, image, helper);
    }

    /** A copy whose volumes are deleted with their claims. */
    public LocalPath deletingVolumes() {
        return new LocalPath(name, namespace, path, nodes, byDefault, false, image, helper);
    }

    /** A copy that runs those images: the provisioner, and what makes and removes directories. */
    public LocalPath images(Image provisioner, Image helperImage) {
        return new LocalPath(name, namespace, path, nodes, byDefault, retained, provisioner, helperImage);
    }

    @Override
    public Band band() {
        return Band.STORAGE;
    }

    @Override
    public PodSecurity podSecurity() {
        return PodSecurity.privileged("its helper pods make and remove directories of the node, as root");
    }

    @Override
    public Offers offers() {
        return Offers.of(new StorageClassOffer(name, true, byDefault));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        return Manifests.of(
                        config(),
                        provisioner(),
                        this::check,
                        Catalogue.supported("local-path-provisioner"),
                        new Quotas.Uncounted("the provisioner makes a pod for each volume that comes or goes"),
                        NodeSetting.withoutAddon(
                                "hostpath-storage",
                                "its class is the default one too, and what lies on it cannot be backed up"))
                .objects(storageClass());
    }

    /** A node with a mistake in its name would silently have the directory of the others. */
    private void check(Scope scope) {
        List<String> known =
                scope.cluster().site().nodes().stream().map(node -> node.name()).toList();
        nodes.keySet().stream()
                .filter(node -> !known.isEmpty() && !known.contains(node))
                .forEach(node -> scope.finding(Finding.error(
                                "storage.node",
                                "component " + name,
                                "says where node '" + node + "' keeps volumes, but the site has " + known)
                        .hint("name a node of the site")));
    }

    private StorageClass storageClass() {
        return new StorageClassBuilder()
                .withNewMetadata()
                .withName(name)
                // Without this volumes would be host paths, which no backup takes.
                .addToAnnotations("defaultVolumeType", "local")
                .addToAnnotations("storageclass.kubernetes.io/is-default-class", Boolean.toString(byDefault))
                .endMetadata()
                .withProvisioner("rancher.io/local-path")
                .withVolumeBindingMode("WaitForFirstConsumer")
                .withReclaimPolicy(retained ? "Retain" : "Delete")
                .build();
    }

    private Workload provisioner() {
        return Workload.deployment(name)
                .image(image)
                .command("local-path-provisioner")
                .args(
                        "start",
                        "--config=" + FOLDER + "/config.json",
                        "--configmap-name=" + config().name(),
                        "--service-account-name=" + name,
                        "--helper-image=" + helper)
                .envField("POD_NAMESPACE", "metadata.namespace")
                .env("CONFIG_MOUNT_PATH", FOLDER + "/")
                .env("HEALTH_PORT", Integer.toString(HEALTH.number()))
                .mount(config(), FOLDER)
                .unservedPort(HEALTH)
                .runAs(NOBODY, NOBODY)
                .startup(Probe.http(HEALTH, "/health").period(seconds(5)).failures(12))
                .readiness(Probe.http(HEALTH, "/ready"))
                .liveness(Probe.http(HEALTH, "/health"))
                .requests(cpu("10m"), memory("32Mi"))
                .limits(memory("128Mi"))
                .access(
                        Access.to("nodes", "persistentvolumeclaims", "configmaps", "pods", "pods/log")
                                .verbs("get", "list", "watch")
                                .clusterWide(),
                        Access.to("persistentvolumes")
                                .verbs("get", "list", "watch", "create", "patch", "update", "delete")
                                .clusterWide(),
                        Access.to("events").verbs("create", "patch").clusterWide(),
                        Access.to("storageclasses")
                                .group("storage.k8s.io")
                                .verbs("get", "list", "watch")
                                .clusterWide(),
                        Access.to("pods").verbs("create", "patch", "update", "delete"));
    }

    /** It is read again when it changes. */
    private Config config() {
        return Config.named(name + "-config")
                .withoutRestart()
                .json("config.json", Data.map("nodePathMap", Data.list(paths().toArray())))
                .file("setup", """
                        #!/bin/sh
                        set -eu
                        mkdir -m 0777 -p "$VOL_DIR"
                        """)
                .file("teardown", """
                        #!/bin/sh
                        set -eu
                        rm -rf "$VOL_DIR"
                        """)
                .yaml("helperPod.yaml", helperPod());
    }

    private List<Data> paths() {
        List<Data> all = new ArrayList<>();
        all.add(Data.map("node", OTHERS, "paths", Data.list(path)));
        nodes.forEach((node, paths) -> all.add(Data.map("node", node, "paths", Data.list(paths.toArray()))));
        return all;
    }

    private Data helperPod() {
        return Data.map(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Data.map("name", "helper-pod", "labels", Data.map("app.kubernetes.io/name", name + "-helper")),
                "spec",
                Data.map(
                        "automountServiceAccountToken",
                        false,
                        "priorityClassName",
                        "system-node-critical",
                        "tolerations",
                        Data.list(Data.map(
                                "key",
                                "node.kubernetes.io/disk-pressure",
                                "operator",
                                "Exists",
                                "effect",
                                "NoSchedule")),
                        "containers",
                        Data.list(Data.map(
                                "name",
                                "helper-pod",
                                "image",
                                helper.toString(),
                                "imagePullPolicy",
                                "IfNotPresent",
                                // It makes and empties folders; without requests, quotas and admission would refuse it.
                                "resources",
                                Data.map(
                                        "limits",
                                        Data.map("memory", "64Mi"),
                                        "requests",
                                        Data.map("cpu", "10m", "memory", "16Mi"))))));
    }
}
