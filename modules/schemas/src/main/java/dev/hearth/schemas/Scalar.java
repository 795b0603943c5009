package dev.hearth.schemas;

import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Whether a value without fields or items is of the sort that its schema states. */
final class Scalar {

    private static final BigDecimal LEAST_32 = BigDecimal.valueOf(Integer.MIN_VALUE);
    private static final BigDecimal MOST_32 = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final BigDecimal LEAST_64 = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST_64 = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final int SHOWN = 40;

    // As Go's layouts read them: RFC 3339, where the hour may have one digit and a comma may stand for the point.
    private static final Pattern TIME = Pattern.compile(
            "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]?\\d|2[0-3]):[0-5]\\d:[0-5]\\d([.,]\\d+)?(Z|[+-]([01]\\d|2[0-4]):([0-5]\\d|60))");
    private static final Pattern DURATION =
            Pattern.compile("[+-]?(0|((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)");
    private static final Pattern QUANTITY =
            Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?");
    private static final Pattern LINE_ENDS = Pattern.compile("[\\r\\n]");

    private Scalar() {}

    /** What is wrong with the value; empty where nothing is. */
    static Optional<String> fault(Node node, Shape shape) {
        return switch (shape) {
            case TEXT -> require(node instanceof Text, node, shape);
            case BOOLEAN -> require(node instanceof Bool, node, shape);
            case NUMBER -> require(node instanceof Numeral, node, shape);
            case INTEGER, INT32, INT64 -> integer(node, shape);
            case INT32_OR_TEXT -> node instanceof Text ? Optional.empty() : integer(node, shape);
            // Its values are judged by its schema.
            case INT_OR_TEXT -> Optional.empty();
            case QUANTITY -> quantity(node);
            case BYTES -> bytes(node);
            case TIME, MICRO_TIME -> text(node, shape, Scalar::isTime, "2024-05-01T12:00:00Z");
            case DURATION -> text(node, shape, value -> DURATION.matcher(value).matches(), "1h30m");
            case ANY, REFERENCE, OBJECT, LIST -> Optional.empty();
        };
    }

    /** What is wrong with a value of a custom resource: only what no later judgement by its schema tells. */
    static Optional<String> customFault(Node node, Shape shape) {
        return switch (shape) {
            case INT_OR_TEXT -> node instanceof Numeral numeral ? fits64(numeral) : Optional.empty();
            case INTEGER, INT32, INT64 ->
                node instanceof Numeral numeral ? fits64(numeral) : require(false, node, shape);
            default -> fault(node, shape);
        };
    }

    // What is beyond is a fraction to the API server; JSON Schema knows no such limit.
    private static Optional<String> fits64(Numeral numeral) {
        BigDecimal value = numeral.value();
        return value.compareTo(LEAST_64) < 0 || value.compareTo(MOST_64) > 0
                ? Optional.of("must be a whole number of 64 bits, but is " + show(numeral))
                : Optional.empty();
    }

    private static Optional<String> require(boolean right, Node node, Shape shape) {
        return right ? Optional.empty() : Optional.of("must be " + shape.words() + ", but is " + describe(node));
    }

    /** The number that the API server makes of one beyond 32 bits; empty where it keeps the value. */
    static Optional<Numeral> wrapped(Node node, Shape shape) {
        boolean narrow = shape == Shape.INT32 || shape == Shape.INT32_OR_TEXT;
        if (!narrow || !(node instanceof Numeral numeral)) {
            return Optional.empty();
        }
        BigDecimal value = numeral.value();
        return value.compareTo(LEAST_32) < 0 || value.compareTo(MOST_32) > 0
                ? Optional.of(Node.number(value.intValue()))
                : Optional.empty();
    }

    private static Optional<String> integer(Node node, Shape shape) {
        if (!(node instanceof Numeral numeral)) {
            return require(false, node, shape);
        }
        BigDecimal value = numeral.value();
        if (value.signum() != 0 && value.stripTrailingZeros().scale() > 0) {
            return Optional.of("must be " + shape.words() + ", but is " + show(node));
        }
        return value.compareTo(LEAST_64) < 0 || value.compareTo(MOST_64) > 0
                ? Optional.of("must be between " + LEAST_64 + " and " + MOST_64 + ", but is " + show(node))
                : Optional.empty();
    }

    private static Optional<String> quantity(Node node) {
        if (node instanceof Numeral) {
            return Optional.empty();
        }
        return node instanceof Text text
                ? requireForm(QUANTITY.matcher(text.value().strip()).matches(), node, Shape.QUANTITY, "500m or 2Gi")
                : require(false, node, Shape.QUANTITY);
    }

    private static boolean isTime(String value) {
        if (!TIME.matcher(value).matches()) {
            return false;
        }
        try {
            LocalDate.parse(value.substring(0, 10));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static Optional<String> text(Node node, Shape shape, Predicate<String> form, String example) {
        return node instanceof Text text
                ? requireForm(form.test(text.value()), node, shape, example)
                : require(false, node, shape);
    }

    private static Optional<String> requireForm(boolean right, Node node, Shape shape, String example) {
        return right
                ? Optional.empty()
                : Optional.of("must be " + shape.words() + " such as " + example + ", but is " + show(node));
    }

    // The value may be a secret: it is not shown.
    private static Optional<String> bytes(Node node) {
        if (!(node instanceof Text text)) {
            return require(false, node, Shape.BYTES);
        }
        String value = LINE_ENDS.matcher(text.value()).replaceAll("");
        if (value.length() % 4 != 0) {
            return Optional.of("must be bytes in base64, but has a length that is no multiple of four");
        }
        try {
            Base64.getDecoder().decode(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("must be bytes in base64, but has other characters");
        }
    }

    /** The sort of value, with an article, for messages. */
    static String describe(Node node) {
        if (node instanceof Mapping) {
            return "a mapping";
        }
        if (node instanceof Sequence) {
            return "a list";
        }
        if (node instanceof Text) {
            return "a text";
        }
        if (node instanceof Numeral) {
            return "a number"; // which one may be a secret: a text that lost its quotes
        }
        return node instanceof Bool ? show(node) : "null";
    }

    /** The value as it is written, in short. */
    static String show(Node node) {
        if (node instanceof Text text) {
            String value = text.value();
            return '"' + (value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value) + '"';
        }
        if (node instanceof Numeral numeral) {
            return numeral.value().precision() > SHOWN
                    ? "very long"
                    : numeral.value().toString();
        }
        if (node instanceof Bool bool) {
            return Boolean.toString(bool.value());
        }
        return describe(node);
    }
}
