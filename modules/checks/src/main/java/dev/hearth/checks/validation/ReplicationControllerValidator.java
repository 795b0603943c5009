package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Manifest;
import java.util.Map;

/** What the API server refuses of a ReplicationController. Its selector is that of the template's labels by default. */
final class ReplicationControllerValidator implements Validator {

    @Override
    public void validate(Field controller, Faults faults) {
        Field spec = controller.get("spec");
        faults.atLeast(spec.get("replicas"), 0);
        faults.atLeast(spec.get("minReadySeconds"), 0);
        Field template = spec.get("template");
        Map<String, String> labels = WorkloadSelectors.labelsOf(spec);
        Map<String, String> selector = Manifest.strings(spec.get("selector").mapping());
        if (selector.isEmpty() && labels.isEmpty()) {
            faults.required(spec.get("selector"));
        }
        if (!template.present()) {
            faults.required(template);
            return;
        }
        if (!labels.entrySet().containsAll(selector.entrySet())) {
            WorkloadSelectors.mismatch(spec, faults);
        }
        PodTemplates.lasting(template, faults);
    }
}
