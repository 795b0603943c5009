package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;
import java.util.List;

/**
 * What the API server asks of the template of pods that a workload makes.
 *
 * @see PodSpecs
 */
final class PodTemplates {

    private PodTemplates() {}

    /** Tells every fault of a template, whoever it is for; how its pods restart is not looked at. */
    static void validate(Field template, Faults faults) {
        Metadata.ofPodTemplate(template, faults);
        PodSpecs.validate(template, true, faults);
    }

    /** Tells every fault of a template whose pods run until they are removed. */
    static void lasting(Field template, Faults faults) {
        validate(template, faults);
        Field spec = template.get("spec");
        if (!PodSpecs.restartPolicy(spec).equals("Always")) {
            faults.unsupported(spec.get("restartPolicy"), List.of("Always"));
        }
        if (spec.get("activeDeadlineSeconds").present()) {
            faults.forbidden(spec.get("activeDeadlineSeconds"), "only pods of Jobs and pods by themselves have it");
        }
    }
}
