package dev.hearth.dsl.workload;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Names;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.Optional;

/**
 * What the pods of a workload may do at the API server: rules of RBAC, as few as needed.
 *
 * <pre>{@code
 * Access.to("pods", "pods/log").verbs("get", "list", "watch")
 * Access.to("ingresses").group("networking.k8s.io").verbs("list").clusterWide()
 * Access.to("leases").group("coordination.k8s.io").only("my-lock").verbs("get", "update").inNamespace("kube-system")
 * Access.clusterRole("system:auth-delegator").clusterWide()
 * }</pre>
 *
 * @param reach where it holds
 * @param rule the rule; empty where a role that is there already is bound
 * @param role the ClusterRole that is there already; empty where there is a rule
 * @param excuse why it has a wildcard, where it has one
 */
public record Access(Reach reach, Mapping rule, Optional<String> role, Optional<String> excuse) {

    /** Where an access holds. */
    public sealed interface Reach permits Own, Namespace, Everywhere {}

    /** In the component's namespace. */
    public record Own() implements Reach {}

    /** In that namespace. */
    public record Namespace(String name) implements Reach {

        public Namespace {
            Names.label("namespace", name);
        }
    }

    /** In the whole cluster. */
    public record Everywhere() implements Reach {}

    /** To those resources, such as {@code pods} or {@code pods/log}, of the core group, in the component's namespace. */
    public static Access to(String... resources) {
        return new Access(
                new Own(),
                Mapping.builder()
                        .put("apiGroups", Node.texts(""))
                        .put("resources", texts("resource", resources))
                        .build(),
                Optional.empty(),
                Optional.empty());
    }

    /** To those paths of the API server that are no resources, such as {@code /metrics}; in the whole cluster. */
    public static Access toUrls(String... paths) {
        return new Access(
                new Everywhere(),
                Mapping.of("nonResourceURLs", texts("path", paths)),
                Optional.empty(),
                Optional.empty());
    }

    /** All that a ClusterRole allows which is there already, in the component's namespace. */
    public static Access clusterRole(String name) {
        return new Access(new Own(), Mapping.empty(), Optional.of(name), Optional.empty());
    }

    /** A copy for those API groups in place of the core group. */
    public Access group(String... groups) {
        return with("apiGroups", ImmutableList.copyOf(groups));
    }

    /** A copy for the objects of those names alone. */
    public Access only(String... names) {
        return with("resourceNames", ImmutableList.copyOf(names));
    }

    /** A copy that allows those verbs. */
    public Access verbs(String... verbs) {
        return with("verbs", ImmutableList.copyOf(verbs));
    }

    private Access with(String field, ImmutableList<String> values) {
        if (role.isPresent()) {
            throw new IllegalArgumentException(
                    field + " cannot be set: the rules of ClusterRole " + role.orElseThrow() + " are there already");
        }
        if (rule.has("nonResourceURLs") && !field.equals("verbs")) {
            throw new IllegalArgumentException(field + " cannot be set: paths that are no resources have none");
        }
        return new Access(reach, rule.with(field, Node.texts(values)), role, excuse);
    }

    private static Node texts(String what, String... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("an access needs at least one " + what);
        }
        return Node.texts(values);
    }

    /** A copy that holds in that namespace. */
    public Access inNamespace(String namespace) {
        return reaching(new Namespace(namespace));
    }

    /** A copy that holds in the whole cluster. */
    public Access clusterWide() {
        return reaching(new Everywhere());
    }

    private Access reaching(Reach other) {
        if (rule.has("nonResourceURLs") && !(other instanceof Everywhere)) {
            throw new IllegalArgumentException("paths that are no resources are of the whole cluster");
        }
        return new Access(other, rule, role, excuse);
    }

    /** A copy that may have wildcards ({@code *}), and why. */
    public Access wildcard(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a wildcard needs a reason");
        }
        return new Access(reach, rule, role, Optional.of(reason));
    }

    /** Itself, refused where it allows nothing or has a wildcard without a reason. */
    Access complete() {
        if (role.isEmpty() && rule.sequence("verbs").isEmpty()) {
            throw new IllegalArgumentException("access " + rule + " allows no verb; add verbs(\"get\", ...)");
        }
        if (excuse.isEmpty() && wild()) {
            throw new IllegalArgumentException(
                    "access " + rule + " has a wildcard; name what is needed, or say why with wildcard(reason)");
        }
        return this;
    }

    private boolean wild() {
        return rule.fields().keySet().stream()
                .flatMap(field -> rule.sequence(field).strings().stream())
                .anyMatch("*"::equals);
    }
}
