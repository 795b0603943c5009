package dev.hearth.schemas;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order in which the API server offers versions: stable ones first, then beta and alpha, the later one before the earlier.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority">Version
 *     priority</a>
 */
final class ApiVersions {

    private static final Pattern FORM = Pattern.compile("v(\\d{1,9})(?:(alpha|beta)(\\d{1,9}))?");

    /** Of an {@code apiVersion}; within one group. */
    static final Comparator<String> PRIORITY = Comparator.<String, Rank>comparing(
                    apiVersion -> rank(apiVersion.substring(apiVersion.indexOf('/') + 1)))
            .thenComparing(Comparator.naturalOrder());

    private ApiVersions() {}

    private record Rank(int stage, int major, int minor) implements Comparable<Rank> {

        private static final Comparator<Rank> ORDER = Comparator.comparingInt(Rank::stage)
                .thenComparing(Comparator.comparingInt(Rank::major).reversed())
                .thenComparing(Comparator.comparingInt(Rank::minor).reversed());

        @Override
        public int compareTo(Rank other) {
            return ORDER.compare(this, other);
        }
    }

    private static Rank rank(String version) {
        Matcher form = FORM.matcher(version);
        if (!form.matches()) {
            return new Rank(3, 0, 0);
        }
        int major = Integer.parseInt(form.group(1));
        if (form.group(2) == null) {
            return new Rank(0, major, 0);
        }
        return new Rank(form.group(2).equals("beta") ? 1 : 2, major, Integer.parseInt(form.group(3)));
    }
}
