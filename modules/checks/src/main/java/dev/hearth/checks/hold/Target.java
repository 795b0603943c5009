package dev.hearth.checks.hold;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.Arrays;
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
            ImmutableList.of(
                    resources("", "pods", "pods/ephemeralcontainers", "podtemplates", "replicationcontrollers"),
                    resources("apps", "daemonsets", "deployments", "replicasets", "statefulsets"),
                    resources("batch", "cronjobs", "jobs")),
            podOf("object") + " != " + podOf("oldObject")),
    /** Roles of namespaces and of the cluster. */
    ROLES(
            ImmutableSet.of("rbac.authorization.k8s.io/ClusterRole", "rbac.authorization.k8s.io/Role"),
            ImmutableList.of(resources("rbac.authorization.k8s.io", "clusterroles", "roles")),
            changed("rules", "[]")),
    /** Who has which role. */
    BINDINGS(
            ImmutableSet.of("rbac.authorization.k8s.io/ClusterRoleBinding", "rbac.authorization.k8s.io/RoleBinding"),
            ImmutableList.of(resources("rbac.authorization.k8s.io", "clusterrolebindings", "rolebindings")),
            changed("subjects", "[]")),
    /** Services. */
    SERVICES(
            ImmutableSet.of("/Service"),
            ImmutableList.of(resources("", "services")),
            changed("spec", "{}")),
    /** Ingresses. */
    INGRESSES(
            ImmutableSet.of("networking.k8s.io/Ingress"),
            ImmutableList.of(resources("networking.k8s.io", "ingresses")),
            changed("spec", "{}"));

    private final ImmutableSet<String> kinds;
    private final ImmutableList<Mapping> rules;
    private final String changed;

    Target(ImmutableSet<String> kinds, ImmutableList<Mapping> rules, String changed) {
        this.kinds = kinds;
        this.rules = rules;
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
        return Sequence.of(rules);
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

    private static Mapping resources(String group, String... names) {
        return Mapping.builder()
                .put("apiGroups", texts(List.of(group)))
                .put("apiVersions", texts(List.of("v1")))
                .put("operations", texts(List.of("CREATE", "UPDATE")))
                .put("resources", texts(Arrays.asList(names)))
                .put("scope", "*")
                .build();
    }

    private static Sequence texts(List<String> texts) {
        return Sequence.of(texts.stream().map(Node::text).toList());
    }
}
