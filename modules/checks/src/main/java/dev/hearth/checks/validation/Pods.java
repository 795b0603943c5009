package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.rule.Field;

/** The kinds that are a pod or the template of one, and nothing more. */
final class Pods {

    static final ImmutableMap<String, Validator> BY_KIND =
            ImmutableMap.of("/Pod", Pods::pod, "/PodTemplate", Pods::template);

    private Pods() {}

    private static void pod(Field pod, Faults faults) {
        PodSpecs.validate(pod, false, faults);
    }

    private static void template(Field object, Faults faults) {
        PodTemplates.validate(object.get("template"), faults);
    }
}
