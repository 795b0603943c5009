package dev.hearth.platform.security;

import java.util.Locale;

/** How bad an event is, as Falco has it, from worst to least. */
public enum FalcoPriority {
    EMERGENCY,
    ALERT,
    CRITICAL,
    ERROR,
    WARNING,
    NOTICE,
    INFORMATIONAL,
    DEBUG;

    /** As written in rules and settings. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
