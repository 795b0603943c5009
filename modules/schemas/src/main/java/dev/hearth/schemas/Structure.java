package dev.hearth.schemas;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a schema says of one value: the structural part of an OpenAPI schema, ready to walk. What only validation reads stays
 * in {@link #source()}.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">Structural
 *     schemas</a>
 */
final class Structure {

    /** How a list is merged, and so whether its items must differ. */
    enum Items {
        ATOMIC,
        SET,
        MAP
    }

    private static final Mapping TEXT = Mapping.of("type", Node.text("string"));
    private static final ImmutableMap<String, Mapping> OBJECT_FIELDS = ImmutableMap.of(
            "apiVersion", TEXT, "kind", TEXT, "metadata", Mapping.of("$ref", Node.text(Published.OBJECT_META)));

    private final Mapping source;
    private final Function<String, Structure> definitions;
    private final Shape shape;
    private final ImmutableMap<String, Structure> properties;
    private final @Nullable Structure items;
    private final @Nullable Structure additional;
    private final boolean open;
    private final ImmutableList<String> keys;
    private final Items listType;
    private @Nullable Structure resolved;

    private Structure(Mapping source, Function<String, Structure> definitions, boolean openAbove, boolean whole) {
        this.source = source;
        this.definitions = definitions;
        this.shape = Shape.of(source);
        boolean preserves = openAbove || source.isTrue("x-kubernetes-preserve-unknown-fields");
        Map<String, Structure> fields = new LinkedHashMap<>();
        source.mapping("properties").fields().forEach((name, node) -> {
            if (node instanceof Mapping schema) {
                fields.put(name, new Structure(schema, definitions, preserves, false));
            }
        });
        if (whole || source.isTrue("x-kubernetes-embedded-resource")) {
            OBJECT_FIELDS.forEach((name, schema) -> fields.put(name, new Structure(schema, definitions, false, false)));
        }
        this.properties = ImmutableMap.copyOf(fields);
        this.items = child(source, "items", definitions, preserves);
        this.additional = child(source, "additionalProperties", definitions, preserves);
        this.open = preserves || source.isTrue("additionalProperties") || isFreeForm(source, properties.isEmpty());
        this.keys = keys(source);
        this.listType = listType(source);
    }

    /**
     * The structure that a schema describes.
     *
     * @param definitions finds what a reference names
     */
    static Structure of(Mapping schema, Function<String, Structure> definitions) {
        return new Structure(schema, definitions, false, false);
    }

    /**
     * The structure of a custom resource; it has the metadata that every object has, whatever its schema says of them.
     *
     * @param metadata what those are
     */
    static Structure ofCustom(Mapping schema, Structure metadata) {
        return new Structure(schema, name -> metadata, false, true);
    }

    private static @Nullable Structure child(
            Mapping source, String name, Function<String, Structure> definitions, boolean openAbove) {
        return source.get(name).orElse(null) instanceof Mapping schema
                ? new Structure(schema, definitions, openAbove, false)
                : null;
    }

    // As in OpenAPI: an object of which nothing is said may hold anything.
    private static boolean isFreeForm(Mapping source, boolean withoutProperties) {
        return withoutProperties && !source.has("additionalProperties");
    }

    private static ImmutableList<String> keys(Mapping source) {
        if (source.has("x-kubernetes-list-type")) {
            return ImmutableList.copyOf(
                    source.sequence("x-kubernetes-list-map-keys").strings());
        }
        return source.text("x-kubernetes-patch-merge-key").stream().collect(toImmutableList());
    }

    // Lists from before list types state the same as a strategy for patches.
    private static Items listType(Mapping source) {
        Optional<String> type = source.text("x-kubernetes-list-type");
        if (type.isPresent()) {
            return switch (type.get()) {
                case "map" -> Items.MAP;
                case "set" -> Items.SET;
                default -> Items.ATOMIC;
            };
        }
        String strategy = source.text("x-kubernetes-patch-strategy").orElse("");
        if (!strategy.startsWith("merge")) {
            return Items.ATOMIC;
        }
        return source.has("x-kubernetes-patch-merge-key") ? Items.MAP : Items.SET;
    }

    /** This structure, or the one that it refers to. */
    Structure resolve() {
        if (shape != Shape.REFERENCE) {
            return this;
        }
        Structure known = resolved;
        if (known == null) {
            known = definitions.apply(source.text("$ref").orElseThrow()).resolve();
            resolved = known;
        }
        return known;
    }

    /** The schema as it is written. */
    Mapping source() {
        return source;
    }

    /** What sort of value it is. */
    Shape shape() {
        return shape;
    }

    /** The fields of an object. */
    ImmutableMap<String, Structure> properties() {
        return properties;
    }

    /** What a field of that name must be; empty where nothing is said of it. */
    Optional<Structure> property(String name) {
        Structure property = properties.get(name);
        return Optional.ofNullable(property == null ? additional : property);
    }

    /** What the items of a list are. */
    Optional<Structure> items() {
        return Optional.ofNullable(items);
    }

    /** What the values of a map are. */
    Optional<Structure> additional() {
        return Optional.ofNullable(additional);
    }

    /** Whether fields are allowed of which the schema does not know. */
    boolean open() {
        return open;
    }

    /** Whether an explicit {@code null} is a value of its own. */
    boolean nullable() {
        return source.isTrue("nullable");
    }

    /** How the list is merged. */
    Items listType() {
        return listType;
    }

    /** The fields that tell apart the items of a list. */
    ImmutableList<String> keys() {
        return keys;
    }

    /** The value where none is given. */
    Optional<Node> defaultValue() {
        return source.get("default");
    }

    @Override
    public String toString() {
        return source.get("$ref").map(ref -> ((Text) ref).value()).orElseGet(shape::toString);
    }
}
