package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;
import java.util.List;

/**
 * What the API server refuses of a Deployment.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/">Deployments</a>
 */
final class DeploymentValidator implements Validator {

    private static final String RECREATE = "Recreate";
    private static final String ROLLING = "RollingUpdate";
    private static final long DEADLINE = 600;

    @Override
    public void validate(Field deployment, Faults faults) {
        Field spec = deployment.get("spec");
        faults.atLeast(spec.get("replicas"), 0);
        if (WorkloadSelectors.strict(spec, faults)) {
            PodTemplates.lasting(spec.get("template"), faults);
        }
        strategy(spec.get("strategy"), faults);
        faults.atLeast(spec.get("minReadySeconds"), 0);
        faults.atLeast(spec.get("revisionHistoryLimit"), 0);
        deadline(spec, faults);
    }

    private static void strategy(Field strategy, Faults faults) {
        Field rolling = strategy.get("rollingUpdate");
        switch (strategy.get("type").textOrEmpty()) {
            case RECREATE -> {
                if (rolling.present()) {
                    faults.forbidden(rolling, "is not for the strategy Recreate");
                }
            }
            case "", ROLLING -> rolling(rolling, faults);
            default -> faults.unsupported(strategy, List.of(RECREATE, ROLLING));
        }
    }

    private static void rolling(Field rolling, Faults faults) {
        Field unavailable = rolling.get("maxUnavailable");
        Field surge = rolling.get("maxSurge");
        IntOrPercent.validate(unavailable, faults);
        IntOrPercent.validate(surge, faults);
        if (IntOrPercent.isNone(unavailable, false) && IntOrPercent.isNone(surge, false)) {
            faults.invalid(unavailable, "must not be 0 where maxSurge is 0");
        }
        IntOrPercent.validateAtMostAll(unavailable, faults);
    }

    private static void deadline(Field spec, Faults faults) {
        Field deadline = spec.get("progressDeadlineSeconds");
        faults.atLeast(deadline, 0);
        long ready = spec.get("minReadySeconds").number().orElse(0L);
        if (deadline.number().orElse(DEADLINE) <= ready) {
            faults.invalid(deadline, "must be more than minReadySeconds");
        }
    }
}
