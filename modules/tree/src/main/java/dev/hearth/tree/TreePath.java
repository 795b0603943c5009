package dev.hearth.tree;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Locale;
import java.util.Optional;

/**
 * A relative path inside a tree, written with forward slashes, that every file system and Git can hold.
 *
 * <p>Its characters are printable ASCII without those that Windows refuses, so that neither a locale nor the way a file
 * system composes letters can change it. Paths are ordered by their characters.
 *
 * @param value for example {@code generated/home/grafana/service-grafana.yaml}
 */
public record TreePath(String value) implements Comparable<TreePath> {

    private static final String REFUSED = "\\:*?\"<>|";
    private static final int LONGEST_SEGMENT = 255;
    private static final Splitter SLASH = Splitter.on('/');
    private static final ImmutableSet<String> DEVICES = ImmutableSet.of(
            "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
            "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException where the path is absolute, leaves the tree, lies in {@code .git} or has a part
     *     that some file system refuses
     */
    public TreePath {
        requireNonNull(value, "value");
        problem(value).ifPresent(problem -> {
            throw new IllegalArgumentException("a path in a tree " + problem + ", but was \"" + visible(value) + "\"");
        });
    }

    /** The path with that text, such as {@code generated/home/grafana/service-grafana.yaml}. */
    public static TreePath of(String value) {
        return new TreePath(value);
    }

    /** The path of something below this directory. */
    public TreePath resolve(String relative) {
        return new TreePath(value + "/" + requireNonNull(relative, "relative"));
    }

    /** The directory this lies in; empty at the top of the tree. */
    public Optional<TreePath> parent() {
        int slash = value.lastIndexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(new TreePath(value.substring(0, slash)));
    }

    /** The directories above, outermost first. */
    ImmutableList<TreePath> parents() {
        ImmutableList.Builder<TreePath> out = ImmutableList.builder();
        for (int slash = value.indexOf('/'); slash >= 0; slash = value.indexOf('/', slash + 1)) {
            out.add(new TreePath(value.substring(0, slash)));
        }
        return out.build();
    }

    /** The path as a disk sees it that does not tell upper from lower case. */
    String folded() {
        return value.toLowerCase(Locale.ROOT);
    }

    /** Whether a file system of some kind keeps that name, up to its first dot, for a device. */
    static boolean namesDevice(String segment) {
        int dot = segment.indexOf('.');
        return DEVICES.contains((dot < 0 ? segment : segment.substring(0, dot)).toLowerCase(Locale.ROOT));
    }

    /** What is wrong with that text as a path, as a clause that follows "a path in a tree". */
    static Optional<String> problem(String value) {
        if (value.isEmpty()) {
            return Optional.of("must not be empty");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || REFUSED.indexOf(c) >= 0) {
                return Optional.of("must be printable ASCII without any of " + REFUSED + " (found "
                        + String.format(Locale.ROOT, "U+%04X", (int) c) + " at index " + i + ")");
            }
        }
        if (value.startsWith("/")) {
            return Optional.of("must be relative: remove the leading slash");
        }
        return SLASH.splitToStream(value)
                .map(TreePath::segmentProblem)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> segmentProblem(String segment) {
        if (segment.isEmpty()) {
            return Optional.of("must have no empty part: write one slash between two names and none at the end");
        }
        if (segment.equals(".") || segment.equals("..")) {
            return Optional.of("must not contain \"" + segment + "\": it would lead elsewhere");
        }
        if (segment.endsWith(".") || segment.endsWith(" ")) {
            return Optional.of("must have no part ending in a dot or a space: Windows drops it");
        }
        if (segment.equalsIgnoreCase(".git") || segment.equalsIgnoreCase("git~1")) {
            return Optional.of("must not lie in .git, which belongs to Git");
        }
        if (namesDevice(segment)) {
            return Optional.of("must not contain \"" + segment + "\": Windows keeps that name for a device");
        }
        if (segment.length() > LONGEST_SEGMENT) {
            return Optional.of("must have no part longer than " + LONGEST_SEGMENT + " characters");
        }
        return Optional.empty();
    }

    /** A text with what a terminal would act on made visible. */
    static String visible(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c != '\t' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    @Override
    public int compareTo(TreePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
