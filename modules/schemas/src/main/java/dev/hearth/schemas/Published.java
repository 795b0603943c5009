package dev.hearth.schemas;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The definitions that one version of Kubernetes publishes, and the kinds that are made of them. */
final class Published {

    /** The definition of the metadata that every object has. */
    static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private final Map<String, Mapping> definitions = new TreeMap<>();

    /** Adds the definitions of an OpenAPI document. */
    void add(Mapping document) {
        document.mapping("components").mapping("schemas").fields().forEach((name, schema) -> {
            if (schema instanceof Mapping mapping) {
                definitions.put(name, mapping);
            }
        });
    }

    /** The name of the definition of a kind, which says itself which kinds it is of; empty where there is none. */
    Map<String, String> definitionsByKind() {
        Map<String, String> byKind = new TreeMap<>();
        definitions.forEach((name, schema) -> {
            List<Mapping> kinds =
                    schema.sequence("x-kubernetes-group-version-kind").mappings();
            if (kinds.size() == 1) {
                byKind.put(key(kinds.get(0)), name);
            }
        });
        return byKind;
    }

    private static String key(Mapping kind) {
        return key(
                kind.text("group").orElse(""),
                kind.text("version").orElse(""),
                kind.text("kind").orElse(""));
    }

    static String key(String group, String version, String kind) {
        return group + "/" + version + "/" + kind;
    }

    /** Writes the kinds, with every definition that they need. */
    void write(SchemaWriter to, int minor, List<KindEntry> kinds) {
        kinds.forEach(kind -> to.kind(minor, kind));
        Set<String> done = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(ImmutableList.of(OBJECT_META));
        kinds.forEach(kind -> open.add(kind.definition()));
        while (!open.isEmpty()) {
            String name = open.poll();
            if (done.add(name)) {
                Mapping schema = Compact.builtIn(name, definition(name));
                to.schema(minor, name, schema);
                references(schema, open::add);
            }
        }
    }

    private Mapping definition(String name) {
        Mapping definition = definitions.get(name);
        if (definition == null) {
            throw new IllegalArgumentException("the OpenAPI documents refer to " + name + ", but do not define it");
        }
        return definition;
    }

    private static void references(Node node, Consumer<String> to) {
        if (node instanceof Mapping mapping) {
            mapping.fields().forEach((name, value) -> {
                if (name.equals("$ref") && value instanceof Text reference) {
                    to.accept(reference.value());
                } else {
                    references(value, to);
                }
            });
        } else if (node instanceof Sequence sequence) {
            sequence.forEach(item -> references(item, to));
        }
    }
}
