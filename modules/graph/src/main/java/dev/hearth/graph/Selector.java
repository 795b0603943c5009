package dev.hearth.graph;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.Map;

/**
 * What selects objects by their labels; everything, where it asks for nothing.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels and selectors</a>
 */
public final class Selector {

    private final ImmutableMap<String, String> labels;
    private final ImmutableList<Expression> expressions;

    private record Expression(String key, String operator, ImmutableSet<String> values) {

        boolean holds(Map<String, String> of) {
            boolean has = of.containsKey(key);
            boolean listed = has && values.contains(of.getOrDefault(key, ""));
            return switch (operator) {
                case "In" -> listed;
                case "NotIn" -> !listed;
                case "Exists" -> has;
                case "DoesNotExist" -> !has;
                default -> false;
            };
        }
    }

    private Selector(ImmutableMap<String, String> labels, ImmutableList<Expression> expressions) {
        this.labels = labels;
        this.expressions = expressions;
    }

    /** One with {@code matchLabels} and {@code matchExpressions}. */
    public static Selector of(Mapping selector) {
        return new Selector(
                Manifest.strings(selector.mapping("matchLabels")),
                selector.sequence("matchExpressions").mappings().stream()
                        .map(expression -> new Expression(
                                expression.text("key").orElse(""),
                                expression.text("operator").orElse(""),
                                ImmutableSet.copyOf(
                                        expression.sequence("values").strings())))
                        .collect(toImmutableList()));
    }

    /** One that asks for those labels, as a Service does. */
    public static Selector ofLabels(Mapping labels) {
        return new Selector(Manifest.strings(labels), ImmutableList.of());
    }

    /** The labels that must be there with those values. */
    public ImmutableMap<String, String> labels() {
        return labels;
    }

    /** Whether it asks for nothing. */
    public boolean isEmpty() {
        return labels.isEmpty() && expressions.isEmpty();
    }

    /** Whether something with those labels is selected. */
    public boolean matches(Map<String, String> candidate) {
        return candidate.entrySet().containsAll(labels.entrySet())
                && expressions.stream().allMatch(expression -> expression.holds(candidate));
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        labels.forEach((name, value) -> and(out).append(name).append('=').append(value));
        expressions.forEach(expression -> {
            and(out).append(expression.key).append(' ').append(expression.operator);
            if (!expression.values.isEmpty()) {
                out.append(' ').append(expression.values);
            }
        });
        return out.isEmpty() ? "everything" : out.toString();
    }

    private static StringBuilder and(StringBuilder out) {
        return out.isEmpty() ? out : out.append(", ");
    }
}
