package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

/**
 * The Pod Security Standard that a namespace enforces, with the reason for anything below {@code restricted}.
 *
 * @param level what the namespace enforces
 * @param reason why it is not {@code restricted}; empty where it is
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>
 */
public record PodSecurity(Level level, String reason) {

    /** From strict to open. */
    public enum Level {
        RESTRICTED("restricted"),
        BASELINE("baseline"),
        PRIVILEGED("privileged");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** As written in the namespace's label. */
        public String word() {
            return word;
        }
    }

    public PodSecurity {
        requireNonNull(level, "level");
        if (level != Level.RESTRICTED && reason.isBlank()) {
            throw new IllegalArgumentException("Pod Security " + level.word() + " needs a reason");
        }
    }

    /** The strictest standard. */
    public static PodSecurity restricted() {
        return new PodSecurity(Level.RESTRICTED, "");
    }

    /** The middle standard, and why. */
    public static PodSecurity baseline(String reason) {
        return new PodSecurity(Level.BASELINE, reason);
    }

    /** No standard, and why. */
    public static PodSecurity privileged(String reason) {
        return new PodSecurity(Level.PRIVILEGED, reason);
    }
}
