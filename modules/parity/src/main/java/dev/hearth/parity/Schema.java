package dev.hearth.parity;

import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One schema of OpenAPI, with its references followed. Only for making objects: nothing is judged by it.
 *
 * @param all the named schemas that references lead to
 * @param node the schema itself
 */
record Schema(Mapping all, Mapping node) {

    private static final String REFERENCE = "#/components/schemas/";

    static Schema of(Mapping all, Mapping node) {
        return new Schema(all, resolved(all, node));
    }

    private static Mapping resolved(Mapping all, Mapping node) {
        Optional<String> reference = node.text("$ref");
        if (reference.isPresent()) {
            return resolved(all, all.mapping(reference.get().substring(REFERENCE.length())));
        }
        Sequence parts = node.sequence("allOf");
        if (parts.size() == 1 && parts.items().get(0) instanceof Mapping only && only.has("$ref")) {
            return resolved(all, only);
        }
        return node;
    }

    String type() {
        boolean either =
                node.isTrue("x-kubernetes-int-or-string") && node.text("type").isEmpty();
        if (either || "int-or-string".equals(format())) {
            return "int-or-string";
        }
        if (node.has("oneOf") && node.text("type").isEmpty()) {
            return "quantity";
        }
        return node.text("type").orElse(node.has("properties") ? "object" : "");
    }

    String format() {
        return node.text("format").orElse("");
    }

    Set<String> properties() {
        return node.mapping("properties").fields().keySet();
    }

    Set<String> required() {
        return texts(node.sequence("required"));
    }

    Set<String> enumeration() {
        return texts(node.sequence("enum"));
    }

    private static Set<String> texts(Sequence items) {
        Set<String> out = new LinkedHashSet<>();
        for (Node item : items.items()) {
            if (item instanceof Text text) {
                out.add(text.value());
            }
        }
        return out;
    }

    Optional<Schema> property(String name) {
        return node.mapping("properties").get(name).flatMap(this::child);
    }

    Optional<Schema> entries() {
        return node.get("additionalProperties").flatMap(this::child);
    }

    Optional<Schema> items() {
        return node.get("items").flatMap(this::child);
    }

    private Optional<Schema> child(Node child) {
        return child instanceof Mapping mapping ? Optional.of(of(all, mapping)) : Optional.empty();
    }
}
