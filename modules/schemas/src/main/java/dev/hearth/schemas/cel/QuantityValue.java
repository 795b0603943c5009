package dev.hearth.schemas.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationExceptionBuilder;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A quantity within an expression: {@code quantity("50k")}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library">Quantity library</a>
 */
record QuantityValue(BigDecimal amount) {

    static final CelType TYPE = OpaqueType.create("kubernetes.Quantity");

    private static final Pattern FORM =
            Pattern.compile("([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))([eE][+-]?[0-9]{1,9}|[KMGTPE]i|[numkMGTPE])?");
    private static final String BINARY = "KMGTPE";
    private static final String DECIMAL = "num kMGTPE";

    static Optional<QuantityValue> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(form.group(1).endsWith(".") ? form.group(1) + "0" : form.group(1));
        String suffix = form.group(2) == null ? "" : form.group(2);
        return Optional.of(new QuantityValue(scaled(number, suffix)));
    }

    private static BigDecimal scaled(BigDecimal number, String suffix) {
        if (suffix.isEmpty()) {
            return number;
        }
        if (suffix.endsWith("i")) {
            return number.multiply(BigDecimal.valueOf(1024).pow(BINARY.indexOf(suffix.charAt(0)) + 1));
        }
        if (suffix.length() > 1) {
            return number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1)));
        }
        return number.scaleByPowerOfTen(3 * (DECIMAL.indexOf(suffix.charAt(0)) - 3));
    }

    private static QuantityValue require(String text) throws CelEvaluationException {
        return parse(text)
                .orElseThrow(() -> CelEvaluationExceptionBuilder.newBuilder("'%s' is no quantity", text)
                        .build());
    }

    private boolean whole() {
        return amount.stripTrailingZeros().scale() <= 0 && amount.toBigInteger().bitLength() < 64;
    }

    private int comparedTo(QuantityValue other) {
        return amount.compareTo(other.amount);
    }

    private static long integer(QuantityValue quantity) throws CelEvaluationException {
        if (!quantity.whole()) {
            throw CelEvaluationExceptionBuilder.newBuilder("the quantity is no whole number of 64 bits")
                    .build();
        }
        return quantity.amount.longValue();
    }

    static void functions(Functions to) {
        Class<QuantityValue> java = QuantityValue.class;
        to.global("quantity", TYPE, SimpleType.STRING, String.class, QuantityValue::require)
                .global(
                        "isQuantity",
                        SimpleType.BOOL,
                        SimpleType.STRING,
                        String.class,
                        text -> parse(text).isPresent())
                .member("sign", SimpleType.INT, TYPE, java, quantity -> (long) quantity.amount.signum())
                .member("isInteger", SimpleType.BOOL, TYPE, java, QuantityValue::whole)
                .member("asInteger", SimpleType.INT, TYPE, java, QuantityValue::integer)
                .member("asApproximateFloat", SimpleType.DOUBLE, TYPE, java, quantity -> quantity.amount.doubleValue())
                .member("compareTo", SimpleType.INT, TYPE, java, TYPE, java, (a, b) -> (long) a.comparedTo(b))
                .member("isLessThan", SimpleType.BOOL, TYPE, java, TYPE, java, (a, b) -> a.comparedTo(b) < 0)
                .member("isGreaterThan", SimpleType.BOOL, TYPE, java, TYPE, java, (a, b) -> a.comparedTo(b) > 0);
        arithmetic(to, java);
    }

    private static void arithmetic(Functions to, Class<QuantityValue> java) {
        to.member("add", TYPE, TYPE, java, TYPE, java, (a, b) -> new QuantityValue(a.amount.add(b.amount)))
                .member(
                        "add",
                        TYPE,
                        TYPE,
                        java,
                        SimpleType.INT,
                        Long.class,
                        (a, b) -> new QuantityValue(a.amount.add(BigDecimal.valueOf(b))))
                .member("sub", TYPE, TYPE, java, TYPE, java, (a, b) -> new QuantityValue(a.amount.subtract(b.amount)))
                .member(
                        "sub",
                        TYPE,
                        TYPE,
                        java,
                        SimpleType.INT,
                        Long.class,
                        (a, b) -> new QuantityValue(a.amount.subtract(BigDecimal.valueOf(b))));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantityValue that && amount.compareTo(that.amount) == 0;
    }

    @Override
    public int hashCode() {
        return amount.stripTrailingZeros().hashCode();
    }
}
