package dev.hearth.manifest;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;

/**
 * One value of a manifest: a {@link Mapping}, a {@link Sequence} or one of the four scalars of JSON.
 *
 * <p>Nodes are immutable and compare by content; the order of a mapping's keys is kept for reading but is no part of
 * its content, as in JSON.
 */
public sealed interface Node permits Mapping, Sequence, Text, Numeral, Bool, Null {

    /** A string. */
    static Text text(String value) {
        return new Text(value);
    }

    /** A whole number. */
    static Numeral number(long value) {
        return new Numeral(BigDecimal.valueOf(value));
    }

    /** {@code true} or {@code false}. */
    static Bool bool(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    /** A list of the given nodes. */
    static Sequence list(Node... items) {
        return Sequence.of(Arrays.asList(items));
    }

    /** A list of strings. */
    static Sequence texts(String... items) {
        return texts(Arrays.asList(items));
    }

    /** A list of strings, in the collection's own order. */
    static Sequence texts(Collection<String> items) {
        return Sequence.of(items.stream().map(Node::text).toList());
    }
}
