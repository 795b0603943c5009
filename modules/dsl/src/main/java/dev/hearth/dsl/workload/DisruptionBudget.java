package dev.hearth.dsl.workload;

import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;

/** How many pods of a workload may be away on purpose, as when a node is drained. */
public final class DisruptionBudget {

    private final String field;
    private final Node amount;

    private DisruptionBudget(String field, Node amount) {
        this.field = field;
        this.amount = amount;
    }

    /** At most so many are away, at least 1: with none, no node could ever be drained. */
    public static DisruptionBudget maxUnavailable(int count) {
        return new DisruptionBudget("maxUnavailable", Node.number(Amounts.atLeast("maxUnavailable", 1, count)));
    }

    /** At most so many are away, such as {@code 25%}. */
    public static DisruptionBudget maxUnavailable(String percent) {
        return new DisruptionBudget("maxUnavailable", Node.text(Amounts.percent("maxUnavailable", percent)));
    }

    /** At least so many stay. */
    public static DisruptionBudget minAvailable(int count) {
        return new DisruptionBudget("minAvailable", Node.number(Amounts.atLeast("minAvailable", 1, count)));
    }

    /** At least so many stay, such as {@code 50%}. */
    public static DisruptionBudget minAvailable(String percent) {
        return new DisruptionBudget("minAvailable", Node.text(Amounts.percent("minAvailable", percent)));
    }

    Mapping spec(Mapping selector) {
        return Mapping.builder().put(field, amount).put("selector", selector).build();
    }
}
