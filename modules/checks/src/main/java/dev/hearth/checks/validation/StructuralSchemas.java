package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What makes a schema structural: a type everywhere, and below allOf, anyOf, oneOf and not only what narrows values.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">Structural
 *     schemas</a>
 */
final class StructuralSchemas {

    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final String EMBEDDED = "x-kubernetes-embedded-resource";
    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
    private static final String NARROWS = "must not stand below allOf, anyOf, oneOf or not";
    /** What the API server passes over where it looks for an integer or a string. */
    private static final ImmutableSet<String> OVERLOOKED = ImmutableSet.of("example", "items");

    private static final ImmutableList<String> QUANTIFIERS = ImmutableList.of("allOf", "anyOf", "oneOf");
    private static final ImmutableList<String> NEVER_NESTED = ImmutableList.of(
            "type",
            "default",
            "title",
            "description",
            "nullable",
            PRESERVE,
            EMBEDDED,
            INT_OR_STRING,
            "x-kubernetes-list-map-keys",
            "x-kubernetes-list-type",
            "x-kubernetes-map-type",
            "x-kubernetes-validations");
    /** Where a schema stands. */
    private enum Level {
        ROOT,
        ITEM,
        FIELD
    }

    private final Faults faults;
    private final Set<String> told = new HashSet<>();

    private StructuralSchemas(Faults faults) {
        this.faults = faults;
    }

    static void root(Field schema, Faults faults) {
        StructuralSchemas rules = new StructuralSchemas(faults);
        rules.invariants(schema, Level.ROOT);
        rules.complete(schema, schema);
    }

    private void invariants(Field schema, Level level) {
        String type = schema.get("type").textOrEmpty();
        Field items = schema.get("items");
        if (type.equals("array") && !items.present()) {
            faults.required(items);
        }
        if (items.present()) {
            invariants(items, Level.ITEM);
        }
        schema.get("properties").fields().forEach(property -> invariants(property, Level.FIELD));
        additional(schema, level);
        extensions(schema);
        narrowing(schema, integerOrString(schema.get("anyOf")), firstIntegerOrString(schema.get("allOf")));
        type(schema, type, level);
        metadata(schema, level);
    }

    private void additional(Field schema, Level level) {
        Field additional = schema.get("additionalProperties");
        if (!additional.present()) {
            return;
        }
        if (level == Level.ROOT) {
            faults.forbidden(additional, "must not stand at the root");
        }
        if (schema.get(EMBEDDED).isTrue()) {
            faults.forbidden(additional, "must not stand beside " + EMBEDDED);
        }
        if (isSchema(additional)) {
            invariants(additional, Level.FIELD);
        }
    }

    private void extensions(Field schema) {
        if (schema.get(INT_OR_STRING).isTrue()) {
            for (String other : List.of(PRESERVE, EMBEDDED)) {
                if (schema.get(other).isTrue()) {
                    faults.invalid(schema.get(other), "must not stand beside " + INT_OR_STRING);
                }
            }
        }
    }

    private void type(Field schema, String type, Level level) {
        Field field = schema.get("type");
        boolean embedded = schema.get(EMBEDDED).isTrue();
        if (type.isEmpty()) {
            if (embedded
                    || !(schema.get(INT_OR_STRING).isTrue()
                            || schema.get(PRESERVE).isTrue())) {
                faults.required(field, "must be there: every field and every item has a type");
            }
        } else if (!type.equals("object") && (embedded || level == Level.ROOT)) {
            faults.invalid(field, "must be object");
        }
        if (embedded
                && !schema.get(PRESERVE).isTrue()
                && schema.get("properties").empty()) {
            faults.required(schema.get("properties"), "must be there where nothing preserves unknown fields");
        }
    }

    private void metadata(Field schema, Level level) {
        boolean object = level == Level.ROOT || schema.get(EMBEDDED).isTrue();
        if (!object) {
            return;
        }
        for (String name : List.of("kind", "apiVersion")) {
            Field field = schema.get("properties", name);
            if (field.present() && !field.get("type").textOrEmpty().equals("string")) {
                faults.invalid(field.get("type"), "must be string");
            }
        }
        Field metadata = schema.get("properties", "metadata");
        if (metadata.present()) {
            if (!metadata.get("type").textOrEmpty().equals("object")) {
                faults.invalid(metadata.get("type"), "must be object");
            }
            if (level == Level.ROOT && !onlyNames(metadata)) {
                faults.forbidden(metadata, "must have nothing but a type and rules for name and generateName");
            }
        }
    }

    private static boolean onlyNames(Field metadata) {
        for (Field field : metadata.fields()) {
            boolean fine = switch (field.name()) {
                case "type", "default", "externalDocs", "example" -> true;
                case "properties" -> field.fields().stream().allMatch(StructuralSchemas::isName);
                default -> field.empty() || field.isFalse();
            };
            if (!fine) {
                return false;
            }
        }
        return true;
    }

    private static boolean isName(Field property) {
        return property.name().equals("name") || property.name().equals("generateName");
    }

    private void narrowing(Field schema, boolean skipAnyOf, boolean skipFirst) {
        for (String quantifier : QUANTIFIERS) {
            if (quantifier.equals("anyOf") && skipAnyOf) {
                continue;
            }
            List<Field> nested = schema.get(quantifier).items();
            for (int index = 0; index < nested.size(); index++) {
                nested(nested.get(index), quantifier.equals("allOf") && skipFirst && index == 0);
            }
        }
        if (schema.get("not").present()) {
            nested(schema.get("not"), false);
        }
        pattern(schema.get("pattern"));
    }

    private void pattern(Field pattern) {
        if (pattern.empty()) {
            return;
        }
        try {
            Pattern.compile(pattern.textOrEmpty());
        } catch (PatternSyntaxException broken) {
            faults.invalid(pattern, "must be a regular expression of RE2: " + broken.getDescription());
        }
    }

    private void nested(Field schema, boolean skipAnyOf) {
        narrowing(schema, skipAnyOf, false);
        if (schema.get("items").present()) {
            nested(schema.get("items"), false);
        }
        schema.get("properties").fields().forEach(property -> nested(property, false));
        for (String keyword : NEVER_NESTED) {
            Field field = schema.get(keyword);
            if (field.present() && !field.isFalse() && (keyword.equals("default") || !field.empty())) {
                faults.forbidden(field, NARROWS);
            }
        }
        Field additional = schema.get("additionalProperties");
        if (additional.present() && !additional.isFalse()) {
            faults.forbidden(additional, NARROWS);
        }
        if (schema.get("properties", "metadata").present()) {
            faults.forbidden(schema.get("properties", "metadata"), NARROWS);
        }
    }

    /** What narrows a field must find that field outside too. */
    private void complete(Field narrowing, Field schema) {
        for (String quantifier : QUANTIFIERS) {
            narrowing.get(quantifier).items().forEach(nested -> nestedComplete(nested, schema));
        }
        nestedComplete(narrowing.get("not"), schema);
    }

    private void nestedComplete(Field narrowing, Field schema) {
        if (!narrowing.present()) {
            return;
        }
        if (!schema.present()) {
            if (told.add(schema.path().toString())) {
                faults.required(schema, "must be there because it is narrowed at " + narrowing.path());
            }
            return;
        }
        complete(narrowing, schema);
        nestedComplete(narrowing.get("items"), schema.get("items"));
        for (Field property : narrowing.get("properties").fields()) {
            nestedComplete(property, schema.get("properties", property.name()));
        }
    }

    private static boolean integerOrString(Field anyOf) {
        List<Field> items = anyOf.items();
        return items.size() == 2 && only(items.get(0), "integer") && only(items.get(1), "string");
    }

    /** Whether it says that type, and no more. */
    private static boolean only(Field schema, String type) {
        return schema.get("type").textOrEmpty().equals(type)
                && schema.fields().stream()
                        .allMatch(field -> field.name().equals("type")
                                || OVERLOOKED.contains(field.name())
                                || (QUANTIFIERS.contains(field.name()) && field.empty())
                                || !field.present()
                                || field.isFalse()
                                || (field.text().isPresent() && field.empty()));
    }

    private static boolean firstIntegerOrString(Field allOf) {
        List<Field> items = allOf.items();
        return !items.isEmpty() && integerOrString(items.get(0).get("anyOf"));
    }

    static boolean isSchema(Field field) {
        return field.node().orElse(null) instanceof Mapping;
    }
}
