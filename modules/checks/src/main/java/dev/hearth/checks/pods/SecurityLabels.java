package dev.hearth.checks.pods;

import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.PodSecurityStandard.Level;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the labels of a Namespace ask of its pods.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-admission/">Pod Security Admission</a>
 */
final class SecurityLabels {

    static final String PREFIX = "pod-security.kubernetes.io/";
    private static final Pattern VERSION = Pattern.compile("v1\\.([0-9]|[1-9][0-9]{1,3})");

    private SecurityLabels() {}

    /** What admission does about a pod that is not as it should be. */
    enum Mode {
        ENFORCE("enforce"),
        WARN("warn"),
        AUDIT("audit");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        /** The label that names the level. */
        String level() {
            return PREFIX + word;
        }

        /** The label that names the version. */
        String version() {
            return PREFIX + word + "-version";
        }
    }

    /** The label of that name on a Namespace. */
    static Field label(Manifest namespace, String name) {
        return Field.of(namespace).get("metadata").get("labels").get(name);
    }

    /**
     * The policy of a Namespace in that mode; empty where it asks for none, or for none that there is. A server knows no
     * version after its own.
     */
    static Optional<SecurityPolicy> policy(Manifest namespace, Mode mode, KubernetesVersion server) {
        return level(label(namespace, mode.level()).textOrEmpty())
                .map(level -> new SecurityPolicy(level, version(namespace, mode, server)))
                .filter(policy -> !policy.open());
    }

    private static int version(Manifest namespace, Mode mode, KubernetesVersion server) {
        OptionalInt minor = version(label(namespace, mode.version()).textOrEmpty());
        return Math.min(minor.orElse(server.minor()), server.minor());
    }

    /** The level of that name. */
    static Optional<Level> level(String word) {
        return Arrays.stream(Level.values())
                .filter(level -> level.word().equals(word))
                .findFirst();
    }

    /** The second number of a version; empty for the latest one, and for what is none. */
    static OptionalInt version(String word) {
        Matcher form = VERSION.matcher(word);
        return form.matches() ? OptionalInt.of(Integer.parseInt(form.group(1))) : OptionalInt.empty();
    }
}
