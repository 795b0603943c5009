package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Quantity;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the API server refuses of a LimitRange.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/policy/limit-range/">Limit ranges</a>
 */
final class LimitRangeValidator implements Validator {

    private static final String POD = "Pod";
    private static final String CONTAINER = "Container";
    private static final String CLAIM = "PersistentVolumeClaim";
    private static final ImmutableSet<String> TYPES = ImmutableSet.of(POD, CONTAINER, CLAIM);
    private static final List<String> AMOUNTS =
            List.of("max", "min", "default", "defaultRequest", "maxLimitRequestRatio");

    @Override
    public void validate(Field range, Faults faults) {
        Set<String> types = new HashSet<>();
        for (Field limit : range.get("spec").get("limits").items()) {
            Field type = limit.get("type");
            faults.form(type, LimitRangeValidator::type);
            if (!types.add(type.textOrEmpty())) {
                faults.duplicate(type);
            }
            new Limit(limit, type.textOrEmpty(), faults).all();
        }
    }

    private static Optional<String> type(String name) {
        boolean known = name.indexOf('/') >= 0 || TYPES.contains(name);
        return Syntax.labelKey(name)
                .or(() -> known
                        ? Optional.empty()
                        : Optional.of("must be " + String.join(", ", TYPES) + " or have a DNS name and '/' first"));
    }

    /** The limits of one type. */
    private record Limit(Field limit, String type, Faults faults) {

        void all() {
            if (type.equals(POD)) {
                forbidden("default");
                forbidden("defaultRequest");
            }
            if (type.equals(CLAIM)
                    && amount("min", "storage").isEmpty()
                    && amount("max", "storage").isEmpty()) {
                faults.required(limit.get("limits"), "must have a min or a max of storage");
            }
            names().forEach(this::resource);
        }

        private void forbidden(String field) {
            if (!limit.get(field).empty()) {
                faults.forbidden(limit.get(field), "is not for the type Pod");
            }
        }

        private Set<String> names() {
            Set<String> names = new TreeSet<>();
            boolean pods = type.equals(POD) || type.equals(CONTAINER);
            for (String amounts : AMOUNTS) {
                if (type.equals(POD) && amounts.startsWith("default")) {
                    continue;
                }
                for (String name : namesOf(amounts)) {
                    names.add(name);
                    faults.form(at(amounts, name), name, pods ? ResourceNames::ofContainer : ResourceNames::any);
                }
            }
            return names;
        }

        /** With what the API server writes for containers where nothing stands. */
        private Set<String> namesOf(String amounts) {
            Set<String> names = new TreeSet<>();
            limit.get(amounts).fields().forEach(amount -> names.add(amount.name()));
            if (type.equals(CONTAINER) && amounts.equals("default")) {
                names.addAll(namesOf("max"));
            }
            if (type.equals(CONTAINER) && amounts.equals("defaultRequest")) {
                names.addAll(namesOf("default"));
                names.addAll(namesOf("min"));
            }
            return names;
        }

        private Optional<Quantity> amount(String field, String resource) {
            return Amounts.of(at(field, resource));
        }

        /** What the API server writes for containers where nothing stands. */
        private Optional<Quantity> limitByDefault(String resource) {
            if (type.equals(POD)) {
                return Optional.empty();
            }
            Optional<Quantity> given = amount("default", resource);
            return type.equals(CONTAINER) ? given.or(() -> amount("max", resource)) : given;
        }

        private Optional<Quantity> requestByDefault(String resource) {
            if (type.equals(POD)) {
                return Optional.empty();
            }
            Optional<Quantity> given = amount("defaultRequest", resource);
            return type.equals(CONTAINER)
                    ? given.or(() -> limitByDefault(resource)).or(() -> amount("min", resource))
                    : given;
        }

        private void resource(String name) {
            Optional<Quantity> min = amount("min", name);
            Optional<Quantity> max = amount("max", name);
            Optional<Quantity> limits = limitByDefault(name);
            Optional<Quantity> requests = requestByDefault(name);
            ordered(min, max, "min", name, "must not be more than max");
            ordered(min, requests, "defaultRequest", name, "must not be less than min");
            ordered(requests, max, "defaultRequest", name, "must not be more than max");
            ordered(requests, limits, "defaultRequest", name, "must not be more than default");
            ordered(min, limits, "default", name, "must not be less than min");
            ordered(limits, max, "default", name, "must not be more than max");
            ratio(name, min, max);
            if (!ResourceNames.overcommitted(name)
                    && limits.isPresent()
                    && requests.isPresent()
                    && !limits.equals(requests)) {
                faults.invalid(at("defaultRequest", name), "must be the same as default");
            }
        }

        private Field at(String field, String resource) {
            return limit.get(field).get(resource);
        }

        private void ordered(Optional<Quantity> less, Optional<Quantity> more, String field, String name, String must) {
            if (less.isPresent() && more.isPresent() && less.get().compareTo(more.get()) > 0) {
                faults.invalid(at(field, name), must);
            }
        }

        private void ratio(String name, Optional<Quantity> min, Optional<Quantity> max) {
            Field field = at("maxLimitRequestRatio", name);
            Optional<Quantity> ratio = Amounts.of(field);
            if (ratio.isEmpty()) {
                return;
            }
            BigDecimal value = ratio.get().value();
            if (value.compareTo(BigDecimal.ONE) < 0) {
                faults.invalid(field, "must be 1 or more");
            }
            if (min.isPresent() && max.isPresent()) {
                double most =
                        max.get().value().doubleValue() / min.get().value().doubleValue();
                if (value.doubleValue() > most) {
                    faults.invalid(field, "must not be more than max divided by min");
                }
            }
        }
    }
}
