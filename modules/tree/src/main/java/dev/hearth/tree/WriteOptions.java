package dev.hearth.tree;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How to write a tree.
 *
 * @param overwrite whether hand-edited and foreign files, and broken records, are replaced instead of refused; off by
 *     default
 * @param patience how long to wait for another run in the same directory; ten minutes by default
 * @param notices told in one line when the run waits; nobody by default
 */
public record WriteOptions(boolean overwrite, Duration patience, Consumer<String> notices) {

    private static final WriteOptions DEFAULTS = new WriteOptions(false, Duration.ofMinutes(10), notice -> {});

    public WriteOptions {
        requireNonNull(patience, "patience");
        requireNonNull(notices, "notices");
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience must not be negative, but was " + patience);
        }
    }

    /** Refuses what it did not write, and waits quietly. */
    public static WriteOptions defaults() {
        return DEFAULTS;
    }

    /** A copy that replaces hand-edited and foreign files, or does not. */
    public WriteOptions overwrite(boolean replace) {
        return new WriteOptions(replace, patience, notices);
    }

    /** A copy that waits that long for another run. */
    public WriteOptions patience(Duration wait) {
        return new WriteOptions(overwrite, wait, notices);
    }

    /** A copy that tells when it waits. */
    public WriteOptions notices(Consumer<String> listener) {
        return new WriteOptions(overwrite, patience, listener);
    }
}
