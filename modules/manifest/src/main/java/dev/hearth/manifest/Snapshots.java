package dev.hearth.manifest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * Turns fabric8's typed objects, and those of own classes, into manifests and back.
 *
 * <pre>{@code
 * Manifest service = Snapshots.of(new ServiceBuilder()....build());
 * Manifest scaled = Snapshots.patch(manifest, Deployment.class, deployment -> {
 *     deployment.getSpec().setReplicas(3);
 *     return deployment;
 * });
 * }</pre>
 *
 * <p>A snapshot has {@code apiVersion}, {@code kind} and {@code metadata} first, then the fields in the order of the
 * class; entries of maps are sorted by key. What a class does not write cannot be seen: fabric8's classes leave out
 * what is null and empty lists and maps, so in them an empty list is the same as none. Own classes decide by
 * {@code @JsonInclude}; without one everything is written, nulls too.
 */
public final class Snapshots {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // Fields that a class does not know stay in the manifest: only what a patch changes is taken over.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Snapshots() {}

    /**
     * The object as a manifest.
     *
     * @throws IllegalArgumentException where it cannot be written as JSON, or has no kind, API version or name
     */
    public static Manifest of(HasMetadata object) {
        return Manifest.of(mapping(object));
    }

    /**
     * Any typed part of an object, such as a fabric8 {@code PodSpec}, as nodes.
     *
     * @throws IllegalArgumentException where it cannot be written as JSON, or is no mapping there
     */
    public static Mapping mapping(Object object) {
        requireNonNull(object, "object");
        if (node(object) instanceof Mapping mapping) {
            return ordered(mapping);
        }
        throw new IllegalArgumentException("an object with fields was expected, but "
                + object.getClass().getName() + " is written as another JSON value; give a bean, a record or a map");
    }

    private static Node node(Object object) {
        try (NodeGenerator nodes = new NodeGenerator(MAPPER)) {
            MAPPER.writeValue(nodes, object);
            return nodes.node();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "an object of " + object.getClass().getName() + " cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    private static Mapping ordered(Mapping mapping) {
        Mapping.Builder out = Mapping.builder();
        for (String name : new String[] {"apiVersion", "kind", "metadata"}) {
            out.put(name, mapping.get(name));
        }
        mapping.fields().forEach((name, value) -> {
            if (!name.equals("apiVersion") && !name.equals("kind") && !name.equals("metadata")) {
                out.put(name, value);
            }
        });
        return out.build();
    }

    /**
     * The manifest as an object of that class. What the class has no field for is lost, unless it keeps additional
     * properties as fabric8's classes do.
     *
     * @throws IllegalArgumentException where the class is of another kind, or a field does not fit its type
     */
    public static <T> T to(Manifest manifest, Class<T> type) {
        expectKind(manifest, type);
        try {
            return MAPPER.readValue(Json.write(manifest.root()), type);
        } catch (JsonMappingException e) {
            String where = fieldPath(e).toString();
            throw new IllegalArgumentException(
                    manifest + " cannot be read as " + type.getSimpleName() + ": " + e.getOriginalMessage()
                            + (where.isEmpty() ? "" : " at " + where) + "; correct the field's type",
                    e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    manifest + " cannot be read as " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    private static FieldPath fieldPath(JsonMappingException e) {
        FieldPath path = FieldPath.root();
        for (JsonMappingException.Reference step : e.getPath()) {
            path = step.getFieldName() == null ? path.index(step.getIndex()) : path.field(step.getFieldName());
        }
        return path;
    }

    private static void expectKind(Manifest manifest, Class<?> type) {
        if (!HasMetadata.class.isAssignableFrom(type)) {
            return;
        }
        String apiVersion = HasMetadata.getApiVersion(type);
        String kind = HasMetadata.getKind(type);
        boolean generic = apiVersion == null;
        if (!generic
                && !(manifest.apiVersion().equals(apiVersion) && manifest.kind().equals(kind))) {
            throw new IllegalArgumentException(manifest + " is of " + manifest.apiVersion() + " " + manifest.kind()
                    + ", not of " + apiVersion + " " + kind + "; use the class of its kind");
        }
    }

    /**
     * A copy of the manifest with what the change changed in the typed object, and nothing else: unknown fields, empty
     * lists, nulls and the order of fields stay as they were.
     *
     * @param change gives back the changed object, which may be the one it was given
     * @throws IllegalArgumentException as {@link #to} does, or where the change makes it another kind of thing
     */
    public static <T> Manifest patch(Manifest manifest, Class<T> type, UnaryOperator<T> change) {
        T object = to(manifest, type);
        Node before = node(object);
        T changed = requireNonNull(change.apply(object), "the change must give back an object");
        Node after = node(changed);
        Node merged = Change.between(before, after).applyTo(manifest.root());
        return manifest.with((Mapping) merged);
    }
}
