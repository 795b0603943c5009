package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Mapping;

/** What the API server refuses of a ControllerRevision. */
final class ControllerRevisionValidator implements Validator {

    @Override
    public void validate(Field revision, Faults faults) {
        faults.atLeast(revision.get("revision"), 0);
        if (!(revision.get("data").node().orElse(null) instanceof Mapping)) {
            faults.required(revision.get("data"), "must be an object");
        }
    }
}
