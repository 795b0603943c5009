package dev.hearth.graph.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Map;

/** A selector by labels: all of its entries and expressions must hold; without any it selects everything. */
record LabelSelector(ImmutableMap<String, String> labels, ImmutableList<Expression> expressions) {

    static final LabelSelector EVERYTHING = new LabelSelector(ImmutableMap.of(), ImmutableList.of());

    boolean selects(Map<String, String> candidate) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!label.getValue().equals(candidate.get(label.getKey()))) {
                return false;
            }
        }
        for (Expression expression : expressions) {
            if (!expression.holds(candidate)) {
                return false;
            }
        }
        return true;
    }

    enum Operator {
        IN("In", true),
        NOT_IN("NotIn", true),
        EXISTS("Exists", false),
        DOES_NOT_EXIST("DoesNotExist", false);

        final String word;
        final boolean takesValues;

        Operator(String word, boolean takesValues) {
            this.word = word;
            this.takesValues = takesValues;
        }
    }

    record Expression(String key, Operator operator, ImmutableSet<String> values) {

        boolean holds(Map<String, String> candidate) {
            String value = candidate.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                // What lacks the label is selected as well.
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }
    }
}
