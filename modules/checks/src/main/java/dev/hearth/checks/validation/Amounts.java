package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;

/** Bounds of quantities. */
final class Amounts {

    private Amounts() {}

    /** Tells if it is less than nothing. */
    static void notNegative(Field field, Faults faults) {
        if (Quantity.of(field).filter(amount -> amount.sign() < 0).isPresent()) {
            faults.invalid(field, "must be 0 or more");
        }
    }

    /** Tells if it is nothing or less. */
    static void positive(Field field, Faults faults) {
        if (Quantity.of(field).filter(amount -> amount.sign() <= 0).isPresent()) {
            faults.invalid(field, "must be more than 0");
        }
    }
}
