package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.List;

/**
 * What the API server refuses of a PodDisruptionBudget.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/configure-pdb/">Disruption budgets</a>
 */
final class PodDisruptionBudgetValidator implements Validator {

    private static final ImmutableSet<String> EVICTION = ImmutableSet.of("AlwaysAllow", "IfHealthyBudget");

    @Override
    public void validate(Field budget, Faults faults) {
        Field spec = budget.get("spec");
        Field available = spec.get("minAvailable");
        Field unavailable = spec.get("maxUnavailable");
        if (available.present() && unavailable.present()) {
            faults.invalid(spec, "must not have both minAvailable and maxUnavailable");
        }
        for (Field pods : List.of(available, unavailable)) {
            IntOrPercent.validate(pods, faults);
            IntOrPercent.validateAtMostAll(pods, faults);
        }
        Selectors.labels(spec.get("selector"), faults);
        faults.oneOf(spec.get("unhealthyPodEvictionPolicy"), EVICTION);
    }
}
