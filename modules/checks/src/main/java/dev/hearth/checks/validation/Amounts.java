package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;
import java.util.Optional;

/** Bounds of quantities, where null is nothing of it. */
final class Amounts {

    private Amounts() {}

    /** The amount; empty where there is none. */
    static Optional<Quantity> of(Field field) {
        return field.node().isPresent() && !field.present() ? Optional.of(Quantity.ZERO) : Quantity.of(field);
    }

    /** Tells if it is less than nothing. */
    static void notNegative(Field field, Faults faults) {
        if (of(field).filter(amount -> amount.sign() < 0).isPresent()) {
            faults.invalid(field, "must be 0 or more");
        }
    }

    /** Tells if it is nothing or less. */
    static void positive(Field field, Faults faults) {
        if (of(field).filter(amount -> amount.sign() <= 0).isPresent()) {
            faults.invalid(field, "must be more than 0");
        }
    }
}
