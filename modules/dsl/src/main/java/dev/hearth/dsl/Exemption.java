package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

/**
 * A default that a component does without, and why; every report lists it.
 *
 * @param what what it does without, such as {@code read-only root file system}
 * @param subject what it is about, such as {@code Deployment grafana}
 * @param reason why
 */
public record Exemption(String what, String subject, String reason) {

    public Exemption {
        requireNonNull(what, "what");
        requireNonNull(subject, "subject");
        if (reason.isBlank()) {
            throw new IllegalArgumentException("an exemption from " + what + " needs a reason");
        }
    }
}
