package dev.hearth.schemas;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes of an object what is stored: puts the defaults of its schema where nothing is given, or a null that may not be, and
 * cuts numbers to the bits of their field.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting">Defaulting</a>
 */
final class Defaults {

    private Defaults() {}

    /** The object with its defaults; the same one where there are none to put. */
    static Mapping in(Mapping object, Structure structure) {
        return mapping(object, structure);
    }

    private static Node value(Node node, Structure reference) {
        Structure structure = reference.resolve();
        if (node instanceof Mapping mapping) {
            return mapping(mapping, structure);
        }
        Structure items = structure.items().orElse(null);
        if (node instanceof Sequence sequence) {
            return items == null ? node : sequence(sequence, items);
        }
        return structure.cutsNumbers()
                ? Scalar.wrapped(node, structure.shape())
                        .map(kept -> (Node) kept)
                        .orElse(node)
                : node;
    }

    private static Mapping mapping(Mapping mapping, Structure structure) {
        Map<String, Node> changes = new LinkedHashMap<>();
        mapping.fields().forEach((name, before) -> {
            Structure property = structure.property(name).orElse(null);
            if (property != null) {
                Node after = given(before, property);
                if (after != before) {
                    changes.put(name, after);
                }
            }
        });
        structure.standards().forEach((name, standard) -> {
            if (!mapping.has(name)) {
                changes.put(name, value(standard, structure.property(name).orElseThrow()));
            }
        });
        if (changes.isEmpty()) {
            return mapping;
        }
        Map<String, Node> all = new LinkedHashMap<>(mapping.fields());
        all.putAll(changes);
        return Mapping.of(all);
    }

    private static Node given(Node before, Structure structure) {
        Optional<Node> standard =
                before == Null.NULL && !structure.nullable() ? structure.standard() : Optional.empty();
        return value(standard.orElse(before), structure);
    }

    private static Sequence sequence(Sequence sequence, Structure items) {
        boolean changed = false;
        ImmutableList.Builder<Node> all = ImmutableList.builderWithExpectedSize(sequence.size());
        for (Node before : sequence) {
            Node after = given(before, items);
            changed |= after != before;
            all.add(after);
        }
        return changed ? new Sequence(all.build()) : sequence;
    }
}
