package dev.hearth.manifest;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableMap;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of processor time, memory, storage or things: {@code 250m}, {@code 2}, {@code 64Mi}, {@code 1e3}.
 *
 * @param value the number that it stands for, in steps of a billionth
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a>
 */
public record Quantity(BigDecimal value) implements Comparable<Quantity> {

    /** Nothing of it. */
    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO);

    private static final int FINEST = 9;
    private static final int LONGEST_EXPONENT = 9;
    private static final BigDecimal LEAST = BigDecimal.ONE.movePointLeft(FINEST);
    private static final BigDecimal MOST_BINARY = new BigDecimal(Long.MAX_VALUE);
    private static final CharMatcher SPACES = CharMatcher.whitespace();
    // A text without any digit is nought to the API server.
    private static final Pattern FORM =
            Pattern.compile("([+-]?)(\\d*)(?:\\.(\\d*))?([numkMGTPE]|[KMGTPE]i|[eE][+-]?\\d+)?");
    private static final ImmutableMap<String, Integer> TENS = ImmutableMap.<String, Integer>builder()
            .put("n", -9)
            .put("u", -6)
            .put("m", -3)
            .put("k", 3)
            .put("M", 6)
            .put("G", 9)
            .put("T", 12)
            .put("P", 15)
            .put("E", 18)
            .buildOrThrow();

    /** What that node is; empty where it is no quantity. */
    public static Optional<Quantity> of(Node node) {
        if (node instanceof Numeral numeral) {
            return Optional.of(new Quantity(rounded(numeral.value())));
        }
        return node instanceof Text text ? parse(text.value()) : Optional.empty();
    }

    /** The written form; empty where it is no quantity. */
    public static Optional<Quantity> parse(String text) {
        String trimmed = SPACES.trimFrom(text);
        Matcher form = FORM.matcher(trimmed);
        if (trimmed.isEmpty() || !form.matches()) {
            return Optional.empty();
        }
        String fraction = form.group(3) == null ? "" : form.group(3);
        BigDecimal digits = new BigDecimal(new BigInteger("0" + form.group(2) + fraction), fraction.length());
        BigDecimal number = form.group(1).equals("-") ? digits.negate() : digits;
        String suffix = form.group(4) == null ? "" : form.group(4);
        return Optional.of(new Quantity(scaled(number, suffix)));
    }

    private static BigDecimal scaled(BigDecimal number, String suffix) {
        if (suffix.endsWith("i")) {
            BigDecimal value = rounded(number.multiply(
                    new BigDecimal(BigInteger.ONE.shiftLeft(10 * (1 + "KMGTPE".indexOf(suffix.charAt(0)))))));
            return value.abs().compareTo(MOST_BINARY) <= 0
                    ? value
                    : MOST_BINARY.multiply(BigDecimal.valueOf(value.signum()));
        }
        Integer tens = TENS.get(suffix);
        if (tens != null) {
            return rounded(number.scaleByPowerOfTen(tens));
        }
        return suffix.isEmpty() ? rounded(number) : rounded(exponent(number, suffix.substring(1)));
    }

    private static BigDecimal exponent(BigDecimal number, String digits) {
        boolean plain = digits.length() <= LONGEST_EXPONENT;
        return number.signum() == 0
                ? BigDecimal.ZERO
                : number.scaleByPowerOfTen(
                        plain ? Integer.parseInt(digits) : digits.startsWith("-") ? -99_999_999 : 99_999_999);
    }

    /** Who wants some, however little, gets some. */
    private static BigDecimal rounded(BigDecimal exact) {
        if (exact.scale() <= FINEST || exact.signum() == 0) {
            return exact;
        }
        boolean tiny = (long) exact.precision() - exact.scale() < -FINEST;
        return tiny ? LEAST.multiply(BigDecimal.valueOf(exact.signum())) : exact.setScale(FINEST, RoundingMode.UP);
    }

    /** -1, 0 or 1 as it is negative, nothing or positive. */
    public int sign() {
        return value.signum();
    }

    /** Whether there is no part of a whole in it. */
    public boolean whole() {
        return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
    }

    /** Both together. */
    public Quantity plus(Quantity other) {
        return new Quantity(value.add(other.value));
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return value.signum() == 0 ? 0 : value.stripTrailingZeros().hashCode();
    }
}
