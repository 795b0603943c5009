package dev.hearth.checks.quota;

import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one pod asks for, as the API server counts it: its containers together with its sidecars, or the largest of what the
 * containers before them need.
 *
 * @param spec the pod's {@code spec}
 * @param defaults what a LimitRange gives to containers that say nothing
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers">
 *     Sharing resources</a>
 */
record PodNeeds(Field spec, Defaults defaults) {

    /** How much of a resource the whole pod requests, or is limited to; {@code list} is {@code requests} or {@code limits}. */
    Quantity of(String list, String resource) {
        Optional<Quantity> ofPod = amount(spec.get("resources"), list, resource);
        if (ofPod.isPresent()) {
            return ofPod.get();
        }
        Quantity sidecars = Quantity.ZERO;
        Quantity first = Quantity.ZERO;
        for (Field container : spec.get("initContainers").items()) {
            Quantity own = ofContainer(container, list, resource).orElse(Quantity.ZERO);
            Quantity together = sidecars.plus(own);
            if (container.get("restartPolicy").textOrEmpty().equals("Always")) {
                sidecars = together;
            }
            first = larger(first, together);
        }
        Quantity staying = sidecars;
        for (Field container : spec.get("containers").items()) {
            staying = staying.plus(ofContainer(container, list, resource).orElse(Quantity.ZERO));
        }
        return larger(first, staying);
    }

    /** The containers that say nothing of a resource, where the pod does not say it for them all. */
    List<Field> silent(String list, String resource) {
        if (spec.get("resources").get("requests").present()
                || spec.get("resources").get("limits").present()) {
            return List.of();
        }
        return Stream.of("initContainers", "containers")
                .flatMap(sort -> spec.get(sort).items().stream())
                .filter(container -> ofContainer(container, list, resource).isEmpty())
                .toList();
    }

    private Optional<Quantity> ofContainer(Field container, String list, String resource) {
        return amount(container.get("resources"), list, resource).or(() -> defaults.of(list, resource));
    }

    /** A limit is the request too, where there is none. */
    private static Optional<Quantity> amount(Field resources, String list, String resource) {
        Optional<Quantity> said = resources.get(list).get(resource).node().flatMap(Quantity::of);
        return said.isPresent() || list.equals("limits")
                ? said
                : resources.get("limits").get(resource).node().flatMap(Quantity::of);
    }

    private static Quantity larger(Quantity one, Quantity other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
