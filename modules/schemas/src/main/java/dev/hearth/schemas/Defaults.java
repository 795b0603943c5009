package dev.hearth.schemas;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the defaults of a schema where nothing is given, or a null that may not be.
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

    private static Node value(Node node, Structure structure) {
        if (node instanceof Mapping mapping) {
            return mapping(mapping, structure);
        }
        Structure items = structure.items().orElse(null);
        if (node instanceof Sequence sequence && items != null) {
            return sequence(sequence, items);
        }
        return node;
    }

    private static Mapping mapping(Mapping mapping, Structure structure) {
        Map<String, Node> changed = null;
        for (Map.Entry<String, Structure> property : structure.properties().entrySet()) {
            String name = property.getKey();
            Node before = mapping.fields().get(name);
            Node after = given(before, property.getValue());
            if (after != null && after != before) {
                changed = changed == null ? new LinkedHashMap<>(mapping.fields()) : changed;
                changed.put(name, after);
            }
        }
        Structure additional = structure.additional().orElse(null);
        if (additional != null) {
            for (Map.Entry<String, Node> entry : mapping.fields().entrySet()) {
                Node after = given(entry.getValue(), additional);
                if (after != null
                        && after != entry.getValue()
                        && !structure.properties().containsKey(entry.getKey())) {
                    changed = changed == null ? new LinkedHashMap<>(mapping.fields()) : changed;
                    changed.put(entry.getKey(), after);
                }
            }
        }
        return changed == null ? mapping : Mapping.of(changed);
    }

    private static @Nullable Node given(@Nullable Node before, Structure structure) {
        boolean absent = before == null || (before == Null.NULL && !structure.nullable());
        Optional<Node> standard = absent ? structure.defaultValue() : Optional.empty();
        Node node = standard.isPresent() ? standard.get() : before;
        return node == null ? null : value(node, structure);
    }

    private static Sequence sequence(Sequence sequence, Structure items) {
        boolean changed = false;
        ImmutableList.Builder<Node> all = ImmutableList.builderWithExpectedSize(sequence.size());
        for (Node before : sequence) {
            Node after = given(before, items);
            Node item = after == null ? before : after;
            changed |= item != before;
            all.add(item);
        }
        return changed ? new Sequence(all.build()) : sequence;
    }
}
