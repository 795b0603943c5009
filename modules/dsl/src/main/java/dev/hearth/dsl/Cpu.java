package dev.hearth.dsl;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * An amount of processor time; written as the API server gives it back, so {@code 1000m} becomes {@code 1}.
 *
 * @param millis thousandths of a core, more than 0
 */
public record Cpu(long millis) implements Comparable<Cpu> {

    private static final Pattern FORM = Pattern.compile("\\d+m|\\d+(\\.\\d{1,3})?");

    public Cpu {
        if (millis < 1) {
            throw new IllegalArgumentException("an amount of cpu must be at least 1m, but was " + millis + "m");
        }
    }

    /**
     * A quantity in Kubernetes' form: {@code 50m}, {@code 2} or {@code 0.5}.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static Cpu parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no amount of cpu; write for example 50m, 2 or 0.5");
        }
        try {
            return new Cpu(
                    text.endsWith("m")
                            ? Long.parseLong(text.substring(0, text.length() - 1))
                            : new BigDecimal(text).movePointRight(3).longValueExact());
        } catch (NumberFormatException | ArithmeticException tooLarge) {
            throw new IllegalArgumentException("'" + text + "' is too much cpu", tooLarge);
        }
    }

    @Override
    public String toString() {
        return millis % 1000 == 0 ? Long.toString(millis / 1000) : millis + "m";
    }

    @Override
    public int compareTo(Cpu other) {
        return Long.compare(millis, other.millis);
    }
}
