package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;

/**
 * What the API server refuses of one built-in kind, beyond the types of its fields. It is given objects whose fields have
 * the right types.
 */
@FunctionalInterface
interface Validator {

    /** Tells every fault of that object. */
    void validate(Field object, Faults faults);
}
