package dev.hearth.schemas;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
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

    private static final ImmutableSet<Node> EMPTY =
            ImmutableSet.of(Mapping.empty(), Node.text(""), Node.number(0), Node.bool(false));

    private final Mapping source;
    private final Function<String, Structure> definitions;
    private final Shape shape;
    private final ImmutableList<String> keys;
    private final Items listType;
    private final boolean preserves;
    private final boolean custom;
    // Definitions are large, and most objects use little of them.
    private final Lazy<Parts> parts;
    private @Nullable Structure resolved;

    private Structure(
            Mapping source, Function<String, Structure> definitions, boolean openAbove, boolean whole, boolean custom) {
        this.source = source;
        this.definitions = definitions;
        this.shape = Shape.of(source);
        this.keys = keys(source);
        this.listType = listType(source);
        this.preserves = openAbove || source.isTrue("x-kubernetes-preserve-unknown-fields");
        this.custom = custom;
        this.parts = Lazy.of(() -> parts(whole));
    }

    /** What stands below. */
    private record Parts(
            ImmutableMap<String, Structure> properties,
            @Nullable Structure items,
            @Nullable Structure additional,
            boolean open,
            ImmutableMap<String, Node> standards) {}

    private Parts parts(boolean whole) {
        Map<String, Structure> fields = new LinkedHashMap<>();
        source.mapping("properties").fields().forEach((name, node) -> {
            if (node instanceof Mapping schema) {
                fields.put(name, new Structure(schema, definitions, preserves, false, custom));
            }
        });
        if (whole || source.isTrue("x-kubernetes-embedded-resource")) {
            OBJECT_FIELDS.forEach(
                    (name, schema) -> fields.put(name, new Structure(schema, definitions, false, false, custom)));
        }
        return new Parts(
                ImmutableMap.copyOf(fields),
                child("items"),
                child("additionalProperties"),
                preserves || source.isTrue("additionalProperties") || isFreeForm(source, fields.isEmpty()),
                standards(fields));
    }

    private @Nullable Structure child(String name) {
        return source.get(name).orElse(null) instanceof Mapping schema
                ? new Structure(schema, definitions, preserves, false, custom)
                : null;
    }

    /**
     * The structure that a schema describes.
     *
     * @param definitions finds what a reference names
     */
    static Structure of(Mapping schema, Function<String, Structure> definitions) {
        return new Structure(schema, definitions, false, false, false);
    }

    /**
     * The structure of a custom resource; it has the metadata that every object has, whatever its schema says of them.
     *
     * @param metadata what those are
     */
    static Structure ofCustom(Mapping schema, Structure metadata) {
        return new Structure(schema, name -> metadata, false, true, true);
    }

    private static ImmutableMap<String, Node> standards(Map<String, Structure> properties) {
        ImmutableMap.Builder<String, Node> standards = ImmutableMap.builder();
        properties.forEach((name, property) -> property.standard().ifPresent(value -> standards.put(name, value)));
        return standards.buildOrThrow();
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
        return parts.get().properties();
    }

    /** What a field of that name must be; empty where nothing is said of it. */
    Optional<Structure> property(String name) {
        Parts below = parts.get();
        Structure property = below.properties().get(name);
        return Optional.ofNullable(property == null ? below.additional() : property);
    }

    /** What the items of a list are. */
    Optional<Structure> items() {
        return Optional.ofNullable(parts.get().items());
    }

    /** What the values of a map are. */
    Optional<Structure> additional() {
        return Optional.ofNullable(parts.get().additional());
    }

    /** Whether fields are allowed of which the schema does not know. */
    boolean open() {
        return parts.get().open();
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

    /** The value that counts where none is given. */
    Optional<Node> defaultValue() {
        return source.get("default");
    }

    /** The value to put where none is given; what Go's types are without a value is nothing to put. */
    Optional<Node> standard() {
        return defaultValue().filter(value -> custom || !EMPTY.contains(value));
    }

    /** The values to put where fields are absent. */
    ImmutableMap<String, Node> standards() {
        return parts.get().standards();
    }

    /** Whether the API server cuts a number to the bits of its field; of custom resources it keeps what is written. */
    boolean cutsNumbers() {
        return !custom;
    }

    @Override
    public String toString() {
        return source.get("$ref").map(ref -> ((Text) ref).value()).orElseGet(shape::toString);
    }
}
