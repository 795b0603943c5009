package dev.hearth.platform.applications;

import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.mib;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Traffic;
import dev.hearth.dsl.workload.Access;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;

/**
 * The namespace of Coder's workspaces: how much they may take, and where they may go.
 *
 * <p>Their pods are made by templates that are kept in Coder. Those need the label {@code app.kubernetes.io/name:
 * coder-workspace}, which Coder's own examples have: without it they reach nothing. The namespace is {@code restricted}.
 *
 * <pre>{@code
 * Workspaces.in("coder-workspaces").memory(gib(24)).internet(Port.https(443), Port.tcp("ssh", 22))
 * }</pre>
 *
 * @param namespace the namespace; nothing else should be in it
 * @param pods how many pods there may be
 * @param memory what all of them together may use
 * @param storage the size of all their disks together
 * @param internet ports that they may open outside of the cluster
 */
public record Workspaces(String namespace, int pods, Bytes memory, Bytes storage, ImmutableSet<Port> internet) {

    private static final String LABEL = "app.kubernetes.io/name";
    private static final String[] VERBS = {
        "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"
    };

    public Workspaces {
        Names.label("namespace", namespace);
        if (pods < 1) {
            throw new IllegalArgumentException("there must be room for at least 1 workspace, but there is for " + pods);
        }
        if (memory.compareTo(mib(512)) < 0 || storage.value() == 0) {
            throw new IllegalArgumentException("workspaces need at least 512Mi of memory and some storage, but have "
                    + memory + " and " + storage);
        }
    }

    /** Ten pods of 16 GiB together, 200 GiB of disks, and HTTPS to the internet. */
    public static Workspaces in(String namespace) {
        return new Workspaces(namespace, 10, gib(16), gib(200), ImmutableSet.of(Port.https(443)));
    }

    /** A copy with room for so many pods. */
    public Workspaces pods(int most) {
        return new Workspaces(namespace, most, memory, storage, internet);
    }

    /** A copy in which all pods together may use so much memory. */
    public Workspaces memory(Bytes most) {
        return new Workspaces(namespace, pods, most, storage, internet);
    }

    /** A copy in which all disks together may have that size. */
    public Workspaces storage(Bytes most) {
        return new Workspaces(namespace, pods, memory, most, internet);
    }

    /** A copy in which workspaces may open just those ports outside of the cluster. */
    public Workspaces internet(Port port, Port... more) {
        return new Workspaces(
                namespace,
                pods,
                memory,
                storage,
                ImmutableSet.<Port>builder().add(port).add(more).build());
    }

    /** A copy in which workspaces open nothing outside of the cluster. */
    public Workspaces offline() {
        return new Workspaces(namespace, pods, memory, storage, ImmutableSet.of());
    }

    /** The pods that templates make. */
    Pods workspacePods() {
        return new Pods(namespace, "coder-workspaces", ImmutableSortedMap.of(LABEL, "coder-workspace"));
    }

    /** What Coder needs to do there, and no more. */
    Access[] access() {
        return new Access[] {
            Access.to("pods", "persistentvolumeclaims").verbs(VERBS).inNamespace(namespace),
            Access.to("deployments").group("apps").verbs(VERBS).inNamespace(namespace)
        };
    }

    /** Where they may go beside Coder itself. */
    Part traffic() {
        Traffic traffic = Traffic.of(workspacePods());
        for (Port port : internet) {
            traffic = traffic.reaches(Peer.outside("the internet"), port);
        }
        return traffic;
    }

    /** The limits of the namespace, which is kept with the disks in it; a pod that names no limit gets one. */
    void limits(Scope scope) {
        String name = scope.component();
        scope.manifest(object(
                scope,
                "ResourceQuota",
                Mapping.of(
                        "hard",
                        Mapping.texts(ImmutableMap.of(
                                "limits.memory", memory.toString(),
                                "pods", Integer.toString(pods),
                                "requests.storage", storage.toString())))));
        scope.manifest(object(
                scope,
                "LimitRange",
                Mapping.of(
                        "limits",
                        Node.list(Mapping.builder()
                                .put("type", "Container")
                                .put("default", Mapping.texts(ImmutableMap.of("memory", "2Gi")))
                                .put("defaultRequest", Mapping.texts(ImmutableMap.of("cpu", "100m", "memory", "256Mi")))
                                .build()))));
        scope.fact(new HoldsData(new Identity("", "ResourceQuota", namespace, name)));
    }

    private Manifest object(Scope scope, String kind, Mapping spec) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", kind)
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", scope.component())
                                .put("namespace", namespace)
                                .put(
                                        "labels",
                                        Mapping.texts(ImmutableMap.of(
                                                "app.kubernetes.io/managed-by",
                                                "hearth",
                                                "app.kubernetes.io/part-of",
                                                scope.component())))
                                .build())
                .put("spec", spec)
                .build());
    }
}
