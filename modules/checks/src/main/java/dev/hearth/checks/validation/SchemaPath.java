package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths like {@code .spec.color} or {@code ['my-key'].size}, followed through a schema.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-path">Field
 *     path</a>
 */
final class SchemaPath {

    private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]]+)|\\['((?:[^'\\\\]|\\\\.)*)'\\]");

    private SchemaPath() {}

    /** Where a path of names leads; empty where it leads nowhere. */
    static Optional<Field> named(String path, Field schema) {
        return path.indexOf('[') >= 0 ? Optional.empty() : followed(path, schema);
    }

    /** Where a path leads that may have keys in brackets; empty where it leads nowhere. */
    static Optional<Field> followed(String path, Field schema) {
        Field here = schema;
        int at = 0;
        Matcher step = STEP.matcher(path);
        while (at < path.length()) {
            if (!step.find(at) || step.start() != at) {
                return Optional.empty();
            }
            Optional<Field> next = next(here, step);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            here = next.get();
            at = step.end();
        }
        return Optional.of(here);
    }

    private static Optional<Field> next(Field schema, Matcher step) {
        String name = step.group(1) != null ? step.group(1) : step.group(2).replaceAll("\\\\(.)", "$1");
        if (!schema.get("properties").empty()) {
            return Optional.of(schema.get("properties", name)).filter(Field::present);
        }
        return Optional.of(schema.get("additionalProperties")).filter(Field::present);
    }
}
