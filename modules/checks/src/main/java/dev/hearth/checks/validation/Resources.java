package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What the API server asks of requests and limits.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/">Resource Management</a>
 */
final class Resources {

    /** Since when claims to devices are looked at; before, they are dropped. */
    static final int CLAIMS = 34;

    /** The names that a container may use. */
    static final BiConsumer<Field, Faults> CONTAINER =
            (field, faults) -> faults.form(field, field.name(), ResourceNames::ofContainer);

    /** The names that a pod as a whole may use. */
    static final BiConsumer<Field, Faults> POD = Resources::podName;

    private static final ImmutableSet<String> COMPUTE = ImmutableSet.of("cpu", "memory");

    private Resources() {}

    private static void podName(Field field, Faults faults) {
        String name = field.name();
        if (faults.form(field, name, ResourceNames::any) && !COMPUTE.contains(name) && !ResourceNames.hugePages(name)) {
            faults.unsupported(field, ImmutableList.of("cpu", "memory", "hugepages-<size>"));
        }
    }

    /** Tells every fault of requirements whose claims, if any, must be among those. */
    static void validate(Field resources, BiConsumer<Field, Faults> names, ImmutableSet<String> claims, Faults faults) {
        amounts(resources, resources.get("limits"), resources.get("requests"), names, faults);
        if (faults.version().atLeast(CLAIMS)) {
            claims(resources.get("claims"), claims, faults);
        }
    }

    /** Tells every fault of what a pod uses beside its containers. */
    static void overhead(Field overhead, Faults faults) {
        for (Field limit : overhead.fields()) {
            Field told = overhead.get("limits").get(limit.name());
            CONTAINER.accept(told, faults);
            faults.quantity(limit).ifPresent(quantity -> amount(told, limit.name(), quantity, faults));
        }
        if (overhead.fields().stream().anyMatch(limit -> ResourceNames.hugePages(limit.name()))
                && overhead.fields().stream().noneMatch(limit -> COMPUTE.contains(limit.name()))) {
            faults.forbidden(overhead, "huge pages need cpu or memory beside them");
        }
    }

    private static void amounts(
            Field resources, Field limits, Field requests, BiConsumer<Field, Faults> names, Faults faults) {
        Map<String, Quantity> limited = quantities(limits, names, faults);
        Map<String, Quantity> requested = quantities(requests, names, faults);
        requested.forEach((name, request) -> {
            Quantity limit = limited.get(name);
            if (limit == null) {
                if (!limits.get(name).present() && !ResourceNames.overcommitted(name)) {
                    faults.required(limits, name + " needs a limit, equal to its request");
                }
            } else if (!ResourceNames.overcommitted(name) && request.compareTo(limit) != 0) {
                faults.invalid(requests, name + " must be equal to its limit");
            } else if (request.compareTo(limit) > 0) {
                faults.invalid(requests, name + " must not be more than its limit");
            }
        });
        Set<String> all = new HashSet<>(limited.keySet());
        all.addAll(requested.keySet());
        if (all.stream().anyMatch(ResourceNames::hugePages) && all.stream().noneMatch(COMPUTE::contains)) {
            faults.forbidden(resources, "huge pages need cpu or memory beside them");
        }
    }

    private static Map<String, Quantity> quantities(Field amounts, BiConsumer<Field, Faults> names, Faults faults) {
        Map<String, Quantity> quantities = new LinkedHashMap<>();
        for (Field field : amounts.fields()) {
            names.accept(field, faults);
            // An amount of null is nothing of it.
            Optional<Quantity> quantity = field.present() ? faults.quantity(field) : Optional.of(Quantity.ZERO);
            quantity.ifPresent(amount -> {
                amount(field, field.name(), amount, faults);
                quantities.put(field.name(), amount);
            });
        }
        return quantities;
    }

    /** Tells what is wrong with so much of that resource. */
    static void amount(Field at, String resource, Quantity quantity, Faults faults) {
        if (quantity.sign() < 0) {
            faults.invalid(at, "must not be negative");
        }
        if (ResourceNames.whole(resource) && !quantity.whole()) {
            faults.invalid(at, "must be a whole number");
        }
        if (ResourceNames.hugePages(resource) && !pages(resource, quantity)) {
            faults.invalid(at, "must be a whole number of pages of that size");
        }
    }

    private static boolean pages(String resource, Quantity quantity) {
        Optional<Quantity> size = Quantity.parse(resource.substring(ResourceNames.HUGE_PAGES.length()));
        return size.isPresent()
                && size.get().sign() > 0
                && size.get().whole()
                && quantity.value()
                                .setScale(0, RoundingMode.UP)
                                .remainder(size.get().value())
                                .compareTo(BigDecimal.ZERO)
                        == 0;
    }

    private static void claims(Field claims, ImmutableSet<String> known, Faults faults) {
        Set<String> whole = new HashSet<>();
        Set<String> parts = new HashSet<>();
        Set<List<String>> requests = new HashSet<>();
        for (Field claim : claims.items()) {
            String name = claim.get("name").textOrEmpty();
            String request = claim.get("request").textOrEmpty();
            if (name.isEmpty()) {
                faults.required(claim, "must have a name");
                continue;
            }
            boolean twice = whole.contains(name);
            if (!twice && request.isEmpty()) {
                twice = parts.contains(name);
                whole.add(name);
            } else if (!twice) {
                faults.form(claim.get("request"), Syntax::label);
                twice = !requests.add(List.of(name, request));
                parts.add(name);
            }
            if (twice) {
                faults.duplicate(claim);
            }
            if (!known.contains(name)) {
                faults.invalid(claim, "must name one of the resourceClaims of the pod");
            }
        }
    }
}
