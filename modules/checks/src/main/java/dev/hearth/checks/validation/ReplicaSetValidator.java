package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;

/** What the API server refuses of a ReplicaSet. */
final class ReplicaSetValidator implements Validator {

    @Override
    public void validate(Field set, Faults faults) {
        Field spec = set.get("spec");
        faults.atLeast(spec.get("replicas"), 0);
        faults.atLeast(spec.get("minReadySeconds"), 0);
        if (WorkloadSelectors.strict(spec, faults)) {
            PodTemplates.lasting(spec.get("template"), faults);
        }
    }
}
