package dev.hearth.manifest;

import com.google.common.collect.ImmutableList;
import java.util.Iterator;
import java.util.List;

/** A list of nodes. */
public record Sequence(ImmutableList<Node> items) implements Node, Iterable<Node> {

    private static final Sequence EMPTY = new Sequence(ImmutableList.of());

    /** The list without items, written {@code []}. */
    public static Sequence empty() {
        return EMPTY;
    }

    /** A list of the given nodes, copied. */
    public static Sequence of(List<? extends Node> items) {
        return items.isEmpty() ? EMPTY : new Sequence(ImmutableList.copyOf(items));
    }

    /** How many items. */
    public int size() {
        return items.size();
    }

    /** Whether there is no item. */
    public boolean isEmpty() {
        return items.isEmpty();
    }

    /** The items that are mappings, in order; others are passed over. */
    public List<Mapping> mappings() {
        return items.stream()
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .toList();
    }

    /** The items that are strings, in order; others are passed over. */
    public List<String> strings() {
        return items.stream()
                .filter(Text.class::isInstance)
                .map(item -> ((Text) item).value())
                .toList();
    }

    @Override
    public Iterator<Node> iterator() {
        return items.iterator();
    }
}
