package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;

/** What the API server refuses of a Binding. */
final class BindingValidator implements Validator {

    @Override
    public void validate(Field binding, Faults faults) {
        Field target = binding.get("target");
        if (!target.get("kind").empty()) {
            faults.oneOf(target.get("kind"), ImmutableSet.of("Node"));
        }
        if (target.get("name").empty()) {
            faults.required(target.get("name"));
        }
    }
}
