package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;
import java.util.Optional;
import java.util.regex.Pattern;

/** A number of pods, or a percentage of them: {@code 1}, {@code 25%}. */
final class IntOrPercent {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,9}");
    private static final int ALL = 100;
    private static final int LONGEST = 9;

    private IntOrPercent() {}

    /** Tells if it is no number of 0 or more and no percentage. */
    static void validate(Field field, Faults faults) {
        if (field.text().isPresent()) {
            faults.form(field, Syntax::percent);
        } else {
            faults.atLeast(field, 0);
        }
    }

    /** Tells if it is a percentage of more than all of them. */
    static void validateAtMostAll(Field field, Faults faults) {
        if (percentage(field).filter(percent -> percent > ALL).isPresent()) {
            faults.invalid(field, "must not be more than 100%");
        }
    }

    /** Whether it comes to nothing, as the API server counts: a text that is no number does too. */
    static boolean isNone(Field field, boolean defaultIsNone) {
        if (!field.present()) {
            return defaultIsNone;
        }
        return percentage(field).or(field::number).or(() -> written(field)).orElse(0L) == 0;
    }

    private static Optional<Long> percentage(Field field) {
        return field.text()
                .filter(text -> Syntax.percent(text).isEmpty())
                .map(text -> text.substring(0, text.length() - 1))
                .map(digits -> digits.length() > LONGEST ? Long.valueOf(Integer.MAX_VALUE) : Long.valueOf(digits));
    }

    private static Optional<Long> written(Field field) {
        return field.text().filter(text -> NUMBER.matcher(text).matches()).map(Long::valueOf);
    }
}
