package dev.hearth.checks.validation;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Quantity;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The forms that the API server asks of texts, by what a text is for. Each answers with the rule that is broken, as words
 * that begin with "must".
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Object names and IDs</a>
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels and selectors</a>
 * @see Addresses
 * @see Quantity
 */
final class Syntax {

    static final int LONGEST_LABEL = 63;
    static final int LONGEST_SUBDOMAIN = 253;

    private static final CharMatcher LOWER = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('0', '9'));
    private static final CharMatcher ALPHANUMERIC = LOWER.or(CharMatcher.inRange('A', 'Z'));
    private static final CharMatcher LABEL = LOWER.or(CharMatcher.is('-'));
    private static final CharMatcher QUALIFIED = ALPHANUMERIC.or(CharMatcher.anyOf("-_."));
    private static final CharMatcher LETTER = CharMatcher.inRange('a', 'z');
    private static final CharMatcher PRINTABLE = CharMatcher.inRange(' ', '~');
    private static final CharMatcher HEADER = ALPHANUMERIC.or(CharMatcher.is('-'));
    private static final Splitter DOTS = Splitter.on('.');
    private static final Splitter SLASHES = Splitter.on('/');
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern ENV_NAME = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");
    private static final Pattern PERCENT = Pattern.compile("[0-9]+%");
    private static final Pattern HTTP_PATH = Pattern.compile("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");
    private static final Pattern UNDERSCORED =
            Pattern.compile("_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*");
    private static final ImmutableSet<String> NO_SEGMENTS = ImmutableSet.of(".", "..");

    private Syntax() {}

    /** RFC 1123 label: the name of a Namespace, a container, a volume. */
    static Optional<String> label(String name) {
        boolean good = isLabel(name) && name.length() <= LONGEST_LABEL;
        return unless(
                good,
                "must be 1 to 63 lower-case letters, digits and '-', with a letter or digit at both ends (RFC 1123"
                        + " label)");
    }

    /** RFC 1035 label: the name of a Service. */
    static Optional<String> service(String name) {
        boolean good = label(name).isEmpty() && LETTER.matches(name.charAt(0));
        return unless(
                good,
                "must be 1 to 63 lower-case letters, digits and '-', with a letter first and a letter or digit last"
                        + " (RFC 1035 label)");
    }

    /** RFC 1123 subdomain: the name of nearly everything. */
    static Optional<String> subdomain(String name) {
        boolean good =
                name.length() <= LONGEST_SUBDOMAIN && DOTS.splitToStream(name).allMatch(Syntax::isLabel);
        return unless(
                good,
                "must be 1 to 253 lower-case letters, digits, '-' and '.', with a letter or digit at both ends and"
                        + " beside each '.' (RFC 1123 subdomain)");
    }

    /** A subdomain whose labels may hold '_': a search domain of a pod. */
    static Optional<String> underscoredSubdomain(String name) {
        boolean good =
                name.length() <= LONGEST_SUBDOMAIN && UNDERSCORED.matcher(name).matches();
        return unless(
                good,
                "must be 1 to 253 lower-case letters, digits, '-', '_' and '.', with a letter or digit at both ends and"
                        + " beside each '.'");
    }

    /** A subdomain behind {@code *.}: a host of an Ingress. */
    static Optional<String> wildcardSubdomain(String name) {
        boolean good = name.startsWith("*.")
                && name.length() <= LONGEST_SUBDOMAIN
                && subdomain(name.substring(2)).isEmpty();
        return unless(good, "must be '*.' and behind it an RFC 1123 subdomain");
    }

    /** What fits in a path of the API: the name of a Role. */
    static Optional<String> pathSegment(String name) {
        boolean good = !NO_SEGMENTS.contains(name) && name.indexOf('/') < 0 && name.indexOf('%') < 0;
        return unless(good, "must be without '/' and '%', and not '.' or '..'");
    }

    /** The value of a label. */
    static Optional<String> labelValue(String value) {
        boolean good = value.isEmpty() || isQualified(value);
        return unless(
                good,
                "must be empty or at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends");
    }

    /** A qualified name: the key of a label, a finalizer, a readiness gate. */
    static Optional<String> labelKey(String key) {
        int slash = key.indexOf('/');
        boolean good = isQualified(key.substring(slash + 1))
                && (slash < 0 || subdomain(key.substring(0, slash)).isEmpty());
        return unless(
                good,
                "must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends, after a DNS"
                        + " name and '/' if it has a prefix");
    }

    /** The key of an annotation. */
    static Optional<String> annotationKey(String key) {
        return labelKey(Ascii.toLowerCase(key));
    }

    /** A qualified name that has a prefix. */
    static Optional<String> prefixedKey(String key) {
        return key.indexOf('/') < 0 && labelKey(key).isEmpty()
                ? Optional.of("must have a DNS name and '/' before it, like example.com/name")
                : labelKey(key);
    }

    /** A DNS name, '/' and a path behind it. */
    static Optional<String> prefixedPath(String path) {
        int slash = path.indexOf('/');
        boolean good = slash > 0
                && subdomain(path.substring(0, slash)).isEmpty()
                && HTTP_PATH.matcher(path.substring(slash + 1)).matches();
        return unless(good, "must be a DNS name, '/' and a path, like example.com/name");
    }

    /** A key of a ConfigMap or a Secret. */
    static Optional<String> dataKey(String key) {
        boolean good = !key.isEmpty()
                && key.length() <= LONGEST_SUBDOMAIN
                && QUALIFIED.matchesAllOf(key)
                && !key.equals(".")
                && !key.startsWith("..");
        return unless(
                good, "must be 1 to 253 letters, digits, '-', '_' and '.', and not '.' or with '..' at the start");
    }

    /** An IANA service name: a named port of a container. */
    static Optional<String> portName(String name) {
        boolean good = name.length() <= 15
                && LABEL.matchesAllOf(name)
                && framed(name, LOWER)
                && !name.contains("--")
                && LETTER.matchesAnyOf(name);
        return unless(
                good,
                "must be 1 to 15 lower-case letters, digits and single '-', with at least one letter, and a letter or"
                        + " digit at both ends");
    }

    /** The name of an environment variable: since 1.32 any printable ASCII without '='. */
    static Optional<String> envName(String name) {
        boolean good = !name.isEmpty() && PRINTABLE.matchesAllOf(name) && name.indexOf('=') < 0;
        return unless(good, "must be printable ASCII characters without '='");
    }

    /** The name of an environment variable before 1.32, and of a key of a file of variables. */
    static Optional<String> strictEnvName(String name) {
        boolean good = ENV_NAME.matcher(name).matches() && !name.equals(".") && !name.startsWith("..");
        return unless(
                good,
                "must be letters, digits, '-', '_' and '.', without a digit first, and not '.' or with '..' at the start");
    }

    /** A word of the language C. */
    static Optional<String> identifier(String name) {
        return unless(
                IDENTIFIER.matcher(name).matches(), "must be letters, digits and '_', without a digit at the start");
    }

    /** A percentage. */
    static Optional<String> percent(String value) {
        return unless(PERCENT.matcher(value).matches(), "must be a whole number and '%', like 25%");
    }

    /** The name of an HTTP header. */
    static Optional<String> headerName(String name) {
        return unless(!name.isEmpty() && HEADER.matchesAllOf(name), "must be letters, digits and '-'");
    }

    /** A path that does not lead up. */
    static Optional<String> pathWithoutBacksteps(String path) {
        boolean good = SLASHES.splitToStream(path).noneMatch(".."::equals);
        return unless(good, "must not contain '..'");
    }

    /** A path below the place it is for. */
    static Optional<String> relativePath(String path) {
        return path.startsWith("/") ? Optional.of("must be a relative path") : pathWithoutBacksteps(path);
    }

    /** That form, for a name to which the API server adds letters: a '-' may be last. */
    static Function<String, Optional<String>> beginning(Function<String, Optional<String>> form) {
        return name ->
                form.apply(name.length() > 1 && name.endsWith("-") ? name.substring(0, name.length() - 2) + "a" : name);
    }

    private static boolean isLabel(String name) {
        return !name.isEmpty() && LABEL.matchesAllOf(name) && framed(name, LOWER);
    }

    private static boolean isQualified(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_LABEL
                && QUALIFIED.matchesAllOf(name)
                && framed(name, ALPHANUMERIC);
    }

    private static boolean framed(String text, CharMatcher by) {
        return !text.isEmpty() && by.matches(text.charAt(0)) && by.matches(text.charAt(text.length() - 1));
    }

    private static Optional<String> unless(boolean good, String rule) {
        return good ? Optional.empty() : Optional.of(rule);
    }
}
