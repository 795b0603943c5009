package dev.hearth.dsl.workload;

import java.time.Duration;
import java.util.regex.Pattern;

/** Numbers that come in, each checked once. */
final class Amounts {

    private static final Pattern PERCENT = Pattern.compile("(100|[1-9]?\\d)%");

    private Amounts() {}

    static int atLeast(String what, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + ", but was " + value);
        }
        return value;
    }

    static int between(String what, int least, int most, int value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be " + least + " to " + most + ", but was " + value);
        }
        return value;
    }

    static int seconds(String what, Duration value, int least) {
        if (value.getNano() != 0 || value.getSeconds() < least || value.getSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    what + " must be whole seconds, at least " + least + ", but was " + value);
        }
        return (int) value.getSeconds();
    }

    static String percent(String what, String value) {
        if (!PERCENT.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " must be a number or a percentage such as 25%, but was '" + value + "'");
        }
        return value;
    }

    static String absolute(String what, String path) {
        if (!path.startsWith("/") || path.contains(":") || ("/" + path + "/").contains("/../")) {
            throw new IllegalArgumentException(
                    what + " must be an absolute path without ':' and '..', but was '" + path + "'");
        }
        return path;
    }

    static String relative(String what, String path) {
        if (path.isEmpty() || path.startsWith("/") || ("/" + path + "/").contains("/../")) {
            throw new IllegalArgumentException(what + " must be a relative path without '..', but was '" + path + "'");
        }
        return path;
    }

    static int mode(int mode) {
        if (mode < 0 || mode > 0777) {
            throw new IllegalArgumentException(
                    "a file mode must be 0 to 0777, but was 0" + Integer.toOctalString(mode));
        }
        return mode;
    }
}
