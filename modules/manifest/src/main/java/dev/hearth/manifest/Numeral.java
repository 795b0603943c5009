package dev.hearth.manifest;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/** A number; {@code 1} and {@code 1.0} are equal, as in JSON. */
public record Numeral(BigDecimal value) implements Node {

    public Numeral {
        requireNonNull(value, "value");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Numeral that && value.compareTo(that.value) == 0;
    }

    @Override
    public int hashCode() {
        return value.signum() == 0 ? 0 : value.stripTrailingZeros().hashCode();
    }
}
