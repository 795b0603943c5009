package dev.hearth.checks.hold;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.Collection;
import java.util.List;

/** The objects that a rule is about, and which part of them it looks at: only who changes that part is asked. */
public enum Target {
    /**
     * Pods and all that makes pods. The pod's {@code spec} alone counts: a ReplicaSet from before the rule can be scaled down,
     * and a Pod from before it can lose its finalizer.
     */
    PODS(
            ImmutableSet.of(
                    "/Pod",
                    "/PodTemplate",
                    "/ReplicationController",
                    "apps/DaemonSet",
                    "apps/Deployment",
                    "apps/ReplicaSet",
                    "apps/StatefulSet",
                    "batch/CronJob",
                    "batch/Job"),
            ImmutableSetMultimap.<String, String>builder()
                    .putAll("", "pods", "pods/ephemeralcontainers", "podtemplates", "replicationcontrollers")
                    .putAll("apps", "daemonsets", "deployments", "replicasets", "statefulsets")
                    .putAll("batch", "cronjobs", "jobs")
                    .build(),
            podOf("object") + " != " + podOf("oldObject")),
    /** Roles of namespaces and of the cluster. */
    ROLES(
            ImmutableSet.of("rbac.authorization.k8s.io/ClusterRole", "rbac.authorization.k8s.io/Role"),
            ImmutableSetMultimap.of("rbac.authorization.k8s.io", "clusterroles", "rbac.authorization.k8s.io", "roles"),
            changed("rules", "[]")),
    /** Who has which role. */
    BINDINGS(
            ImmutableSet.of("rbac.authorization.k8s.io/ClusterRoleBinding", "rbac.authorization.k8s.io/RoleBinding"),
            ImmutableSetMultimap.of(
                    "rbac.authorization.k8s.io", "clusterrolebindings", "rbac.authorization.k8s.io", "rolebindings"),
            changed("subjects", "[]")),
    /** Services. */
    SERVICES(ImmutableSet.of("/Service"), ImmutableSetMultimap.of("", "services"), changed("spec", "{}")),
    /** Ingresses. */
    INGRESSES(
            ImmutableSet.of("networking.k8s.io/Ingress"),
            ImmutableSetMultimap.of("networking.k8s.io", "ingresses"),
            changed("spec", "{}"));

    private final ImmutableSet<String> kinds;
    private final ImmutableSetMultimap<String, String> resources;
    private final String changed;

    Target(ImmutableSet<String> kinds, ImmutableSetMultimap<String, String> resources, String changed) {
        this.kinds = kinds;
        this.resources = resources;
        this.changed = changed;
    }

    /** Whether that object is one of these. */
    public boolean means(Manifest object) {
        return kinds.contains(object.identity().group() + "/" + object.kind());
    }

    /** Whether some of these are of no namespace. */
    public boolean ofTheCluster() {
        return this == ROLES || this == BINDINGS;
    }

    /** The resources, as a policy names them. */
    Sequence resourceRules() {
        return Sequence.of(resources.asMap().entrySet().stream()
                .map(entry -> resources(entry.getKey(), entry.getValue()))
                .toList());
    }

    /** Whether an update changes the part that counts, in CEL. */
    String changed() {
        return changed;
    }

    private static String changed(String field, String nothing) {
        return "object.?" + field + ".orValue(" + nothing + ") != oldObject.?" + field + ".orValue(" + nothing + ")";
    }

    /** The {@code spec} of the pod of an object of any of these kinds, in CEL. */
    static String podOf(String object) {
        // Typed as one kind, the object would lack the fields of the others.
        String any = "dyn(" + object + ")";
        return "(" + object + ".kind == 'Pod' ? " + any + ".?spec.orValue({}) : "
                + object + ".kind == 'CronJob' ? " + any + ".?spec.?jobTemplate.?spec.?template.?spec.orValue({}) : "
                + object + ".kind == 'PodTemplate' ? " + any + ".?template.?spec.orValue({}) : "
                + any + ".?spec.?template.?spec.orValue({}))";
    }

    private static Mapping resources(String group, Collection<String> names) {
        return Mapping.builder()
                .put("apiGroups", texts(List.of(group)))
                .put("apiVersions", texts(List.of("v1")))
                .put("operations", texts(List.of("CREATE", "UPDATE")))
                .put("resources", texts(names))
                .put("scope", "*")
                .build();
    }

    private static Sequence texts(Collection<String> texts) {
        return Sequence.of(texts.stream().map(Node::text).toList());
    }
}
