package dev.hearth.checks.rule;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.Map;

/**
 * Which pods a workload takes for its own.
 *
 * @param content its {@code matchLabels} and {@code matchExpressions}
 */
public record LabelSelector(Mapping content) {

    /** Whether it says anything; one that does not is refused for its schema. */
    public boolean isEmpty() {
        return content.mapping("matchLabels").isEmpty()
                && content.sequence("matchExpressions").isEmpty();
    }

    /** Whether something with those labels is selected. */
    public boolean matches(Map<String, String> labels) {
        return labels.entrySet()
                        .containsAll(
                                Manifest.strings(content.mapping("matchLabels")).entrySet())
                && content.sequence("matchExpressions").mappings().stream()
                        .allMatch(expression -> holds(expression, labels));
    }

    private static boolean holds(Mapping expression, Map<String, String> labels) {
        String key = expression.text("key").orElse("");
        boolean has = labels.containsKey(key);
        boolean listed = has && expression.sequence("values").strings().contains(labels.getOrDefault(key, ""));
        return switch (expression.text("operator").orElse("")) {
            case "In" -> listed;
            case "NotIn" -> !listed;
            case "Exists" -> has;
            case "DoesNotExist" -> !has;
            default -> false;
        };
    }
}
