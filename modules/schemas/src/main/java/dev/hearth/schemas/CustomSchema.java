package dev.hearth.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;

/** Turns the schema of a custom resource, which is of OpenAPI's dialect, into one of JSON Schema that judges the same. */
final class CustomSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final ImmutableSet<String> AS_THEY_ARE = ImmutableSet.of(
            "required",
            "enum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties");

    private static final String KIND = "^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$";

    private final int minor;

    private CustomSchema(int minor) {
        this.minor = minor;
    }

    /** The same in JSON Schema, with the formats that this minor version of Kubernetes checks. */
    static ObjectNode translate(Mapping schema, int minor) {
        return new CustomSchema(minor).schema(schema);
    }

    private ObjectNode schema(Mapping from) {
        ObjectNode to = JSON.objectNode();
        type(from, to);
        from.fields().forEach((name, value) -> {
            if (AS_THEY_ARE.contains(name)) {
                to.set(name, JsonNodes.of(value));
            } else {
                keyword(name, value, to);
            }
        });
        bound(from, to, "minimum", "exclusiveMinimum");
        bound(from, to, "maximum", "exclusiveMaximum");
        if (from.isTrue("x-kubernetes-embedded-resource")) {
            embed(to);
        }
        return to;
    }

    // An object within an object says what it is.
    private static void embed(ObjectNode to) {
        to.withArray("required").add("apiVersion").add("kind");
        to.withObject("/properties").withObject("/kind").put("pattern", KIND).put("maxLength", 63);
        to.withObject("/properties").withObject("/apiVersion").put("minLength", 1);
    }

    private static void type(Mapping from, ObjectNode to) {
        ArrayNode types = JSON.arrayNode();
        if (from.isTrue("x-kubernetes-int-or-string")) {
            types.add("integer").add("string");
        } else {
            from.text("type").ifPresent(types::add);
        }
        if (!types.isEmpty()) {
            if (from.isTrue("nullable")) {
                types.add("null");
            }
            to.set("type", types);
        }
    }

    private void keyword(String name, Node value, ObjectNode to) {
        switch (name) {
            case "properties" -> {
                if (value instanceof Mapping properties) {
                    ObjectNode fields = to.putObject(name);
                    properties.fields().forEach((field, schema) -> fields.set(field, child(schema)));
                }
            }
            case "items", "additionalProperties", "not" -> {
                if (value instanceof Mapping) {
                    to.set(name, child(value));
                }
            }
            case "allOf", "anyOf", "oneOf" -> {
                if (value instanceof Sequence schemas && !schemas.isEmpty()) {
                    ArrayNode items = to.putArray(name);
                    schemas.forEach(schema -> items.add(child(schema)));
                }
            }
            case "format" -> {
                if (value instanceof dev.hearth.manifest.Text format
                        && Formats.check(format.value(), minor).isPresent()) {
                    to.put("format", Formats.known(format.value()));
                }
            }
            default -> {}
        }
    }

    private JsonNode child(Node schema) {
        return schema instanceof Mapping mapping ? schema(mapping) : JSON.objectNode();
    }

    // OpenAPI says beside a bound that it is excluded, JSON Schema says it instead.
    private static void bound(Mapping from, ObjectNode to, String inclusive, String exclusive) {
        from.get(inclusive)
                .ifPresent(limit -> to.set(from.isTrue(exclusive) ? exclusive : inclusive, JsonNodes.of(limit)));
    }
}
