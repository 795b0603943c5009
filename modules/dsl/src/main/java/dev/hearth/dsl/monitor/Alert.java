package dev.hearth.dsl.monitor;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.manifest.Mapping;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A rule that fires while an expression has a result.
 *
 * <pre>{@code
 * Alert.named("MinioDriveOffline")
 *     .expr("minio_cluster_drive_offline_total > 0")
 *     .holding(minutes(5))
 *     .severity(CRITICAL)
 *     .summary("A drive of MinIO is offline.")
 *     .description("{{ $value }} drives do not answer.");
 * }</pre>
 */
public final class Alert {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final String name;
    private final String expr;
    private final String holding;
    private final String keepFiring;
    private final ImmutableSortedMap<String, String> labels;
    private final ImmutableSortedMap<String, String> annotations;

    private Alert(
            String name,
            String expr,
            String holding,
            String keepFiring,
            ImmutableSortedMap<String, String> labels,
            ImmutableSortedMap<String, String> annotations) {
        this.name = name;
        this.expr = expr;
        this.holding = holding;
        this.keepFiring = keepFiring;
        this.labels = labels;
        this.annotations = annotations;
    }

    /** An alert without an expression. */
    public static final class Named {

        private final String name;

        private Named(String name) {
            this.name = name;
        }

        /** The alert that fires while that PromQL expression has a result; a warning unless said otherwise. */
        public Alert expr(String expression) {
            return new Alert(
                    name,
                    Rules.expression(name, expression),
                    "",
                    "",
                    ImmutableSortedMap.of("severity", Severity.WARNING.word()),
                    ImmutableSortedMap.of());
        }
    }

    /**
     * An alert of that name: letters, digits and {@code _}, by custom in upper camel case.
     *
     * @throws IllegalArgumentException for other names
     */
    public static Named named(String name) {
        return new Named(checked("name of an alert", name));
    }

    private static String checked(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " must be letters, digits and '_', no digit first, but was '" + name + "'");
        }
        return name;
    }

    /** A copy that fires when the expression has had a result for that long. */
    public Alert holding(Duration time) {
        return new Alert(
                name, expr, Times.of("the time alert " + name + " holds", time), keepFiring, labels, annotations);
    }

    /** A copy that goes on firing for that long after the expression has no result any more. */
    public Alert keepFiring(Duration time) {
        return new Alert(
                name, expr, holding, Times.of("the time alert " + name + " keeps firing", time), labels, annotations);
    }

    /** A copy of that severity. */
    public Alert severity(Severity severity) {
        return label("severity", severity.word());
    }

    /** A copy with a label, by which alerts are routed. */
    public Alert label(String key, String value) {
        return new Alert(name, expr, holding, keepFiring, put(labels, "label", key, value), annotations);
    }

    /** A copy that says in one sentence what is wrong; templates such as {@code {{ $labels.pod }}} are filled in. */
    public Alert summary(String text) {
        return annotation("summary", text);
    }

    /** A copy that says more, such as what to look at. */
    public Alert description(String text) {
        return annotation("description", text);
    }

    /** A copy that points at a page which says what to do. */
    public Alert runbook(String url) {
        return annotation("runbook_url", url);
    }

    /** A copy with an annotation. */
    public Alert annotation(String key, String value) {
        return new Alert(name, expr, holding, keepFiring, labels, put(annotations, "annotation", key, value));
    }

    private ImmutableSortedMap<String, String> put(
            ImmutableSortedMap<String, String> map, String what, String key, String value) {
        Map<String, String> copy = new TreeMap<>(map);
        copy.put(checked(what + " of alert " + name, key), requireNonNull(value, "value"));
        return ImmutableSortedMap.copyOf(copy);
    }

    Mapping node() {
        if (annotations.getOrDefault("summary", "").isBlank()) {
            throw new IllegalArgumentException("alert " + name + " needs a summary(...), which people read first");
        }
        Mapping.Builder rule = Mapping.builder().put("alert", name).put("expr", expr);
        if (!holding.isEmpty()) {
            rule.put("for", holding);
        }
        if (!keepFiring.isEmpty()) {
            rule.put("keep_firing_for", keepFiring);
        }
        return rule.put("labels", Mapping.texts(labels))
                .put("annotations", Mapping.texts(annotations))
                .build();
    }
}
