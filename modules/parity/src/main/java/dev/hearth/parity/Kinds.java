package dev.hearth.parity;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The kinds that the server lets anybody apply, and their schemas. */
final class Kinds {

    private final Server server;
    private final Map<Kind, Mapping> definitions = new TreeMap<>();
    private final Map<String, Mapping> documents = new HashMap<>();

    Kinds(Server server, List<Manifest> definitions) {
        this.server = server;
        for (Manifest definition : definitions) {
            Mapping spec = definition.spec();
            for (Mapping version : spec.sequence("versions").mappings()) {
                if (version.isTrue("served")) {
                    this.definitions.put(
                            kind(spec, version), version.mapping("schema").mapping("openAPIV3Schema"));
                }
            }
        }
    }

    private static Kind kind(Mapping spec, Mapping version) {
        return new Kind(
                spec.text("group").orElseThrow() + "/" + version.text("name").orElseThrow(),
                spec.mapping("names").text("kind").orElseThrow(),
                spec.text("scope").orElse("").equals("Namespaced"),
                false);
    }

    /** Those of the definitions, sorted. */
    Set<Kind> custom() {
        return definitions.keySet();
    }

    /** Those of Kubernetes itself, sorted. */
    Set<Kind> builtIn() {
        Set<Kind> kinds = new TreeSet<>();
        kinds.addAll(served("/api/v1", "v1"));
        for (Mapping group : server.document("/apis").sequence("groups").mappings()) {
            for (Mapping version : group.sequence("versions").mappings()) {
                String apiVersion = version.text("groupVersion").orElseThrow();
                kinds.addAll(served("/apis/" + apiVersion, apiVersion));
            }
        }
        return kinds;
    }

    private List<Kind> served(String path, String apiVersion) {
        List<Kind> kinds = new ArrayList<>();
        for (Mapping resource : server.document(path).sequence("resources").mappings()) {
            boolean applied = resource.sequence("verbs").items().contains(new Text("patch"));
            if (applied && !resource.text("name").orElse("").contains("/")) {
                kinds.add(
                        new Kind(apiVersion, resource.text("kind").orElseThrow(), resource.isTrue("namespaced"), true));
            }
        }
        return kinds;
    }

    Optional<Schema> schema(Kind kind) {
        Mapping defined = definitions.get(kind);
        if (defined != null) {
            return Optional.of(Schema.of(Mapping.empty(), complete(defined)));
        }
        String path = "/openapi/v3/" + (kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion();
        Mapping schemas = documents
                .computeIfAbsent(path, server::document)
                .mapping("components")
                .mapping("schemas");
        return schemas.fields().values().stream()
                .filter(schema -> schema instanceof Mapping mapping && isOf(kind, mapping))
                .findFirst()
                .map(schema -> Schema.of(schemas, (Mapping) schema));
    }

    static boolean isOf(Kind kind, Mapping schema) {
        return schema.sequence("x-kubernetes-group-version-kind").mappings().stream()
                .anyMatch(one -> one.text("group").orElse("").equals(kind.group())
                        && kind.apiVersion().endsWith(one.text("version").orElse("-"))
                        && one.text("kind").orElse("").equals(kind.kind()));
    }

    /** A definition's schema says nothing of metadata; and what is made from it needs none of its status. */
    private static Mapping complete(Mapping schema) {
        Mapping properties = schema.mapping("properties")
                .without("status")
                .without("apiVersion")
                .without("kind");
        Mapping text = Mapping.of("type", Node.text("string"));
        Mapping texts = Mapping.builder()
                .put("type", "object")
                .put("additionalProperties", text)
                .build();
        Mapping metadata = Mapping.builder()
                .put("type", "object")
                .put(
                        "properties",
                        Mapping.builder()
                                .put("name", text)
                                .put("namespace", text)
                                .put("labels", texts)
                                .put("annotations", texts)
                                .build())
                .build();
        return schema.with("properties", properties.with("metadata", metadata));
    }
}
