package dev.hearth.schemas.cel;

import static java.util.Objects.requireNonNull;

/**
 * One entry of {@code x-kubernetes-validations}.
 *
 * @param rule the expression, over {@code self}
 * @param message what is wrong where it is false; empty for the expression itself
 * @param messageExpression an expression that gives that message, before the other; empty for none
 * @param reason the API server's reason, such as {@code FieldValueForbidden}; empty for {@code FieldValueInvalid}
 * @param fieldPath the field below that is meant, such as {@code .password}; empty for the node itself
 * @param optionalOldSelf whether it holds for new objects too although it compares with the old one
 * @see <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules">Validation
 *     rules</a>
 */
public record CelRule(
        String rule,
        String message,
        String messageExpression,
        String reason,
        String fieldPath,
        boolean optionalOldSelf) {

    public CelRule {
        requireNonNull(rule, "rule");
        requireNonNull(message, "message");
        requireNonNull(messageExpression, "messageExpression");
        requireNonNull(reason, "reason");
        requireNonNull(fieldPath, "fieldPath");
    }
}
