package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.Optional;

/**
 * The names of what pods use up and quotas count.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/">Resource Management</a>
 */
final class ResourceNames {

    static final String HUGE_PAGES = "hugepages-";

    private static final String STORAGE = "storage";

    private static final String REQUESTS = "requests.";
    private static final ImmutableSet<String> OF_CONTAINERS = ImmutableSet.of("cpu", "memory", "ephemeral-storage");
    private static final ImmutableSet<String> COUNTED = ImmutableSet.of(
            "pods",
            "resourcequotas",
            "services",
            "replicationcontrollers",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "services.nodeports",
            "services.loadbalancers");
    private static final ImmutableSet<String> STANDARD = ImmutableSet.<String>builder()
            .addAll(OF_CONTAINERS)
            .addAll(COUNTED)
            .add("requests.cpu", "requests.memory", "requests.ephemeral-storage")
            .add("limits.cpu", "limits.memory", "limits.ephemeral-storage")
            .add(STORAGE, "requests.storage")
            .build();

    private ResourceNames() {}

    /** A name that means something to Kubernetes, or has a prefix. */
    static Optional<String> any(String name) {
        Optional<String> unqualified = Syntax.labelKey(name);
        if (unqualified.isPresent()) {
            return unqualified;
        }
        return name.indexOf('/') >= 0 || standard(name)
                ? Optional.empty()
                : Optional.of("must be a resource of Kubernetes or have a DNS name and '/' before it");
    }

    /** What a container can ask for. */
    static Optional<String> ofContainer(String name) {
        Optional<String> fault = any(name);
        if (fault.isPresent()) {
            return fault;
        }
        if (name.indexOf('/') < 0) {
            return OF_CONTAINERS.contains(name) || hugePages(name)
                    ? Optional.empty()
                    : Optional.of("must be cpu, memory, ephemeral-storage, hugepages-<size> or have a DNS name and '/'"
                            + " before it");
        }
        return overcommitted(name) || extended(name)
                ? Optional.empty()
                : Optional.of("must not begin with 'requests.', and be short enough to have that before it");
    }

    /** Whether it means something to Kubernetes by itself. */
    static boolean standard(String name) {
        return STANDARD.contains(name) || hugePages(name) || name.startsWith(REQUESTS + HUGE_PAGES);
    }

    static boolean hugePages(String name) {
        return name.startsWith(HUGE_PAGES);
    }

    /** Whether it belongs to Kubernetes. */
    static boolean ofKubernetes(String name) {
        return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
    }

    /** Whether it belongs to somebody else, and is offered by devices of nodes. */
    static boolean extended(String name) {
        return !ofKubernetes(name)
                && !name.startsWith(REQUESTS)
                && Syntax.labelKey(REQUESTS + name).isEmpty();
    }

    /** Whether there are only whole ones of it. */
    static boolean whole(String name) {
        return COUNTED.contains(name) || extended(name);
    }

    /** Whether more may be used than was asked for. */
    static boolean overcommitted(String name) {
        return ofKubernetes(name) && !hugePages(name);
    }

    /** Whether a quota knows it by that bare name. */
    static boolean standardInQuota(String name) {
        return standard(name) && !name.equals(STORAGE);
    }

    /** The name of what a quota limits. */
    static Optional<String> ofQuota(String name) {
        boolean known = name.indexOf('/') >= 0 || standardInQuota(name);
        return any(name).or(() -> known ? Optional.empty() : Optional.of("must be a resource that quotas know"));
    }

    /** Tells if an amount is negative, or a part of what only comes in whole things. */
    static void amount(Field amount, Faults faults) {
        Amounts.notNegative(amount, faults);
        if (whole(amount.name()) && !Amounts.whole(amount)) {
            faults.invalid(amount, "must be a whole number");
        }
    }
}
