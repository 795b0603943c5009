package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the API server asks of the ways to choose objects, nodes, taints and topologies.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels and selectors</a>
 */
final class Selectors {

    private static final ImmutableList<String> EFFECTS =
            ImmutableList.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    /** Since when a taint and a toleration may be compared as numbers. */
    private static final int COMPARED = 36;

    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    private Selectors() {}

    /** Tells every fault of a label selector, if there is one. */
    static void labels(Field selector, Faults faults) {
        Metadata.labels(selector.get("matchLabels"), faults);
        for (Field expression : selector.get("matchExpressions").items()) {
            labelExpression(expression, faults);
        }
    }

    private static void labelExpression(Field expression, Faults faults) {
        Field operator = expression.get("operator");
        switch (operator.textOrEmpty()) {
            case "In", "NotIn" -> listed(expression, faults);
            case "Exists", "DoesNotExist" -> unlisted(expression, faults);
            default -> faults.invalid(operator, "must be In, NotIn, Exists or DoesNotExist");
        }
        faults.form(expression.get("key"), Syntax::labelKey);
        values(expression, faults);
    }

    private static void listed(Field expression, Faults faults) {
        if (expression.get("values").empty()) {
            faults.required(expression.get("values"), "In and NotIn need values");
        }
    }

    private static void unlisted(Field expression, Faults faults) {
        if (!expression.get("values").empty()) {
            faults.forbidden(expression.get("values"), "Exists and DoesNotExist have no values");
        }
    }

    private static void values(Field expression, Faults faults) {
        for (Field value : expression.get("values").items()) {
            faults.form(value, Syntax::labelValue);
        }
    }

    /** Tells every fault of a node selector with terms, one of which must hold. */
    static void nodes(Field selector, Faults faults) {
        Field terms = selector.get("nodeSelectorTerms");
        if (terms.empty()) {
            faults.required(terms, "must have at least one term");
        }
        for (Field term : terms.items()) {
            nodeTerm(term, true, faults);
        }
    }

    /** Tells every fault of one term; where it is a mere preference, its values may be no values of labels. */
    static void nodeTerm(Field term, boolean required, Faults faults) {
        for (Field expression : term.get("matchExpressions").items()) {
            nodeExpression(expression, required, faults);
        }
        for (Field expression : term.get("matchFields").items()) {
            nodeField(expression, faults);
        }
    }

    private static void nodeExpression(Field expression, boolean required, Faults faults) {
        Field operator = expression.get("operator");
        Field values = expression.get("values");
        switch (operator.textOrEmpty()) {
            case "In", "NotIn" -> listed(expression, faults);
            case "Exists", "DoesNotExist" -> unlisted(expression, faults);
            case "Gt", "Lt" -> {
                if (values.items().size() != 1) {
                    faults.required(values, "Gt and Lt need exactly one value");
                }
            }
            default -> faults.invalid(operator, "must be In, NotIn, Exists, DoesNotExist, Gt or Lt");
        }
        faults.form(expression.get("key"), Syntax::labelKey);
        if (required) {
            values(expression, faults);
        }
    }

    private static void nodeField(Field expression, Faults faults) {
        Field operator = expression.get("operator");
        Field values = expression.get("values");
        switch (operator.textOrEmpty()) {
            case "In", "NotIn" -> {
                if (values.items().size() != 1) {
                    faults.required(values, "In and NotIn need exactly one value for a field");
                }
            }
            default -> faults.invalid(operator, "must be In or NotIn");
        }
        if (!expression.get("key").textOrEmpty().equals("metadata.name")) {
            faults.invalid(expression.get("key"), "must be metadata.name");
            return;
        }
        for (Field value : values.items()) {
            faults.form(value, Syntax::subdomain);
        }
    }

    /** Tells every fault of terms that weigh between 1 and 100 each. */
    static void preferredNodes(Field terms, Faults faults) {
        for (Field term : terms.items()) {
            faults.within(term.get("weight"), 1, 100);
            nodeTerm(term.get("preference"), false, faults);
        }
    }

    /** Tells every fault of a list of tolerations. */
    static void tolerations(Field tolerations, Faults faults) {
        tolerations.items().forEach(toleration -> toleration(toleration, faults));
    }

    private static void toleration(Field toleration, Faults faults) {
        Field key = toleration.get("key");
        Field operator = toleration.get("operator");
        Field effect = toleration.get("effect");
        faults.optionalForm(key, Syntax::labelKey);
        if (key.empty() && !operator.textOrEmpty().equals("Exists")) {
            faults.invalid(operator, "must be Exists where there is no key");
        }
        if (toleration.get("tolerationSeconds").present()
                && !effect.textOrEmpty().equals("NoExecute")) {
            faults.invalid(effect, "must be NoExecute where there are tolerationSeconds");
        }
        switch (operator.textOrEmpty()) {
            case "", "Equal" -> faults.form(operator, toleration.get("value").textOrEmpty(), Syntax::labelValue);
            case "Exists" -> {
                if (!toleration.get("value").empty()) {
                    faults.invalid(operator, "must not be Exists where there is a value");
                }
            }
            case "Lt", "Gt" -> {
                if (!faults.version().atLeast(COMPARED)) {
                    faults.unsupported(operator, List.of("Equal", "Exists"));
                } else {
                    faults.form(toleration.get("value"), Selectors::wholeNumber);
                }
            }
            default -> faults.unsupported(operator, List.of("Equal", "Exists"));
        }
        effect(effect, faults);
    }

    private static Optional<String> wholeNumber(String text) {
        return WHOLE.matcher(text).matches() ? Optional.empty() : Optional.of("must be a whole number");
    }

    /** Tells whether the effect of a taint or a toleration, if there is one, is none that is known. */
    static void effect(Field effect, Faults faults) {
        if (!effect.empty()) {
            faults.oneOf(effect, EFFECTS);
        }
    }

    /** Tells every fault of the terms by which a class of storage chooses topologies. */
    static void topologies(Field terms, Faults faults) {
        // A term that asks for nothing counts as one that was there before.
        Set<Object> seen = new HashSet<>();
        seen.add(Set.of());
        for (Field term : terms.items()) {
            Set<String> keys = new HashSet<>();
            for (Field expression : term.get("matchLabelExpressions").items()) {
                topology(expression, faults);
                if (!keys.add(expression.get("key").textOrEmpty())) {
                    faults.duplicate(expression.get("key"));
                }
            }
            if (!seen.add(topologyOf(term))) {
                faults.duplicate(term.get("matchLabelExpressions"));
            }
        }
    }

    private static Set<List<Object>> topologyOf(Field term) {
        Set<List<Object>> topology = new HashSet<>();
        for (Field expression : term.get("matchLabelExpressions").items()) {
            topology.add(List.of(
                    expression.get("key").textOrEmpty(),
                    Set.copyOf(expression.get("values").texts())));
        }
        return topology;
    }

    private static void topology(Field expression, Faults faults) {
        Field values = expression.get("values");
        if (values.empty()) {
            faults.required(values);
        }
        Set<String> seen = new HashSet<>();
        for (Field value : values.items()) {
            if (!seen.add(value.textOrEmpty())) {
                faults.duplicate(value);
            }
        }
        faults.form(expression.get("key"), Syntax::labelKey);
    }
}
