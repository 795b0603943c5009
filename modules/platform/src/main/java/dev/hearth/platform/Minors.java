package dev.hearth.platform;

import dev.hearth.manifest.KubernetesVersion;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Minor versions of Kubernetes, one after the other: {@code 1.31-1.35}, {@code 1.34+}.
 *
 * @param first the first, as the number behind {@code 1.}
 * @param last the last
 */
record Minors(int first, int last) {

    static final Minors ALL = new Minors(0, Integer.MAX_VALUE);

    private static final Pattern FORM = Pattern.compile("1\\.(\\d+)(?:-1\\.(\\d+)|(\\+))");

    /**
     * The written form.
     *
     * @throws IllegalArgumentException otherwise
     */
    static Minors parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' names no versions of Kubernetes; write 1.31-1.35 or 1.34+");
        }
        int first = Integer.parseInt(form.group(1));
        return new Minors(first, form.group(3) == null ? Integer.parseInt(form.group(2)) : Integer.MAX_VALUE);
    }

    boolean has(KubernetesVersion version) {
        return first <= version.minor() && version.minor() <= last;
    }

    @Override
    public String toString() {
        return last == Integer.MAX_VALUE ? "1." + first + "+" : "1." + first + "-1." + last;
    }
}
