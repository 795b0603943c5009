package dev.hearth.manifest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a plain scalar means to kubectl and the API server: the types of YAML 1.1 as go-yaml knows them, which has
 * {@code y} and {@code off} as booleans and both forms of octal, but neither numbers to the base 60 nor dates.
 */
final class Scalars {

    private static final Map<String, Node> WORDS = Map.ofEntries(
            Map.entry("", Null.NULL),
            Map.entry("~", Null.NULL),
            Map.entry("null", Null.NULL),
            Map.entry("Null", Null.NULL),
            Map.entry("NULL", Null.NULL),
            Map.entry("y", Bool.TRUE),
            Map.entry("Y", Bool.TRUE),
            Map.entry("yes", Bool.TRUE),
            Map.entry("Yes", Bool.TRUE),
            Map.entry("YES", Bool.TRUE),
            Map.entry("true", Bool.TRUE),
            Map.entry("True", Bool.TRUE),
            Map.entry("TRUE", Bool.TRUE),
            Map.entry("on", Bool.TRUE),
            Map.entry("On", Bool.TRUE),
            Map.entry("ON", Bool.TRUE),
            Map.entry("n", Bool.FALSE),
            Map.entry("N", Bool.FALSE),
            Map.entry("no", Bool.FALSE),
            Map.entry("No", Bool.FALSE),
            Map.entry("NO", Bool.FALSE),
            Map.entry("false", Bool.FALSE),
            Map.entry("False", Bool.FALSE),
            Map.entry("FALSE", Bool.FALSE),
            Map.entry("off", Bool.FALSE),
            Map.entry("Off", Bool.FALSE),
            Map.entry("OFF", Bool.FALSE));

    private static final int LONGEST_WORD = 5;
    private static final int LONGEST_EXACT = 400;
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64);

    private Scalars() {}

    /** The meaning of a plain scalar; null for infinity and not-a-number, which JSON cannot hold. */
    static @Nullable Node resolve(String value) {
        if (value.length() <= LONGEST_WORD) {
            Node word = WORDS.get(value);
            if (word != null) {
                return word;
            }
        }
        char first = value.charAt(0);
        if (first == '.') {
            return endless(value, 1) ? null : fraction(value);
        }
        if (first != '-' && first != '+' && (first < '0' || first > '9')) {
            return new Text(value);
        }
        if (endless(value, 1) && first < '0' && Character.toLowerCase(value.charAt(value.length() - 1)) == 'f') {
            return null;
        }
        return numeral(value);
    }

    private static boolean endless(String value, int from) {
        return switch (value.substring(Math.min(value.startsWith(".") ? 0 : from, value.length()))) {
            case ".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN" -> true;
            default -> false;
        };
    }

    /** What begins with a point; here an underscore counts only between two digits. */
    private static Node fraction(String value) {
        for (int at = value.indexOf('_'); at >= 0; at = value.indexOf('_', at + 1)) {
            if (!digit(value, at - 1) || !digit(value, at + 1)) {
                return new Text(value);
            }
        }
        String plain = value.replace("_", "");
        return plain.length() > 1 && decimal(plain) ? decimalOr(plain, value) : new Text(value);
    }

    private static boolean digit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static Node numeral(String value) {
        String plain = value.indexOf('_') < 0 ? value : value.replace("_", "");
        Optional<BigInteger> whole = whole(plain, sign(plain));
        if (whole.isPresent()) {
            return new Numeral(new BigDecimal(whole.get()));
        }
        return decimal(plain) ? decimalOr(plain, value) : new Text(value);
    }

    /** A whole number in any base, as far as 64 bits hold it. */
    private static Optional<BigInteger> whole(String plain, int sign) {
        int radix = 10;
        int from = sign;
        if (plain.length() > sign + 1 && plain.charAt(sign) == '0') {
            char mark = Character.toLowerCase(plain.charAt(sign + 1));
            radix = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
            from += mark == 'x' || mark == 'b' || mark == 'o' ? 2 : 1;
        }
        if (from == plain.length() || plain.length() > LONGEST_EXACT) {
            return Optional.empty();
        }
        for (int at = from; at < plain.length(); at++) {
            char c = plain.charAt(at);
            if (c >= 128 || Character.digit(c, radix) < 0) {
                return Optional.empty();
            }
        }
        BigInteger value = new BigInteger(plain.substring(from), radix);
        BigInteger signed = plain.charAt(0) == '-' ? value.negate() : value;
        boolean fits = signed.compareTo(LEAST) >= 0 && signed.compareTo(MOST) < 0;
        boolean unsigned = sign == 0 || signed.bitLength() < 64;
        return fits && unsigned ? Optional.of(signed) : Optional.empty();
    }

    /** Whether the text has the form of a decimal number: digits with at most one point, and an exponent. */
    private static boolean decimal(String plain) {
        int at = plain.charAt(0) == '-' || plain.charAt(0) == '+' ? 1 : 0;
        int before = digits(plain, at);
        int after = before;
        if (before < plain.length() && plain.charAt(before) == '.') {
            after = digits(plain, before + 1);
            if (before == at && after == before + 1) {
                return false;
            }
        } else if (before == at) {
            return false;
        }
        if (after < plain.length() && (plain.charAt(after) == 'e' || plain.charAt(after) == 'E')) {
            int start = after + 1;
            if (start < plain.length() && (plain.charAt(start) == '-' || plain.charAt(start) == '+')) {
                start++;
            }
            after = digits(plain, start);
            if (after == start) {
                return false;
            }
        }
        return after == plain.length();
    }

    private static int digits(String plain, int from) {
        int at = from;
        while (digit(plain, at)) {
            at++;
        }
        return at;
    }

    /** The number, in the digits it was written with; what no double holds is a text, as go-yaml has it. */
    private static Node decimalOr(String plain, String written) {
        double value = Double.parseDouble(plain);
        if (Double.isInfinite(value)) {
            return new Text(written);
        }
        if (value == 0) {
            return zero(plain);
        }
        return new Numeral(plain.length() > LONGEST_EXACT ? BigDecimal.valueOf(value) : new BigDecimal(plain));
    }

    private static Numeral zero(String plain) {
        boolean written = plain.length() < LONGEST_EXACT && plain.indexOf('e') < 0 && plain.indexOf('E') < 0;
        return new Numeral(written ? new BigDecimal(plain) : BigDecimal.ZERO);
    }

    /** The text that a key becomes, written so and read as that node; empty where it has none that is certain. */
    static Optional<String> key(Node node, String written) {
        if (node instanceof Text text) {
            return Optional.of(text.value());
        }
        if (node instanceof Bool bool) {
            return Optional.of(Boolean.toString(bool.value()));
        }
        return node instanceof Numeral numeral ? key(numeral.value(), written) : Optional.empty();
    }

    private static Optional<String> key(BigDecimal number, String written) {
        String plain = written.replace("_", "");
        Optional<BigInteger> whole = whole(plain, sign(plain));
        if (whole.isPresent()) {
            return whole.filter(value -> value.bitLength() < 64).map(BigInteger::toString);
        }
        if (number.signum() == 0) {
            return plain.startsWith("-") ? Optional.empty() : Optional.of("0");
        }
        // The API server's reader writes fractions with the digits of a 32 bit number and, beyond these bounds, an
        // exponent.
        BigDecimal value = number.stripTrailingZeros();
        int exponent = value.precision() - value.scale() - 1;
        return value.precision() <= 6 && exponent >= -4 && exponent < 6
                ? Optional.of(value.toPlainString())
                : Optional.empty();
    }

    private static int sign(String plain) {
        return !plain.isEmpty() && (plain.charAt(0) == '-' || plain.charAt(0) == '+') ? 1 : 0;
    }
}
