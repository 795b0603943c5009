package dev.hearth.checks.validation;

import com.google.common.base.CharMatcher;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Quantity;
import java.math.RoundingMode;
import java.util.Optional;

/** Bounds of quantities, where null is nothing of it. */
final class Amounts {

    private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9').or(CharMatcher.anyOf("+-."));
    private static final int THOUSAND = 1000;

    private Amounts() {}

    /** The amount; empty where there is none. */
    static Optional<Quantity> of(Field field) {
        return field.node().isPresent() && !field.present()
                ? Optional.of(Quantity.ZERO)
                : field.node().flatMap(Quantity::of);
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

    /** Whether the API server takes it as whole. It counts thousandths in 64 bits, and does not notice when they run over. */
    static boolean whole(Field field) {
        Optional<Quantity> counted = of(field);
        return counted.isEmpty()
                || (runsOver(field)
                        ? inLong(counted.get(), 3) % THOUSAND == 0
                        : counted.get().whole());
    }

    /** Tells if it is so much that the API server counts it as less than nothing. */
    static void notTooMuch(Field field, Faults faults) {
        if (runsOver(field)
                && of(field)
                        .filter(amount -> amount.sign() > 0 && inLong(amount, 0) < 0)
                        .isPresent()) {
            faults.invalid(field, "must fit in 64 bits");
        }
    }

    /** Amounts with a decimal suffix are kept otherwise. */
    private static boolean runsOver(Field field) {
        String text = field.textOrEmpty();
        return text.endsWith("i") || DIGITS.matchesAllOf(text);
    }

    private static long inLong(Quantity amount, int digits) {
        return amount.value()
                .movePointRight(digits)
                .setScale(0, RoundingMode.UP)
                .toBigInteger()
                .longValue();
    }
}
