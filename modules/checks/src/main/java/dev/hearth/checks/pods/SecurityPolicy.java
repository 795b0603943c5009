package dev.hearth.checks.pods;

import dev.hearth.checks.rule.PodSecurityStandard;
import dev.hearth.checks.rule.PodSecurityStandard.Level;

/**
 * A level of the Pod Security Standards in any version, those before the oldest supported Kubernetes too: a label may name
 * them.
 *
 * @param level how strict
 * @param minor the second number of the version whose definition counts
 */
record SecurityPolicy(Level level, int minor) {

    static SecurityPolicy of(PodSecurityStandard standard) {
        return new SecurityPolicy(standard.level(), standard.version().minor());
    }

    boolean open() {
        return level == Level.PRIVILEGED;
    }

    boolean restricted() {
        return level == Level.RESTRICTED;
    }

    /** Whether the definition is that of this version or of a later one. */
    boolean since(int version) {
        return minor >= version;
    }

    /** As {@code --pod-security} writes it. */
    @Override
    public String toString() {
        return level.word() + ":1." + minor;
    }
}
