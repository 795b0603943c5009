package dev.hearth.platform.data;

import com.google.common.collect.ImmutableList;

/**
 * What of a Redis survives the end of all its members at once.
 *
 * @see <a href="https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/">Redis persistence</a>
 */
public enum Persistence {
    /** Nothing: for a cache. */
    NONE("save \"\"", "appendonly no"),
    /** Snapshots, minutes apart while something changes. */
    SNAPSHOTS("save 3600 1 300 100 60 10000", "appendonly no"),
    /** A log of all writes, on the disk within a second. */
    EVERY_SECOND("save \"\"", "appendonly yes", "appendfsync everysec"),
    /** A log of all writes, on the disk before a write is acknowledged; slow. */
    EVERY_WRITE("save \"\"", "appendonly yes", "appendfsync always");

    private final ImmutableList<String> lines;

    Persistence(String... lines) {
        this.lines = ImmutableList.copyOf(lines);
    }

    /** The lines of {@code redis.conf}. */
    ImmutableList<String> lines() {
        return lines;
    }
}
