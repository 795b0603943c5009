package dev.hearth.manifest;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The difference between two states of a typed object, to be applied to the manifest it was read from, which may hold
 * more than the type can.
 */
record Change(Node before, Node after) {

    static Change between(Node before, Node after) {
        return new Change(before, after);
    }

    Node applyTo(Node original) {
        if (before.equals(after)) {
            return original;
        }
        if (original instanceof Mapping from && before instanceof Mapping old && after instanceof Mapping changed) {
            return fields(from, old, changed);
        }
        if (original instanceof Sequence from
                && before instanceof Sequence old
                && after instanceof Sequence changed
                && from.size() == old.size()) {
            return items(from, old, changed);
        }
        return after;
    }

    private static Mapping fields(Mapping original, Mapping before, Mapping after) {
        Map<String, Node> fields = new LinkedHashMap<>(original.fields());
        for (String name : before.fields().keySet()) {
            if (!after.has(name)) {
                fields.remove(name);
            }
        }
        after.fields().forEach((name, value) -> {
            Node old = before.fields().get(name);
            Node from = original.fields().get(name);
            if (old == null || from == null) {
                if (!value.equals(old)) {
                    fields.put(name, value);
                }
            } else {
                fields.put(name, new Change(old, value).applyTo(from));
            }
        });
        return Mapping.of(fields);
    }

    private static Sequence items(Sequence original, Sequence before, Sequence after) {
        List<Node> items = new ArrayList<>();
        for (int index = 0; index < after.size(); index++) {
            Node item = after.items().get(index);
            int old = counterpart(before, after, index);
            items.add(
                    old < 0
                            ? item
                            : new Change(before.items().get(old), item)
                                    .applyTo(original.items().get(old)));
        }
        return Sequence.of(ImmutableList.copyOf(items));
    }

    /** Which earlier item this one is: the one of its name, or else of its place in a list of the same length. */
    private static int counterpart(Sequence before, Sequence after, int index) {
        if (named(before) && named(after)) {
            Optional<String> name = name(after.items().get(index));
            for (int old = 0; old < before.size(); old++) {
                if (name(before.items().get(old)).equals(name)) {
                    return old;
                }
            }
            return -1;
        }
        int same = before.items().indexOf(after.items().get(index));
        return same >= 0 ? same : before.size() == after.size() ? index : -1;
    }

    private static boolean named(Sequence list) {
        Set<String> names = new HashSet<>();
        return list.items().stream()
                .allMatch(item -> name(item).filter(names::add).isPresent());
    }

    private static Optional<String> name(Node item) {
        return item instanceof Mapping mapping ? mapping.text("name") : Optional.empty();
    }
}
