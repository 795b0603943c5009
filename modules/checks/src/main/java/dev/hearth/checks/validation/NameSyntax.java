package dev.hearth.checks.validation;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.Locale;
import java.util.Optional;

/**
 * What the API server takes as names, by what a name is for. Each answers with the rule that is broken, as words that
 * follow "must be".
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Object names and IDs</a>
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels and selectors</a>
 */
final class NameSyntax {

    private static final CharMatcher LOWER = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('0', '9'));
    private static final CharMatcher ALPHANUMERIC = LOWER.or(CharMatcher.inRange('A', 'Z'));
    private static final CharMatcher LABEL = LOWER.or(CharMatcher.is('-'));
    private static final CharMatcher QUALIFIED = ALPHANUMERIC.or(CharMatcher.anyOf("-_."));
    private static final CharMatcher LETTER = CharMatcher.inRange('a', 'z');
    private static final Splitter DOTS = Splitter.on('.');

    private NameSyntax() {}

    static Optional<String> label(String name) {
        boolean good = !name.isEmpty() && name.length() <= 63 && LABEL.matchesAllOf(name) && framed(name, LOWER);
        return unless(
                good,
                "1 to 63 lower-case letters, digits and '-', with a letter or digit at both ends (RFC 1123 label)");
    }

    static Optional<String> service(String name) {
        boolean good = label(name).isEmpty() && LETTER.matches(name.charAt(0));
        return unless(
                good,
                "1 to 63 lower-case letters, digits and '-', with a letter first and a letter or digit last (RFC 1035"
                        + " label)");
    }

    static Optional<String> subdomain(String name) {
        boolean good = !name.isEmpty()
                && name.length() <= 253
                && DOTS.splitToStream(name)
                        .allMatch(part -> !part.isEmpty() && LABEL.matchesAllOf(part) && framed(part, LOWER));
        return unless(
                good,
                "1 to 253 lower-case letters, digits, '-' and '.', with a letter or digit at both ends and beside each"
                        + " '.' (RFC 1123 subdomain)");
    }

    static Optional<String> pathSegment(String name) {
        boolean good = !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('%') < 0;
        return unless(good, "without '/' and '%', and not '.' or '..'");
    }

    static Optional<String> labelValue(String value) {
        boolean good = value.isEmpty()
                || (value.length() <= 63 && QUALIFIED.matchesAllOf(value) && framed(value, ALPHANUMERIC));
        return unless(
                good, "empty or at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends");
    }

    static Optional<String> labelKey(String key) {
        int slash = key.indexOf('/');
        String name = key.substring(slash + 1);
        boolean good = !name.isEmpty()
                && name.length() <= 63
                && QUALIFIED.matchesAllOf(name)
                && framed(name, ALPHANUMERIC)
                && (slash < 0 || subdomain(key.substring(0, slash)).isEmpty());
        return unless(
                good,
                "at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends, after a DNS name and"
                        + " '/' if it has a prefix");
    }

    static Optional<String> annotationKey(String key) {
        return labelKey(key.toLowerCase(Locale.ROOT));
    }

    static Optional<String> dataKey(String key) {
        boolean good = !key.isEmpty()
                && key.length() <= 253
                && QUALIFIED.matchesAllOf(key)
                && !key.equals(".")
                && !key.startsWith("..");
        return unless(good, "1 to 253 letters, digits, '-', '_' and '.', and not '.' or with '..' at the start");
    }

    static Optional<String> containerPort(String name) {
        boolean good =
                name.length() <= 15 && label(name).isEmpty() && !name.contains("--") && LETTER.matchesAnyOf(name);
        return unless(
                good,
                "1 to 15 lower-case letters, digits and single '-', with at least one letter, and a letter or digit at"
                        + " both ends");
    }

    private static boolean framed(String text, CharMatcher by) {
        return by.matches(text.charAt(0)) && by.matches(text.charAt(text.length() - 1));
    }

    private static Optional<String> unless(boolean good, String rule) {
        return good ? Optional.empty() : Optional.of(rule);
    }
}
