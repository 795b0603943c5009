package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.Optional;

/**
 * The names of what pods and namespaces use up, and amounts of it.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">Resource quotas</a>
 */
final class ResourceNames {

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
    private static final ImmutableSet<String> OF_QUOTAS = ImmutableSet.<String>builder()
            .addAll(OF_CONTAINERS)
            .addAll(COUNTED)
            .add("requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage")
            .add("limits.cpu", "limits.memory", "limits.ephemeral-storage")
            .build();
    private static final String STORAGE = "storage";
    private static final String HUGE_PAGES = "hugepages-";
    private static final String REQUESTS = "requests.";

    private ResourceNames() {}

    /** Whether a quota knows it by that bare name. */
    static boolean standardInQuota(String name) {
        return OF_QUOTAS.contains(name) || name.startsWith(HUGE_PAGES) || name.startsWith(REQUESTS + HUGE_PAGES);
    }

    /** Whether Kubernetes itself gave the name. */
    static boolean isNative(String name) {
        return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
    }

    /** Whether more of it may be promised than there is. */
    static boolean overcommitted(String name) {
        return isNative(name) && !name.startsWith(HUGE_PAGES);
    }

    /** The name of anything that is used up. */
    static Optional<String> any(String name) {
        Optional<String> broken = Syntax.labelKey(name);
        if (broken.isPresent() || name.indexOf('/') >= 0) {
            return broken;
        }
        boolean known = standardInQuota(name) || name.equals(STORAGE);
        return known ? Optional.empty() : Optional.of("must be a resource of Kubernetes or have a DNS name and '/' first");
    }

    /** The name of what a quota limits. */
    static Optional<String> ofQuota(String name) {
        boolean known = name.indexOf('/') >= 0 || standardInQuota(name);
        return any(name).or(() -> known ? Optional.empty() : Optional.of("must be a resource that quotas know"));
    }

    /** The name of what a container uses up. */
    static Optional<String> ofContainer(String name) {
        Optional<String> broken = any(name);
        if (broken.isPresent()) {
            return broken;
        }
        boolean known = name.indexOf('/') < 0
                ? OF_CONTAINERS.contains(name) || name.startsWith(HUGE_PAGES)
                : isNative(name) || extended(name);
        return known ? Optional.empty() : Optional.of("must be a resource that containers use");
    }

    private static boolean extended(String name) {
        return !isNative(name)
                && !name.startsWith(REQUESTS)
                && Syntax.labelKey(REQUESTS + name).isEmpty();
    }

    /** Tells if an amount is negative, or a part of what only comes in whole things. */
    static void amount(Field amount, Faults faults) {
        Amounts.notNegative(amount, faults);
        boolean counted = COUNTED.contains(amount.name()) || extended(amount.name());
        if (counted && Quantity.of(amount).filter(quantity -> !quantity.whole()).isPresent()) {
            faults.invalid(amount, "must be a whole number");
        }
    }
}
