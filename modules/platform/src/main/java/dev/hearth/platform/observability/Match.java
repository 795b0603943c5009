package dev.hearth.platform.observability;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * Which alerts a receiver is told of, by one of their labels.
 *
 * <pre>{@code
 * Match.label("namespace").is("photos")
 * Match.label("alertname").like("Velero.*")
 * }</pre>
 *
 * @param label the label
 * @param operator {@code =}, {@code !=}, {@code =~} or {@code !~}
 * @param value what it is compared with; a label that an alert does not have is empty
 */
public record Match(String label, String operator, String value) {

    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    public Match {
        requireNonNull(operator, "operator");
        requireNonNull(value, "value");
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException(
                    "a label must be letters, digits and '_', no digit first, but was '" + label + "'");
        }
    }

    /** A label that is not compared yet. */
    public static final class Label {

        private final String name;

        private Label(String name) {
            this.name = name;
        }

        /** Alerts whose label is that. */
        public Match is(String value) {
            return new Match(name, "=", value);
        }

        /** Alerts whose label is something else, or that do not have it. */
        public Match isNot(String value) {
            return new Match(name, "!=", value);
        }

        /** Alerts whose whole label that regular expression describes. */
        public Match like(String regex) {
            return new Match(name, "=~", regex);
        }

        /** Alerts whose label that regular expression does not describe. */
        public Match unlike(String regex) {
            return new Match(name, "!~", regex);
        }
    }

    /** The label of that name. */
    public static Label label(String name) {
        return new Label(name);
    }

    /** As Alertmanager reads it: {@code namespace="photos"}. */
    @Override
    public String toString() {
        return label
                + operator
                + '"'
                + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                + '"';
    }
}
