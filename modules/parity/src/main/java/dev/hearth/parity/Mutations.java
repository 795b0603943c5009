package dev.hearth.parity;

import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Every single change of one object: each field left out, of other types and values, and the fields it could have besides. */
final class Mutations {

    private static final List<String> KEYS = List.of(
            "",
            "UPPER",
            "a b",
            "-a",
            "a_b",
            "a.b",
            "a/b",
            "a/b/c",
            "/a",
            "a/",
            "ü",
            "A.b/c",
            "a..b/c",
            "kubernetes.io/x");

    /** Fields that the server writes itself: what it says of them is about what it has stored. */
    private static final Set<String> SYSTEM =
            Set.of("uid", "resourceVersion", "managedFields", "selfLink", "generation");

    private final Kind kind;
    private final String seed;
    private final List<Mutant> mutants = new ArrayList<>();

    private Mutations(Kind kind, String seed) {
        this.kind = kind;
        this.seed = seed;
    }

    /** The seed itself first, then all its changes, in the order of its fields. */
    static List<Mutant> of(Kind kind, String seed, Mapping object, Optional<Schema> schema) {
        Mutations mutations = new Mutations(kind, seed);
        mutations.add("-", FieldPath.root(), object);
        mutations.inside(new Place(FieldPath.root(), "", object, schema, node -> (Mapping) node));
        if (seed.equals("seed 1") || seed.equals("made 0")) {
            mutations.apiVersions(object);
        }
        return mutations.mutants;
    }

    private record Place(
            FieldPath path, String name, Node value, Optional<Schema> schema, Function<Node, Mapping> put) {

        Place field(Mapping mapping, String field) {
            Optional<Schema> below = schema.flatMap(here -> here.property(field).or(here::entries));
            return new Place(
                    path.field(field),
                    field,
                    mapping.get(field).orElseThrow(),
                    below,
                    value -> put.apply(mapping.with(field, value)));
        }

        Place item(Sequence list, int index) {
            return new Place(
                    path.index(index),
                    name,
                    list.items().get(index),
                    schema.flatMap(Schema::items),
                    value -> put.apply(replaced(list, index, value)));
        }

        private static Sequence replaced(Sequence list, int index, Node value) {
            List<Node> items = new ArrayList<>(list.items());
            items.set(index, value);
            return Sequence.of(items);
        }
    }

    private void add(String change, FieldPath path, Mapping object) {
        mutants.add(new Mutant(kind, seed, change, path.toString(), object));
    }

    private void apiVersions(Mapping object) {
        String version = kind.apiVersion();
        for (String other :
                List.of(version + "beta9", version.toUpperCase(java.util.Locale.ROOT), "example.com/" + version, "")) {
            add("apiVersion '" + other + "'", FieldPath.of("apiVersion"), object.with("apiVersion", Node.text(other)));
        }
        add("other kind", FieldPath.of("kind"), object.with("kind", Node.text(kind.kind() + "x")));
        add(
                "kind in lower case",
                FieldPath.of("kind"),
                object.with("kind", Node.text(kind.kind().toLowerCase(java.util.Locale.ROOT))));
    }

    private void place(Place place) {
        for (Map.Entry<String, Node> value :
                Values.instead(place.value(), place.name(), place.schema()).entrySet()) {
            add(value.getKey(), place.path(), place.put().apply(value.getValue()));
        }
        inside(place);
    }

    private void inside(Place place) {
        if (place.value() instanceof Mapping mapping) {
            mapping(place, mapping);
        } else if (place.value() instanceof Sequence list) {
            for (int index = 0; index < list.size(); index++) {
                place(place.item(list, index));
            }
        }
    }

    private void mapping(Place place, Mapping mapping) {
        boolean typed =
                place.schema().map(known -> !known.properties().isEmpty()).orElse(true);
        if (typed) {
            add(
                    "unknown field",
                    place.path().field("unknownField"),
                    place.put().apply(mapping.with("unknownField", Node.text("x"))));
            further(place, mapping);
        } else {
            keys(place, mapping);
        }
        for (String field : mapping.fields().keySet()) {
            if (place.path().steps().isEmpty() && (field.equals("apiVersion") || field.equals("kind"))) {
                continue;
            }
            add("removed", place.path().field(field), place.put().apply(mapping.without(field)));
            place(place.field(mapping, field));
        }
    }

    /** The fields that the object does not have but could: so come members of a union that exclude each other. */
    private void further(Place place, Mapping mapping) {
        if (place.schema().isEmpty()) {
            return;
        }
        Schema schema = place.schema().get();
        for (String property : schema.properties()) {
            Optional<Schema> below = schema.property(property);
            if (mapping.has(property) || below.isEmpty() || SYSTEM.contains(property)) {
                continue;
            }
            FieldPath path = place.path().field(property);
            Node value = Samples.minimal(below.get(), property);
            add("added", path, place.put().apply(mapping.with(property, value)));
            if (path.toString().equals("status")) {
                continue;
            }
            if (value instanceof Mapping) {
                add("added empty", path, place.put().apply(mapping.with(property, Mapping.empty())));
            } else if (value instanceof Sequence) {
                add("added empty", path, place.put().apply(mapping.with(property, Sequence.empty())));
            }
            for (Map.Entry<String, Node> other :
                    Values.instead(value, property, below).entrySet()) {
                add("added " + other.getKey(), path, place.put().apply(mapping.with(property, other.getValue())));
            }
        }
    }

    private void keys(Place place, Mapping mapping) {
        if (mapping.isEmpty()) {
            return;
        }
        Node value = mapping.fields().values().iterator().next();
        for (String key : KEYS) {
            add("key '" + key + "'", place.path(), place.put().apply(mapping.with(key, value)));
        }
        for (int length : new int[] {63, 64, 253, 254}) {
            add(
                    length + " characters of key",
                    place.path(),
                    place.put().apply(mapping.with("k".repeat(length), value)));
        }
        add("254 characters of prefix", place.path(), place.put().apply(mapping.with("p".repeat(254) + "/a", value)));
    }
}
