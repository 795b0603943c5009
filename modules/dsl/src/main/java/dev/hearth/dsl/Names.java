package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * Kubernetes' rules for names, each checked once, where a name enters the model.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Object names and IDs</a>
 */
public final class Names {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern PORT = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
    private static final Pattern ENV = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]+");

    private Names() {}

    /**
     * An RFC 1123 label: 1 to 63 lower-case letters, digits and {@code -}, with a letter or digit at both ends.
     *
     * @param what for the message, such as {@code component name}
     * @throws IllegalArgumentException otherwise
     */
    public static String label(String what, String name) {
        return matching(what, name, LABEL, 63, "lower-case letters, digits and '-', a letter or digit at both ends");
    }

    /**
     * The name of a Service: a label that starts with a letter (RFC 1035).
     *
     * @throws IllegalArgumentException otherwise
     */
    public static String service(String name) {
        label("service name", name);
        if (Character.isDigit(name.charAt(0))) {
            throw new IllegalArgumentException("service name '" + name + "' must start with a letter");
        }
        return name;
    }

    /**
     * An RFC 1123 subdomain: labels with dots between them, at most 253 characters.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static String subdomain(String what, String name) {
        return matching(
                what, name, SUBDOMAIN, 253, "lower-case letters, digits, '-' and '.', a letter or digit at both ends");
    }

    /**
     * The name of a port: at most 15 lower-case letters, digits and single {@code -}, with at least one letter.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static String port(String name) {
        matching("port name", name, PORT, 15, "lower-case letters, digits and '-', a letter or digit at both ends");
        if (name.contains("--") || name.chars().noneMatch(Character::isLetter)) {
            throw new IllegalArgumentException(
                    "port name '" + name + "' must hold at least one letter and no '--'; try 'http' or 'metrics'");
        }
        return name;
    }

    /**
     * The name of an environment variable.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static String environment(String name) {
        return matching(
                "environment variable", name, ENV, 1024, "letters, digits, '_', '-' and '.', no digit at the start");
    }

    /**
     * A key of a ConfigMap or Secret: letters, digits, {@code -}, {@code _} and {@code .}, at most 253.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static String key(String what, String name) {
        matching(what, name, KEY, 253, "letters, digits, '-', '_' and '.'");
        if (name.equals(".") || name.startsWith("..")) {
            throw new IllegalArgumentException(what + " '" + name + "' must not be '.' or start with '..'");
        }
        return name;
    }

    private static String matching(String what, String name, Pattern pattern, int longest, String rule) {
        requireNonNull(name, what);
        if (name.isEmpty() || name.length() > longest || !pattern.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " '" + name + "' must be 1 to " + longest + " characters: " + rule);
        }
        return name;
    }
}
