package dev.hearth.schemas.cel;

import com.google.common.base.CharMatcher;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationExceptionBuilder;
import dev.hearth.manifest.Quantity;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A quantity within an expression: {@code quantity("50k")}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library">Quantity library</a>
 */
record QuantityValue(BigDecimal amount) {

    static final CelType TYPE = OpaqueType.create("kubernetes.Quantity");

    static Optional<QuantityValue> parse(String text) {
        return CharMatcher.whitespace().matchesNoneOf(text)
                ? Quantity.parse(text).map(quantity -> new QuantityValue(quantity.value()))
                : Optional.empty();
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
