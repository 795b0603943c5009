package dev.hearth.schemas;

import dev.hearth.manifest.Mapping;
import java.util.Optional;

/** What sort of value a schema describes, as far as the API server tells them apart when it reads one. */
enum Shape {
    REFERENCE("a value"),
    ANY("a value"),
    OBJECT("a mapping"),
    LIST("a list"),
    TEXT("a text"),
    BOOLEAN("true or false"),
    INTEGER("a whole number"),
    INT32("a whole number of 32 bits"),
    INT64("a whole number"),
    NUMBER("a number"),
    INT_OR_TEXT("a whole number or a text"),
    INT32_OR_TEXT("a whole number of 32 bits or a text"),
    QUANTITY("a quantity"),
    BYTES("bytes in base64"),
    TIME("a time"),
    MICRO_TIME("a time"),
    DURATION("a duration");

    private final String words;

    Shape(String words) {
        this.words = words;
    }

    /** With an article, for messages. */
    String words() {
        return words;
    }

    static Shape of(Mapping schema) {
        if (schema.has("$ref")) {
            return REFERENCE;
        }
        String format = schema.text("format").orElse("");
        // Beside a type it is read as that type, although its values are judged as both.
        if (schema.isTrue("x-kubernetes-int-or-string") && !schema.has("type")) {
            return INT_OR_TEXT;
        }
        if (format.equals("int-or-string")) {
            return INT32_OR_TEXT;
        }
        Optional<String> type = schema.text("type");
        return type.isEmpty() ? ANY : of(type.get(), format);
    }

    private static Shape of(String type, String format) {
        return switch (type) {
            case "object" -> OBJECT;
            case "array" -> LIST;
            case "boolean" -> BOOLEAN;
            case "number" -> NUMBER;
            case "integer" -> integer(format);
            case "string" -> text(format);
            default -> ANY;
        };
    }

    private static Shape integer(String format) {
        return switch (format) {
            case "int32" -> INT32;
            case "int64" -> INT64;
            default -> INTEGER;
        };
    }

    // The types of Kubernetes itself that read their text; in a custom resource a format is a matter of validation.
    private static Shape text(String format) {
        return switch (format) {
            case "go-byte" -> BYTES;
            case "go-time" -> TIME;
            case "go-micro-time" -> MICRO_TIME;
            case "go-duration" -> DURATION;
            case "go-quantity" -> QUANTITY;
            default -> TEXT;
        };
    }
}
