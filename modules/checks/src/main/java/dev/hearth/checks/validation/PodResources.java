package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * What the API server asks of the resources of a pod as a whole, beside those of its containers.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/">Pod-level resources</a>
 */
final class PodResources {

    private static final int SINCE = 34;

    private PodResources() {}

    static void validate(PodScope scope) {
        Faults faults = scope.faults();
        Field spec = scope.spec();
        if (spec.get("overhead").present()) {
            Resources.overhead(spec.get("overhead"), faults);
        }
        Field resources = spec.get("resources");
        if (!resources.present() || !faults.version().atLeast(SINCE)) {
            return;
        }
        if (scope.os().equals("windows")) {
            faults.forbidden(resources, "a Windows pod has none of its own");
            return;
        }
        if (resources.get("claims").present()) {
            faults.forbidden(resources.get("claims"), "only containers use claims");
        }
        int before = faults.told();
        Resources.validate(resources, Resources.POD, ImmutableSet.of(), faults);
        if (faults.told() == before) {
            consistent(scope, resources);
        }
    }

    /** The containers together must not ask for more than the pod, nor one of them be allowed more. */
    private static void consistent(PodScope scope, Field resources) {
        Faults faults = scope.faults();
        ImmutableMap<String, Quantity> requests = amounts(resources.get("requests"));
        ImmutableMap<String, Quantity> limits = amounts(resources.get("limits"));
        Map<String, Quantity> asked = together(scope, container -> requests(scope, container));
        asked.forEach((name, sum) -> {
            Quantity request = requests.get(name);
            Quantity limit = limits.get(name);
            if (request != null && sum.compareTo(request) > 0) {
                faults.invalid(
                        resources.get("requests").get(name), "must not be less than the containers ask together");
            } else if (request == null && limit != null && !scope.template() && sum.compareTo(limit) > 0) {
                faults.invalid(resources.get("requests"), name + ": the containers ask for more than the limit");
            }
        });
        together(scope, container -> amounts(container.get("resources", "limits")))
                .forEach((name, sum) -> {
                    Quantity limit = limits.get(name);
                    if (ResourceNames.hugePages(name) && limit != null && sum.compareTo(limit) > 0) {
                        faults.invalid(
                                resources.get("limits").get(name),
                                "must not be less than the containers have together");
                    }
                });
        single(scope, resources, limits);
    }

    private static void single(PodScope scope, Field resources, ImmutableMap<String, Quantity> limits) {
        int index = 0;
        for (Field container : scope.spec().get(PodScope.CONTAINERS).items()) {
            Field at = resources.get(PodScope.CONTAINERS).item(index++);
            amounts(container.get("resources", "limits")).forEach((name, limit) -> {
                Quantity whole = limits.get(name);
                if (whole != null && limit.compareTo(whole) > 0) {
                    scope.faults().invalid(at.get(name).get("limits"), "must not be more than the pod has");
                }
            });
        }
    }

    /** In a pod, unlike in a template, what is limited is asked for. */
    private static Map<String, Quantity> requests(PodScope scope, Field container) {
        Map<String, Quantity> requests = new LinkedHashMap<>();
        if (!scope.template()) {
            requests.putAll(amounts(container.get("resources", "limits")));
        }
        requests.putAll(amounts(container.get("resources", "requests")));
        return requests;
    }

    /** What the containers use at the most at one time. */
    private static Map<String, Quantity> together(PodScope scope, Function<Field, Map<String, Quantity>> amounts) {
        Map<String, Quantity> all = new LinkedHashMap<>();
        for (Field container : scope.spec().get(PodScope.CONTAINERS).items()) {
            merge(all, amounts.apply(container), Quantity::plus);
        }
        Map<String, Quantity> sidecars = new LinkedHashMap<>();
        Map<String, Quantity> starting = new LinkedHashMap<>();
        for (Field container : scope.spec().get(PodScope.INIT_CONTAINERS).items()) {
            Map<String, Quantity> used = new LinkedHashMap<>(amounts.apply(container));
            if (PodScope.sidecar(container)) {
                merge(all, used, Quantity::plus);
                merge(sidecars, used, Quantity::plus);
                used = sidecars;
            } else {
                merge(used, sidecars, Quantity::plus);
            }
            merge(starting, used, PodResources::larger);
        }
        merge(all, starting, PodResources::larger);
        return all;
    }

    private static Quantity larger(Quantity one, Quantity other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static void merge(
            Map<String, Quantity> into, Map<String, Quantity> from, BinaryOperator<Quantity> together) {
        from.forEach((name, quantity) -> into.merge(name, quantity, together));
    }

    private static ImmutableMap<String, Quantity> amounts(Field list) {
        ImmutableMap.Builder<String, Quantity> amounts = ImmutableMap.builder();
        for (Field field : list.fields()) {
            (field.present() ? field.node().flatMap(Quantity::of) : Optional.of(Quantity.ZERO))
                    .ifPresent(quantity -> amounts.put(field.name(), quantity));
        }
        return amounts.buildOrThrow();
    }
}
