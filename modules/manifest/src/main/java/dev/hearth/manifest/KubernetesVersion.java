package dev.hearth.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A minor version of Kubernetes, 1.28 or later.
 *
 * @param minor the second number
 */
public record KubernetesVersion(int minor) implements Comparable<KubernetesVersion> {

    private static final Pattern FORM = Pattern.compile("v?1\\.(\\d{1,3})(\\.\\d+)?");
    private static final int OLDEST = 28;

    public KubernetesVersion {
        if (minor < OLDEST) {
            throw new IllegalArgumentException("Kubernetes must be 1." + OLDEST + " or later, but was 1." + minor);
        }
    }

    /**
     * The written form {@code 1.35}; a patch number is read over.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static KubernetesVersion parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no version of Kubernetes; write for example 1.35");
        }
        return new KubernetesVersion(Integer.parseInt(form.group(1)));
    }

    /** Whether it is that minor version or a later one. */
    public boolean atLeast(int other) {
        return minor >= other;
    }

    @Override
    public int compareTo(KubernetesVersion other) {
        return Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return "1." + minor;
    }
}
