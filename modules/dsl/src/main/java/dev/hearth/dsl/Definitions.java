package dev.hearth.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes definitions of custom resources from their classes. */
final class Definitions {

    private static final Mapping ANY_OBJECT = Mapping.of("type", Node.text("object"));

    private Definitions() {}

    /** A definition for each kind among those classes, sorted by name; a class for each version of it. */
    static ImmutableList<Manifest> of(Collection<? extends Class<? extends CustomResource<?, ?>>> kinds) {
        kinds.forEach(Definitions::check);
        return generated(kinds).stream()
                .flatMap(text -> Yaml.read(text, "generated definition").stream())
                .map(Definitions::completed)
                .sorted(Comparator.comparing(Manifest::name))
                .collect(ImmutableList.toImmutableList());
    }

    private static void check(Class<? extends CustomResource<?, ?>> kind) {
        if (HasMetadata.getGroup(kind) == null || HasMetadata.getVersion(kind) == null) {
            throw new IllegalArgumentException(kind.getName() + " does not say what it defines; annotate it with"
                    + " @Group(\"photos.example.org\") and @Version(\"v1\")");
        }
    }

    private static Collection<String> generated(Collection<? extends Class<? extends CustomResource<?, ?>>> kinds) {
        ObjectMapper mapper = new ObjectMapper();
        KubernetesSerialization serialization = new KubernetesSerialization(mapper, false);
        // Only now, for serialization brings its own form of a duration along.
        mapper.registerModule(new SimpleModule().addSerializer(new NoDuration()));
        try (Output output = new Output()) {
            new CRDGenerator()
                    .withObjectMapper(mapper, serialization)
                    .customResourceClasses(ImmutableList.copyOf(kinds))
                    .forCRDVersions("v1")
                    .withParallelGenerationEnabled(false)
                    .withOutput(output)
                    .generate();
            return output.texts();
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "no definition can be made of " + names(kinds) + ": "
                            + Throwables.getRootCause(e).getMessage(),
                    e);
        }
    }

    private static List<String> names(Collection<? extends Class<?>> kinds) {
        return kinds.stream().map(Class::getName).toList();
    }

    private static Manifest completed(Manifest definition) {
        Mapping spec = definition.spec();
        String kind = spec.mapping("names").text("kind").orElse(definition.name());
        List<Mapping> versions = spec.sequence("versions").mappings().stream()
                .map(version -> version.with("schema", schema(kind, version.mapping("schema"))))
                .toList();
        return definition.with(definition.root().with("spec", spec.with("versions", Sequence.of(versions))));
    }

    private static Mapping schema(String kind, Mapping schema) {
        Mapping object = (Mapping) exact(kind, schema.mapping("openAPIV3Schema"));
        // The generator never asks for the spec itself, so what must be in it could be left out with it.
        boolean specNeeded = object.mapping("properties").mapping("spec").has("required");
        return Mapping.of(
                "openAPIV3Schema", specNeeded ? object.with("required", Node.texts(List.of("spec"))) : object);
    }

    private static Node exact(String field, Node node) {
        if (node instanceof Numeral numeral) {
            return whole(numeral);
        }
        if (node instanceof Sequence sequence) {
            return Sequence.of(
                    sequence.items().stream().map(item -> exact(field, item)).toList());
        }
        if (node instanceof Mapping mapping) {
            if (mapping.mapping("additionalProperties").equals(ANY_OBJECT)) {
                if (mapping.isTrue("x-kubernetes-preserve-unknown-fields")) {
                    return mapping.without("additionalProperties");
                }
                throw new IllegalArgumentException("the map " + field
                        + " would take objects only, and drop what is in them; give its values a class with fields, or"
                        + " annotate it with @PreserveUnknownFields");
            }
            Mapping.Builder copy = Mapping.builder();
            mapping.fields().forEach((name, value) -> copy.put(name, exact(step(field, name), value)));
            return copy.build();
        }
        return node;
    }

    private static String step(String field, String name) {
        return name.equals("properties") || name.equals("additionalProperties") ? field : field + "." + name;
    }

    /** The generator writes limits such as {@code 1.0}, which the API server stores as {@code 1}. */
    private static Node whole(Numeral numeral) {
        return numeral.value().stripTrailingZeros().scale() <= 0
                ? Node.number(numeral.value().longValueExact())
                : numeral;
    }

    private static final class Output extends CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream> {

        private final Map<String, ByteArrayOutputStream> files = new TreeMap<>();

        @Override
        protected ByteArrayOutputStream createStreamFor(String name) {
            return files.computeIfAbsent(name, key -> new ByteArrayOutputStream());
        }

        List<String> texts() {
            return files.values().stream().map(file -> file.toString(UTF_8)).toList();
        }
    }

    /** The generator takes a duration for a date. */
    private static final class NoDuration extends StdSerializer<Duration> {

        private static final long serialVersionUID = 1;

        NoDuration() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.toString());
        }

        @Override
        public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type)
                throws JsonMappingException {
            throw new JsonMappingException(
                    null, "java.time.Duration has no form in a definition; use a String with @Pattern");
        }
    }
}
