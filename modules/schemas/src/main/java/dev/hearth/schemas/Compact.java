package dev.hearth.schemas;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes a schema small: without prose, in a fixed order, references as mere names, and a form that says itself what a type
 * of Kubernetes reads.
 */
final class Compact {

    private static final String REFERENCES = "#/components/schemas/";
    private static final String MACHINERY = "io.k8s.apimachinery.pkg.";

    private static final ImmutableSet<String> PROSE = ImmutableSet.of(
            "description",
            "title",
            "example",
            "externalDocs",
            "x-kubernetes-group-version-kind",
            "x-kubernetes-unions");

    private static final ImmutableSet<String> SCHEMAS = ImmutableSet.of("items", "additionalProperties", "not");
    private static final ImmutableSet<String> LISTS_OF_SCHEMAS = ImmutableSet.of("allOf", "anyOf", "oneOf");
    private static final ImmutableSet<String> MAPS_OF_SCHEMAS = ImmutableSet.of("properties");

    private static final ImmutableMap<String, Mapping> READ_BY_CODE = ImmutableMap.<String, Mapping>builder()
            .put(MACHINERY + "api.resource.Quantity", text("go-quantity"))
            .put(MACHINERY + "apis.meta.v1.Time", text("go-time"))
            .put(MACHINERY + "apis.meta.v1.MicroTime", text("go-micro-time"))
            .put(MACHINERY + "apis.meta.v1.Duration", text("go-duration"))
            .put(MACHINERY + "util.intstr.IntOrString", Mapping.of("format", Node.text("int-or-string")))
            .put(MACHINERY + "runtime.RawExtension", Mapping.empty())
            .buildOrThrow();

    private Compact() {}

    private static Mapping text(String format) {
        return Mapping.builder().put("format", format).put("type", "string").build();
    }

    /** A definition of Kubernetes itself. */
    static Mapping builtIn(String name, Mapping schema) {
        Mapping known = READ_BY_CODE.get(name);
        return known == null ? schema(schema, true) : known;
    }

    /** The schema of a custom resource. */
    static Mapping custom(Mapping schema) {
        return schema(schema, false);
    }

    private static Mapping schema(Mapping schema, boolean builtIn) {
        TreeMap<String, Node> fields = new TreeMap<>();
        schema.fields().forEach((name, value) -> {
            if (!PROSE.contains(name)) {
                fields.put(name, value(name, value, builtIn));
            }
        });
        if (builtIn) {
            inlineReference(fields);
            if (new Text("byte").equals(fields.get("format"))) {
                fields.put("format", new Text("go-byte"));
            }
        }
        return Mapping.of(fields);
    }

    private static Node value(String name, Node value, boolean builtIn) {
        if (SCHEMAS.contains(name) && value instanceof Mapping schema) {
            return schema(schema, builtIn);
        }
        if (LISTS_OF_SCHEMAS.contains(name)) {
            return schemas(value, builtIn);
        }
        if (MAPS_OF_SCHEMAS.contains(name) && value instanceof Mapping schemas) {
            TreeMap<String, Node> fields = new TreeMap<>();
            schemas.fields().forEach((field, schema) -> fields.put(field, schema((Mapping) schema, builtIn)));
            return Mapping.of(fields);
        }
        if (name.equals("$ref") && value instanceof Text reference) {
            return new Text(
                    reference.value().substring(reference.value().startsWith(REFERENCES) ? REFERENCES.length() : 0));
        }
        return value;
    }

    private static Node schemas(Node value, boolean builtIn) {
        return value instanceof Sequence list
                ? Sequence.of(list.items().stream()
                        .map(item -> item instanceof Mapping schema ? schema(schema, builtIn) : item)
                        .toList())
                : value;
    }

    // A server says allOf around a reference, so that a default can stand beside it.
    private static void inlineReference(Map<String, Node> fields) {
        Optional<Node> only = fields.get("allOf") instanceof Sequence all && all.size() == 1
                ? Optional.of(all.items().get(0))
                : Optional.empty();
        if (only.isPresent() && only.get() instanceof Mapping schema && schema.has("$ref")) {
            fields.remove("allOf");
            fields.put("$ref", schema.fields().get("$ref"));
        }
    }
}
