package dev.hearth.platform.security;

/** How bad a known fault is, as Trivy has it, from least to worst. */
public enum TrivySeverity {
    UNKNOWN,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
