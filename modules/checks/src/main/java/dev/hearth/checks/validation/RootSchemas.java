package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Sequence;
import dev.hearth.schemas.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * What the API server asks of the schema of a custom resource as a whole: in which order its parts are looked at, and what
 * may stand at its root.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">Structural
 *     schemas</a>
 */
final class RootSchemas {

    /** A status is looked at by its own part of the schema, which these would cut off. */
    private static final ImmutableList<String> NEVER_WITH_STATUS = ImmutableList.of(
            "id",
            "$schema",
            "$ref",
            "nullable",
            "default",
            "enum",
            "maxProperties",
            "minProperties",
            "allOf",
            "oneOf",
            "anyOf",
            "not",
            "additionalProperties",
            "patternProperties",
            "dependencies",
            "additionalItems",
            "definitions",
            "x-kubernetes-embedded-resource",
            "x-kubernetes-int-or-string",
            "x-kubernetes-list-map-keys",
            "x-kubernetes-list-type",
            "x-kubernetes-map-type");

    private static final ImmutableList<String> UNSUPPORTED =
            ImmutableList.of("id", "$schema", "$ref", "patternProperties", "dependencies", "definitions");

    private RootSchemas() {}

    static void root(Field schema, boolean status, Faults faults) {
        if (status) {
            besideStatus(schema, faults);
        }
        if (schema.get("nullable").isTrue()) {
            faults.forbidden(schema.get("nullable"), "must not be true at the root");
        }
        if (structural(schema)) {
            structure(schema, faults);
        } else if (!schema.get("$schema").empty()) {
            faults.invalid(schema.get("$schema"), "must not be there");
        }
        SchemaKeywords.root(schema, faults);
    }

    /** Defaults are only looked at where they can be. */
    private static void structure(Field schema, Faults faults) {
        List<Fault> broken = new ArrayList<>();
        StructuralSchemas.root(schema, new Faults(faults.version(), broken::add));
        broken.forEach(faults::tell);
        if (broken.isEmpty()) {
            SchemaDefaults.root(schema, faults);
        }
    }

    private static void besideStatus(Field schema, Faults faults) {
        Field type = schema.get("type");
        if (!type.empty() && !type.textOrEmpty().equals("object")) {
            faults.invalid(type, "must be object");
            return;
        }
        for (String keyword : NEVER_WITH_STATUS) {
            Field field = schema.get(keyword);
            if (field.present() && !field.isFalse() && !emptyText(field)) {
                faults.invalid(schema, "must not have " + keyword + " at its root where there is a status subresource");
                return;
            }
        }
    }

    private static boolean emptyText(Field field) {
        return field.text().isPresent() && field.empty();
    }

    /** Whether it has nothing that structural schemas do not know at all, anywhere. */
    private static boolean structural(Field schema) {
        for (String keyword : UNSUPPORTED) {
            if (!schema.get(keyword).empty()) {
                return false;
            }
        }
        return !schema.get("additionalItems").present()
                && !schema.get("x-kubernetes-preserve-unknown-fields").isFalse()
                && !(schema.get("items").node().orElse(null) instanceof Sequence list && !list.isEmpty())
                && below(schema).stream().allMatch(RootSchemas::structural);
    }

    /** The schemas right below one, however they are used. */
    private static ImmutableList<Field> below(Field schema) {
        ImmutableList.Builder<Field> below = ImmutableList.builder();
        below.addAll(schema.get("properties").fields());
        for (String list : ImmutableList.of("allOf", "anyOf", "oneOf")) {
            below.addAll(schema.get(list).items());
        }
        for (String one : ImmutableList.of("items", "additionalProperties", "not")) {
            if (schema.get(one).node().orElse(null) instanceof Mapping) {
                below.add(schema.get(one));
            }
        }
        return below.build();
    }
}
