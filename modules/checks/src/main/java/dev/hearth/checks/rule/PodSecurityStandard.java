package dev.hearth.checks.rule;

import static java.util.Objects.requireNonNull;

import dev.hearth.manifest.KubernetesVersion;
import java.util.Locale;

/**
 * A level of the Pod Security Standards, as one version of Kubernetes defines it.
 *
 * @param level how strict
 * @param version the version whose definition counts
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>
 */
public record PodSecurityStandard(Level level, KubernetesVersion version) {

    /** How strict, from open to strict. */
    public enum Level {
        PRIVILEGED,
        BASELINE,
        RESTRICTED;

        /** As in the label of a Namespace. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PodSecurityStandard {
        requireNonNull(level, "level");
        requireNonNull(version, "version");
    }
}
