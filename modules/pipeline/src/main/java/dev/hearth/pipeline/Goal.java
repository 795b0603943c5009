package dev.hearth.pipeline;

import java.util.Locale;

/** What a run is for. */
public enum Goal {
    /** Make the disk hold the tree. */
    RENDER,
    /** Say where the disk does not hold the tree, and change nothing. */
    VERIFY;

    /** {@code render} or {@code verify}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
