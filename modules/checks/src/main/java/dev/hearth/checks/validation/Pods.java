package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;

/** The kinds that are a pod or the template of one, and nothing more. */
final class Pods {

    private Pods() {}

    /** Tells every fault of a Pod. */
    static void pod(Field pod, Faults faults) {
        PodSpecs.validate(pod, false, faults);
    }

    /** Tells every fault of a PodTemplate. */
    static void template(Field object, Faults faults) {
        PodTemplates.validate(object.get("template"), faults);
    }
}
