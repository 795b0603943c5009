package dev.hearth.dsl;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or storage; written as the API server gives it back, so {@code 1024Mi} becomes {@code 1Gi}.
 *
 * @param value bytes, at least 0
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a>
 */
public record Bytes(long value) implements Comparable<Bytes> {

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)(Ki|Mi|Gi|Ti|Pi|Ei|k|M|G|T|P|E)?");
    private static final String BINARY = "KMGTPE";
    private static final String DECIMAL = "kMGTPE";

    public Bytes {
        if (value < 0) {
            throw new IllegalArgumentException("an amount of bytes must be at least 0, but was " + value);
        }
    }

    /** That many MiB. */
    public static Bytes mib(long count) {
        return new Bytes(Math.multiplyExact(count, 1L << 20));
    }

    /** That many GiB. */
    public static Bytes gib(long count) {
        return new Bytes(Math.multiplyExact(count, 1L << 30));
    }

    /**
     * A quantity in Kubernetes' form, such as {@code 64Mi}, {@code 1.5Gi} or {@code 500M}.
     *
     * @throws IllegalArgumentException where it is no such quantity or no whole number of bytes
     */
    public static Bytes parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no amount of bytes; write for example 64Mi or 20Gi");
        }
        BigDecimal number = new BigDecimal(form.group(1));
        String suffix = form.group(2);
        if (suffix != null) {
            boolean binary = suffix.length() == 2;
            int power = (binary ? BINARY : DECIMAL).indexOf(suffix.charAt(0)) + 1;
            number = number.multiply(BigDecimal.valueOf(binary ? 1024 : 1000).pow(power));
        }
        try {
            return new Bytes(number.longValueExact());
        } catch (ArithmeticException broken) {
            throw new IllegalArgumentException(
                    "'" + text + "' must be a whole number of bytes below 2^63; write for example 1536Mi", broken);
        }
    }

    /** The canonical quantity: the largest binary suffix without a fraction, else plain bytes. */
    @Override
    public String toString() {
        long rest = value;
        int power = 0;
        while (rest != 0 && rest % 1024 == 0 && power < BINARY.length()) {
            rest /= 1024;
            power++;
        }
        return power == 0 ? Long.toString(value) : rest + BINARY.substring(power - 1, power) + "i";
    }

    @Override
    public int compareTo(Bytes other) {
        return Long.compare(value, other.value);
    }
}
