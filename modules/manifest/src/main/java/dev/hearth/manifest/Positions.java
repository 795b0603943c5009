package dev.hearth.manifest;

import org.jspecify.annotations.Nullable;

/**
 * Where the fields or items of one collection stand, and those of the collections in it.
 *
 * <p>A field takes eight bytes: most objects are never asked.
 */
final class Positions {

    static final Positions NONE = new Positions(new long[0], null);

    private final long[] at;
    private final Positions @Nullable [] below;

    /**
     * Keeps both arrays.
     *
     * @param at line and column of each field in the order of the collection, packed
     * @param below the positions in each field, null where it is no collection; null where none is
     */
    Positions(long[] at, Positions @Nullable [] below) {
        this.at = at;
        this.below = below;
    }

    /** Packs a line and a column that count from 1. */
    static long pack(int line, int column) {
        return (long) line << 32 | column;
    }

    static Position unpack(String file, long packed) {
        return new Position(file, (int) (packed >> 32), (int) packed);
    }

    /** How many fields. */
    int size() {
        return at.length;
    }

    /** Where the field of that index stands, packed. */
    long at(int index) {
        return at[index];
    }

    /** The positions in the field of that index. */
    Positions below(int index) {
        return below == null || below[index] == null ? NONE : below[index];
    }
}
