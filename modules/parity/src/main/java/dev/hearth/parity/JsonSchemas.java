package dev.hearth.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The server's schemas as the folders that other validators read: for kubeconform JSON Schema in its strict form, in which no
 * other fields are allowed and optional ones may be null; for kubectl-validate the documents as they are.
 */
final class JsonSchemas {

    /** How kubeconform is told to find them. */
    static final String LOCATION = "{{.ResourceKind}}{{.KindSuffix}}.json";

    private final Server server;

    JsonSchemas(Server server) {
        this.server = server;
    }

    /** Files such as {@code deployment-apps-v1.json}. */
    void writeStrict(Path folder, Iterable<Kind> kinds) {
        for (Kind kind : kinds) {
            Mapping schemas =
                    server.document(document(kind)).mapping("components").mapping("schemas");
            Mapping.Builder definitions = Mapping.builder();
            schemas.fields().forEach((name, schema) -> definitions.put(name, strict(schema)));
            schemas.fields().forEach((name, schema) -> {
                if (schema instanceof Mapping mapping && Kinds.isOf(kind, mapping)) {
                    Mapping root = Mapping.builder()
                            .put("$ref", "#/definitions/" + name)
                            .put("definitions", definitions.build())
                            .build();
                    write(folder.resolve(file(kind)), Json.write(root));
                }
            });
        }
    }

    private static String document(Kind kind) {
        return "/openapi/v3/" + (kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion();
    }

    private static String file(Kind kind) {
        String group = kind.group().isEmpty() ? "" : kind.group().replaceFirst("\\..*", "") + "-";
        String version = kind.apiVersion().substring(kind.apiVersion().indexOf('/') + 1);
        return kind.kind().toLowerCase(java.util.Locale.ROOT) + "-" + group + version + ".json";
    }

    /** Files such as {@code apis/apps/v1.json}. */
    void writeDocuments(Path folder, Iterable<Kind> kinds) {
        for (Kind kind : kinds) {
            String path = (kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion() + ".json";
            write(folder.resolve(path), Json.write(server.document(document(kind))));
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static Node strict(Node node) {
        if (node instanceof Sequence list) {
            return Sequence.of(list.items().stream().map(JsonSchemas::strict).toList());
        }
        if (!(node instanceof Mapping mapping)) {
            return node;
        }
        Map<String, Node> out = new LinkedHashMap<>();
        mapping.fields().forEach((name, value) -> {
            if (!name.equals("properties") && !name.equals("default") && !name.equals("format")) {
                out.put(name, strict(value));
            }
        });
        mapping.text("$ref").ifPresent(target ->
                out.put("$ref", Node.text(target.replace("#/components/schemas/", "#/definitions/"))));
        if (mapping.has("properties")) {
            out.put("properties", properties(mapping));
            out.put("additionalProperties", Node.bool(false));
        }
        return Mapping.of(out);
    }

    private static Mapping properties(Mapping schema) {
        List<String> required = schema.sequence("required").strings();
        Mapping.Builder out = Mapping.builder();
        schema.mapping("properties").fields().forEach((name, value) -> {
            Node property = strict(value);
            out.put(name, required.contains(name) ? property : orNull(property));
        });
        return out.build();
    }

    private static Node orNull(Node schema) {
        if (schema instanceof Mapping mapping && mapping.get("type").orElse(Null.NULL) instanceof Text type) {
            Node known = mapping.get("enum").orElse(Null.NULL);
            Mapping typed = mapping.with("type", Node.texts(type.value(), "null"));
            return known instanceof Sequence list ? typed.with("enum", plusNull(list)) : typed;
        }
        return Mapping.of("oneOf", Node.list(schema, Mapping.of("type", Node.text("null"))));
    }

    private static Sequence plusNull(Sequence list) {
        List<Node> items = new ArrayList<>(list.items());
        items.add(Null.NULL);
        return Sequence.of(items);
    }
}
