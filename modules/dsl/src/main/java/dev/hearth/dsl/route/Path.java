package dev.hearth.dsl.route;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A path of a host.
 *
 * @param text starts with {@code /}
 * @param exact whether that very path is meant; otherwise it and all below, element by element
 */
record Path(String text, boolean exact) {

    // What both controllers take without regular expressions.
    private static final Pattern FORM = Pattern.compile("/[A-Za-z0-9._/-]*");

    Path {
        if (!FORM.matcher(text).matches() || text.contains("//") || (text + "/").contains("/../")) {
            throw new IllegalArgumentException("path '" + text
                    + "' must start with '/' and hold letters, digits, '.', '_', '-' and single '/' without '..'");
        }
    }

    /** The path and all below; a slash at its end means nothing. */
    static Path prefix(String text) {
        boolean trim = text.length() > 1 && text.endsWith("/");
        return new Path(trim ? text.substring(0, text.length() - 1) : text, false);
    }

    static Path exact(String text) {
        return new Path(text, true);
    }

    boolean root() {
        return text.equals("/") && !exact;
    }

    /** For names: {@code api-v1} of {@code /api/v1}; empty for the root. */
    String slug() {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    @Override
    public String toString() {
        return exact ? text + " (exact)" : text;
    }
}
