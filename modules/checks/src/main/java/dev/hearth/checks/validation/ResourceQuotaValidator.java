package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.Set;

/**
 * What the API server refuses of a ResourceQuota.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes">Quota scopes</a>
 */
final class ResourceQuotaValidator implements Validator {

    private static final String BEST_EFFORT = "BestEffort";
    private static final String CLASS_OF_VOLUMES = "VolumeAttributesClass";
    private static final int VOLUMES_SINCE = 33;
    private static final ImmutableSet<String> PLAIN =
            ImmutableSet.of("Terminating", "NotTerminating", BEST_EFFORT, "NotBestEffort", "CrossNamespacePodAffinity");
    private static final ImmutableSet<String> SCOPES = ImmutableSet.<String>builder()
            .addAll(PLAIN)
            .add("PriorityClass", CLASS_OF_VOLUMES)
            .build();
    private static final ImmutableSet<String> OF_PODS =
            ImmutableSet.of("pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory");
    private static final ImmutableSet<String> OF_VOLUMES =
            ImmutableSet.of("persistentvolumeclaims", "requests.storage");

    @Override
    public void validate(Field quota, Faults faults) {
        new Checked(quota.get("spec"), faults).all();
    }

    /** One ResourceQuota. */
    private record Checked(Field spec, Faults faults) {

        void all() {
            for (Field amount : spec.get("hard").fields()) {
                faults.form(amount, amount.name(), ResourceNames::ofQuota);
                ResourceNames.amount(amount, faults);
            }
            Field scopes = spec.get("scopes");
            scopes.items().forEach(scope -> scope(scopes, scopes, scope.textOrEmpty()));
            conflicts(Set.copyOf(scopes.texts()), scopes);
            selector();
        }

        private void scope(Field unknown, Field unfit, String scope) {
            boolean known = SCOPES.contains(scope)
                    && (!scope.equals(CLASS_OF_VOLUMES) || faults.version().atLeast(VOLUMES_SINCE));
            if (!known) {
                faults.invalid(unknown, "must be one of " + String.join(", ", SCOPES));
                return;
            }
            for (Field amount : spec.get("hard").fields()) {
                if (ResourceNames.standardInQuota(amount.name()) && !fits(scope, amount.name())) {
                    faults.invalid(unfit, "must not be " + scope + " in a quota of " + amount.name());
                }
            }
        }

        private static boolean fits(String scope, String resource) {
            return switch (scope) {
                case BEST_EFFORT -> resource.equals("pods");
                case CLASS_OF_VOLUMES -> OF_VOLUMES.contains(resource);
                default -> OF_PODS.contains(resource);
            };
        }

        private void conflicts(Set<String> scopes, Field at) {
            if (scopes.containsAll(Set.of(BEST_EFFORT, "NotBestEffort"))
                    || scopes.containsAll(Set.of("Terminating", "NotTerminating"))) {
                faults.invalid(at, "must not hold a scope and its opposite");
            }
        }

        /** The API server leaves the index out of these paths. */
        private void selector() {
            Field expressions = spec.get("scopeSelector").get("matchExpressions");
            ImmutableSet.Builder<String> scopes = ImmutableSet.builder();
            for (Field expression : expressions.items()) {
                String scope = expression.get("scopeName").textOrEmpty();
                scopes.add(scope);
                scope(expressions.get("scopeName"), expressions, scope);
                operator(expressions, expression, scope);
            }
            conflicts(scopes.build(), spec.get("scopes"));
        }

        private void operator(Field expressions, Field expression, String scope) {
            String operator = expression.get("operator").textOrEmpty();
            if (PLAIN.contains(scope) && !operator.equals("Exists")) {
                faults.invalid(expressions.get("operator"), "must be Exists for the scope " + scope);
            }
            boolean empty = expression.get("values").empty();
            switch (operator) {
                case "In", "NotIn" -> {
                    if (empty) {
                        faults.required(expressions.get("values"), "In and NotIn need values");
                    }
                }
                case "Exists", "DoesNotExist" -> {
                    if (!empty) {
                        faults.invalid(expressions.get("values"), "must be empty for Exists and DoesNotExist");
                    }
                }
                default -> faults.invalid(expressions.get("operator"), "must be In, NotIn, Exists or DoesNotExist");
            }
        }
    }
}
