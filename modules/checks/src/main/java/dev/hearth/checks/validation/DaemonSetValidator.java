package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;
import dev.hearth.graph.Selector;
import java.util.List;

/**
 * What the API server refuses of a DaemonSet.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/">DaemonSet</a>
 */
final class DaemonSetValidator implements Validator {

    private static final String ROLLING = "RollingUpdate";
    private static final String ON_DELETE = "OnDelete";

    @Override
    public void validate(Field set, Faults faults) {
        Field spec = set.get("spec");
        WorkloadSelectors.lenient(spec, faults);
        Field selector = spec.get("selector");
        if (selector.present() && Selector.of(selector.mapping()).isEmpty()) {
            faults.invalid(selector, "must not be empty");
        }
        PodTemplates.lasting(spec.get("template"), faults);
        faults.atLeast(spec.get("minReadySeconds"), 0);
        strategy(spec.get("updateStrategy"), faults);
        faults.atLeast(spec.get("revisionHistoryLimit"), 0);
    }

    private static void strategy(Field strategy, Faults faults) {
        switch (strategy.get("type").textOrEmpty()) {
            case ON_DELETE -> {}
            case "", ROLLING -> rolling(strategy.get("rollingUpdate"), faults);
            default -> faults.unsupported(strategy, List.of(ROLLING, ON_DELETE));
        }
    }

    private static void rolling(Field rolling, Faults faults) {
        Field unavailable = rolling.get("maxUnavailable");
        Field surge = rolling.get("maxSurge");
        for (Field field : List.of(unavailable, surge)) {
            IntOrPercent.validate(field, faults);
            IntOrPercent.validateAtMostAll(field, faults);
        }
        boolean noneUnavailable = IntOrPercent.isNone(unavailable, false);
        boolean noneMore = IntOrPercent.isNone(surge, true);
        if (!noneUnavailable && !noneMore) {
            faults.invalid(surge, "must be 0 where maxUnavailable, 1 by default, is not");
        } else if (noneUnavailable && noneMore) {
            faults.required(unavailable, "must not be 0 where maxSurge is 0");
        }
    }
}
