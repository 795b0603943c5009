package dev.hearth.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Gives manifests to the validator of JSON Schema, which reads Jackson's nodes. */
final class JsonNodes {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int MOST_DIGITS = 20;

    private JsonNodes() {}

    static JsonNode of(Node node) {
        if (node instanceof Mapping mapping) {
            ObjectNode object = JSON.objectNode();
            mapping.fields().forEach((name, value) -> object.set(name, of(value)));
            return object;
        }
        if (node instanceof Sequence sequence) {
            ArrayNode array = JSON.arrayNode(sequence.size());
            sequence.forEach(item -> array.add(of(item)));
            return array;
        }
        if (node instanceof Text text) {
            return JSON.textNode(text.value());
        }
        if (node instanceof Numeral numeral) {
            return number(numeral.value());
        }
        return node instanceof Bool bool ? JSON.booleanNode(bool.value()) : JSON.nullNode();
    }

    // The API server knows whole numbers of 64 bits and binary fractions, nothing else.
    private static JsonNode number(BigDecimal value) {
        if (isWhole(value)) {
            BigInteger whole = value.toBigInteger();
            if (whole.compareTo(LEAST) >= 0 && whole.compareTo(MOST) <= 0) {
                return JSON.numberNode(whole.longValue());
            }
        }
        return JSON.numberNode(value.doubleValue());
    }

    private static boolean isWhole(BigDecimal value) {
        return value.signum() == 0
                || (value.precision() - value.scale() <= MOST_DIGITS
                        && value.stripTrailingZeros().scale() <= 0);
    }
}
