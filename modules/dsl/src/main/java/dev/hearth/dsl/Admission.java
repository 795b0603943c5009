package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the cluster itself does where somebody gives it, by whatever way, what breaks a rule of the checks: it holds in the
 * cluster what holds in the tree.
 *
 * <pre>{@code
 * cluster.admission(Admission.denying()
 *     .registries("docker.io", "ghcr.io", "quay.io", "registry.k8s.io")
 *     .warn("pod.token")
 *     .spare("coder-workspaces", "image.registry", "developers choose their images"))
 * }</pre>
 *
 * <p>All rules hold that look at one object alone. What the tree itself does in spite of them, accepted with a reason, stays
 * allowed to those very objects.
 *
 * @param action what happens unless something else is said of a rule
 * @param actions what happens by the id of the rule
 * @param only the ids of the rules that hold; empty for all
 * @param registries the registries, and folders of registries, that images come from; empty for all
 * @param spares which namespaces are left alone by which rules
 * @param leftOut the rules that do not hold, with the reasons
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/">Validating
 *     admission policy</a>
 */
public record Admission(
        Action action,
        ImmutableSortedMap<String, Action> actions,
        ImmutableSortedSet<String> only,
        ImmutableSortedSet<String> registries,
        ImmutableList<InNamespace> spares,
        ImmutableSortedMap<String, String> leftOut) {

    /** The label of the namespaces in which the rules hold; its value is {@code true}. */
    public static final String LABEL = "hearth.dev/held";

    /** What happens. */
    public enum Action {
        /** It is refused. */
        DENY("Deny"),
        /** It is taken, and whoever sent it is warned. */
        WARN("Warn"),
        /** It is taken, and the audit log tells. */
        AUDIT("Audit");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        /** As Kubernetes writes it. */
        public String word() {
            return word;
        }
    }

    /**
     * A namespace that a rule leaves alone.
     *
     * @param namespace the namespace
     * @param rule the id of the rule
     * @param reason why
     */
    public record InNamespace(String namespace, String rule, String reason) {

        public InNamespace {
            Names.label("namespace", namespace);
            checked(rule, reason);
        }
    }

    /**
     * Leaves the namespace of a component alone by one rule: for pods that its program makes by itself, which are in no tree.
     *
     * <pre>{@code Manifests.of(operator, Admission.Spare.from("pod.resources", "the operator gives its jobs none"))}</pre>
     *
     * @param rule the id of the rule
     * @param reason why
     */
    public record Spare(String rule, String reason) implements Part {

        public Spare {
            checked(rule, reason);
        }

        /** Leaves the component's namespace alone by that rule, for that reason. */
        public static Spare from(String rule, String reason) {
            return new Spare(rule, reason);
        }

        @Override
        public void expand(Scope scope) {
            scope.fact(new InNamespace(scope.namespace(), rule, reason));
        }
    }

    public Admission {
        requireNonNull(action, "action");
        requireNonNull(actions, "actions");
        requireNonNull(only, "only");
        requireNonNull(registries, "registries");
        requireNonNull(spares, "spares");
        requireNonNull(leftOut, "leftOut");
    }

    private static void checked(String rule, String reason) {
        if (rule.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("to be spared by rule '" + rule
                    + "' needs its id, and a reason that others" + " can judge, but that was '" + reason + "'");
        }
    }

    private static Admission of(Action action) {
        return new Admission(
                action,
                ImmutableSortedMap.of(),
                ImmutableSortedSet.of(),
                ImmutableSortedSet.of(),
                ImmutableList.of(),
                ImmutableSortedMap.of());
    }

    /** Every rule holds: what breaks one is refused. */
    public static Admission denying() {
        return of(Action.DENY);
    }

    /** Every rule is looked at: what breaks one is taken, and whoever sent it is warned. */
    public static Admission warning() {
        return of(Action.WARN);
    }

    /** Every rule is looked at: what breaks one is taken, and the audit log tells. */
    public static Admission auditing() {
        return of(Action.AUDIT);
    }

    /** A copy in which only those rules hold. */
    public Admission only(String... rules) {
        return new Admission(action, actions, ImmutableSortedSet.copyOf(rules), registries, spares, leftOut);
    }

    /** A copy in which that rule does not hold, for that reason; reports list it. */
    public Admission without(String rule, String reason) {
        checked(rule, reason);
        Map<String, String> all = new TreeMap<>(leftOut);
        all.put(rule, reason);
        return new Admission(action, actions, only, registries, spares, ImmutableSortedMap.copyOf(all));
    }

    /** A copy that refuses what breaks one of those rules. */
    public Admission deny(String... rules) {
        return doing(Action.DENY, rules);
    }

    /** A copy that only warns of what breaks one of those rules. */
    public Admission warn(String... rules) {
        return doing(Action.WARN, rules);
    }

    /** A copy that only tells the audit log of what breaks one of those rules. */
    public Admission audit(String... rules) {
        return doing(Action.AUDIT, rules);
    }

    private Admission doing(Action what, String... rules) {
        Map<String, Action> all = new TreeMap<>(actions);
        Arrays.stream(rules).forEach(rule -> all.put(rule, what));
        return new Admission(action, ImmutableSortedMap.copyOf(all), only, registries, spares, leftOut);
    }

    /**
     * A copy in which images come from those registries alone, in the tree and in the cluster: {@code ghcr.io}, or a folder of
     * one such as {@code docker.io/library}. Mirrors of the cluster need not be named.
     */
    public Admission registries(String... from) {
        for (String registry : from) {
            if (!registry.matches("[a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*")) {
                throw new IllegalArgumentException(
                        "'" + registry
                                + "' is no registry; write its host, such as ghcr.io, or a folder of it, such as docker.io/library");
            }
        }
        return new Admission(action, actions, only, ImmutableSortedSet.copyOf(from), spares, leftOut);
    }

    /** A copy in which that rule leaves that namespace alone, for that reason; reports list it. */
    public Admission spare(String namespace, String rule, String reason) {
        return new Admission(
                action,
                actions,
                only,
                registries,
                ImmutableList.<InNamespace>builder()
                        .addAll(spares)
                        .add(new InNamespace(namespace, rule, reason))
                        .build(),
                leftOut);
    }

    /** What happens to what breaks that rule; empty where the rule does not hold. */
    public Optional<Action> action(String rule) {
        boolean holds = (only.isEmpty() || only.contains(rule)) && !leftOut.containsKey(rule);
        return holds ? Optional.of(actions.getOrDefault(rule, action)) : Optional.empty();
    }

    /** The ids of rules that something is said of. */
    public List<String> named() {
        return ImmutableSortedSet.<String>naturalOrder()
                .addAll(actions.keySet())
                .addAll(only)
                .addAll(leftOut.keySet())
                .addAll(spares.stream().map(InNamespace::rule).iterator())
                .build()
                .asList();
    }
}
