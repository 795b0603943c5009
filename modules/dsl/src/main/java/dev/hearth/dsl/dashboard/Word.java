package dev.hearth.dsl.dashboard;

import static java.util.Objects.requireNonNull;

/**
 * What is shown for a number.
 *
 * @param value the number, as it is without a unit
 * @param text what people see
 * @param color its color
 */
public record Word(String value, String text, Color color) {

    public Word {
        requireNonNull(value, "value");
        requireNonNull(text, "text");
        requireNonNull(color, "color");
    }

    /** That text for a whole number. */
    public static Word of(long value, String text, Color color) {
        return new Word(Long.toString(value), text, color);
    }
}
