package dev.hearth.checks.validation;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import dev.hearth.schemas.cel.CelLanguage;

/**
 * What the API server asks of {@code x-kubernetes-validations} and of their expressions.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules">Validation
 *     rules</a>
 */
final class SchemaExpressions {

    private static final ImmutableSet<String> REASONS =
            ImmutableSet.of("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");
    private static final CharMatcher SPACES = CharMatcher.whitespace();
    private static final CharMatcher LINE_ENDS = CharMatcher.anyOf("\r\n");

    private SchemaExpressions() {}

    static void expressions(Field schema, Faults faults) {
        schema.get("x-kubernetes-validations").items().forEach(rule -> expression(schema, rule, faults));
    }

    private static void expression(Field schema, Field rule, Faults faults) {
        text(rule.get("rule"), rule.get("message"), faults);
        if (!blank(rule.get("rule"))) {
            faults.expression(rule.get("rule"), CelLanguage.RULE);
        }
        Field expression = rule.get("messageExpression");
        if (!expression.empty() && blank(expression)) {
            faults.required(expression, "must not be blank");
        } else {
            faults.expression(expression, CelLanguage.MESSAGE);
        }
        faults.oneOf(rule.get("reason"), REASONS);
        Field path = rule.get("fieldPath");
        if (path.empty()) {
            return;
        }
        if (blank(path)) {
            faults.invalid(path, "must not be blank");
        }
        if (LINE_ENDS.matchesAnyOf(path.textOrEmpty())) {
            faults.invalid(path, "must be one line");
        }
        if (SchemaPath.followed(path.textOrEmpty(), schema).isEmpty()) {
            faults.invalid(path, "must be the path of a field of this schema, like .color");
        }
    }

    private static void text(Field rule, Field message, Faults faults) {
        String said = SPACES.trimFrom(message.textOrEmpty());
        if (blank(rule)) {
            faults.required(rule);
        } else if (!message.empty() && said.isEmpty()) {
            faults.invalid(message, "must not be blank");
        } else if (LINE_ENDS.matchesAnyOf(said)) {
            faults.invalid(message, "must be one line");
        } else if (LINE_ENDS.matchesAnyOf(SPACES.trimFrom(rule.textOrEmpty())) && said.isEmpty()) {
            faults.required(message, "must be there where the rule has several lines");
        }
    }

    private static boolean blank(Field field) {
        return SPACES.matchesAllOf(field.textOrEmpty());
    }
}
