package dev.hearth.dsl.monitor;

import java.util.Locale;

/** How bad what an alert tells of is; the label {@code severity}. */
public enum Severity {
    /** Somebody must act now. */
    CRITICAL,
    /** Somebody must act soon. */
    WARNING,
    /** Somebody may want to know. */
    INFO,
    /** It fires for machines only. */
    NONE;

    /** As written in the label. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
