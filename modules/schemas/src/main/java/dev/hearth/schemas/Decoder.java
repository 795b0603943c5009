package dev.hearth.schemas;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Sequence;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object as a server-side apply does: values of the types that the schema states, fields that it has, list items
 * that their keys tell apart.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side Apply</a>
 */
final class Decoder {

    private final ImmutableList.Builder<Fault> faults = ImmutableList.builder();
    private final boolean custom;

    private Decoder(boolean custom) {
        this.custom = custom;
    }

    /**
     * What is wrong with the object.
     *
     * @param custom whether its schema judges its values later
     */
    static ImmutableList<Fault> faults(Mapping object, Structure structure, boolean custom) {
        Decoder decoder = new Decoder(custom);
        decoder.value(object, structure, Trail.root());
        decoder.managedFields(object);
        return decoder.faults.build();
    }

    // They are the API server's record of an apply, so that an apply must not bring them.
    private void managedFields(Mapping object) {
        Node managed = object.mapping("metadata").get("managedFields").orElse(Null.NULL);
        if (managed != Null.NULL) {
            faults.add(new Fault(
                    FieldPath.of("metadata", "managedFields"),
                    Reason.FORBIDDEN,
                    "must not be applied, as the API server keeps it; remove it"));
        }
    }

    private void value(Node node, Structure reference, Trail at) {
        if (node == Null.NULL) {
            return;
        }
        Structure structure = reference.resolve();
        switch (structure.shape()) {
            case OBJECT -> object(node, structure, at);
            case LIST -> list(node, structure, reference, at);
            case ANY -> any(node, structure, at);
            default -> scalar(node, structure.shape(), at);
        }
    }

    private void scalar(Node node, Shape shape, Trail at) {
        Optional<String> fault = custom ? Scalar.customFault(node, shape) : Scalar.fault(node, shape);
        if (fault.isPresent()) {
            faults.add(at.fault(Reason.TYPE, fault.get()));
        } else if (!custom) {
            Scalar.wrapped(node, shape)
                    .ifPresent(kept -> faults.add(at.fault(
                            Reason.WRAPPED,
                            "has room for 32 bits: the API server makes " + Scalar.show(kept) + " of "
                                    + Scalar.show(node))));
        }
    }

    private void any(Node node, Structure structure, Trail at) {
        if (node instanceof Mapping mapping && !structure.properties().isEmpty()) {
            fields(mapping, structure, at);
        } else if (node instanceof Sequence sequence) {
            structure.items().ifPresent(items -> items(sequence, items, at));
        }
    }

    private void object(Node node, Structure structure, Trail at) {
        if (node instanceof Mapping mapping) {
            fields(mapping, structure, at);
        } else {
            mistyped(node, structure, at);
        }
    }

    private void fields(Mapping mapping, Structure structure, Trail at) {
        mapping.fields().forEach((name, child) -> {
            Optional<Structure> property = structure.property(name);
            if (property.isPresent()) {
                value(child, property.get(), at.field(name));
            } else if (!structure.open()) {
                faults.add(at.field(name).fault(Reason.UNKNOWN_FIELD, unknown(name, structure)));
            }
        });
    }

    private static String unknown(String name, Structure structure) {
        return "there is no field \"" + name + "\" here"
                + Likeness.nearest(name, structure.properties().keySet())
                        .map(nearest -> "; did you mean \"" + nearest + "\"?")
                        .orElse("");
    }

    private void list(Node node, Structure structure, Structure reference, Trail at) {
        if (!(node instanceof Sequence sequence)) {
            mistyped(node, structure, at);
            return;
        }
        Structure items = structure.items().orElse(null);
        if (items == null) {
            return;
        }
        switch (reference.listType()) {
            case MAP -> keyed(sequence, items, reference.keys(), at);
            case SET -> set(sequence, items, at);
            case ATOMIC -> items(sequence, items, at);
        }
    }

    private void items(Sequence sequence, Structure items, Trail at) {
        for (int index = 0; index < sequence.size(); index++) {
            value(sequence.items().get(index), items, at.index(index));
        }
    }

    private void set(Sequence sequence, Structure items, Trail at) {
        Set<Node> seen = new HashSet<>();
        for (int index = 0; index < sequence.size(); index++) {
            Node item = sequence.items().get(index);
            Trail here = at.index(index);
            if (item == Null.NULL) {
                faults.add(here.fault(Reason.TYPE, "an item of this list must not be null"));
                continue;
            }
            value(item, items, here);
            if (!seen.add(item)) {
                faults.add(here.fault(Reason.DUPLICATE, "the same item is in the list before"));
            }
        }
    }

    private void keyed(Sequence sequence, Structure reference, ImmutableList<String> keys, Trail at) {
        Structure items = reference.resolve();
        Set<Map<String, Node>> seen = new HashSet<>();
        for (int index = 0; index < sequence.size(); index++) {
            Node item = sequence.items().get(index);
            Trail here = at.index(index);
            if (!(item instanceof Mapping mapping)) {
                faults.add(here.fault(Reason.TYPE, "must be a mapping, but is " + Scalar.describe(item)));
                continue;
            }
            value(mapping, items, here);
            Map<String, Node> key = key(mapping, items, keys);
            if (key.isEmpty()) {
                faults.add(here.fault(
                        Reason.REQUIRED, "needs " + String.join(" or ", keys) + ", which tells the items apart"));
            } else if (!seen.add(key)) {
                faults.add(here.fault(Reason.DUPLICATE, "an item before has the same " + words(key)));
            }
        }
    }

    private static Map<String, Node> key(Mapping item, Structure items, ImmutableList<String> keys) {
        Map<String, Node> key = new HashMap<>();
        for (String name : keys) {
            Node value = item.get(name).orElseGet(() -> defaultOf(items, name));
            if (value != null) {
                key.put(name, value);
            }
        }
        return key;
    }

    private static @Nullable Node defaultOf(Structure items, String name) {
        Structure property = items.properties().get(name);
        return property == null ? null : property.defaultValue().orElse(null);
    }

    private static String words(Map<String, Node> key) {
        return key.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " " + Scalar.show(entry.getValue()))
                .reduce((first, next) -> first + " and " + next)
                .orElseThrow();
    }

    private void mistyped(Node node, Structure structure, Trail at) {
        faults.add(at.fault(Reason.TYPE, "must be " + structure.shape().words() + ", but is " + Scalar.describe(node)));
    }
}
