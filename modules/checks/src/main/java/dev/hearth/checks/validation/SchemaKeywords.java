package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Sequence;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which keywords the API server takes in the schema of a custom resource, and which beside which.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/#JSONSchemaProps">JSONSchemaProps</a>
 */
final class SchemaKeywords {

    private static final String LIST_TYPE = "x-kubernetes-list-type";
    private static final String LIST_KEYS = "x-kubernetes-list-map-keys";
    private static final String MAP_TYPE = "x-kubernetes-map-type";
    private static final String EMBEDDED = "x-kubernetes-embedded-resource";
    private static final ImmutableSet<String> TYPES =
            ImmutableSet.of("array", "boolean", "integer", "number", "object", "string");
    private static final ImmutableSet<String> LIST_TYPES = ImmutableSet.of("atomic", "set", "map");
    private static final ImmutableSet<String> MAP_TYPES = ImmutableSet.of("atomic", "granular");
    private static final ImmutableSet<String> META = ImmutableSet.of("apiVersion", "kind", "metadata");
    private static final ImmutableList<String> UNSUPPORTED = ImmutableList.of("id", "patternProperties", "definitions");

    /**
     * Where in the schema.
     *
     * @param root at its root
     * @param meta inside apiVersion, kind or metadata of the resource or of one in it
     * @param defaults where defaults may stand
     */
    private record Place(boolean root, boolean meta, boolean defaults) {

        Place below() {
            return root ? new Place(false, meta, defaults) : this;
        }
    }

    private final Faults faults;

    private SchemaKeywords(Faults faults) {
        this.faults = faults;
    }

    static void root(Field schema, Faults faults) {
        new SchemaKeywords(faults).schema(schema, new Place(true, false, true));
    }

    private void schema(Field schema, Place place) {
        keywords(schema, place);
        recursion(schema, place);
        kinds(schema);
        listMap(schema);
        SchemaExpressions.expressions(schema, faults);
    }

    private void keywords(Field schema, Place place) {
        Field type = schema.get("type");
        if (!type.empty()) {
            faults.oneOf(type, TYPES);
        }
        if (schema.get("default").present() && !place.defaults()) {
            faults.forbidden(schema.get("default"), "must not stand in metadata");
        }
        for (String keyword : UNSUPPORTED) {
            if (!schema.get(keyword).empty()) {
                faults.forbidden(schema.get(keyword), "is no part of these schemas");
            }
        }
        for (String keyword : List.of("$ref", "additionalItems", "dependencies")) {
            if (schema.get(keyword).present()) {
                faults.forbidden(schema.get(keyword), "is no part of these schemas");
            }
        }
        if (type.textOrEmpty().equals("null")) {
            faults.forbidden(type, "null is no type; write nullable: true");
        }
        if (schema.get("items").node().orElse(null) instanceof Sequence list && !list.isEmpty()) {
            faults.forbidden(schema.get("items"), "must be one schema, not a list of them");
        }
        if (place.meta() && schema.get(EMBEDDED).isTrue()) {
            faults.forbidden(schema.get(EMBEDDED), "must not stand in metadata");
        }
        if (schema.get("uniqueItems").isTrue()) {
            faults.forbidden(schema.get("uniqueItems"), "must not be true; write " + LIST_TYPE + ": set");
        }
        if (schema.get("x-kubernetes-preserve-unknown-fields").isFalse()) {
            faults.invalid(schema.get("x-kubernetes-preserve-unknown-fields"), "must be true or not there");
        }
    }

    private void recursion(Field schema, Place place) {
        Place below = place.below();
        Field additional = schema.get("additionalProperties");
        Field properties = schema.get("properties");
        if (additional.present() && !properties.empty() && !additional.isTrue()) {
            faults.forbidden(additional, "must not stand beside properties");
        }
        inside(additional, place.meta() ? new Place(false, true, false) : below);
        boolean object = place.root() || schema.get(EMBEDDED).isTrue();
        for (Field property : properties.fields()) {
            boolean meta = object && META.contains(property.name());
            schema(property, meta ? new Place(false, true, below.defaults() && !place.root()) : below);
        }
        inside(schema.get("not"), below);
        inside(schema.get("items"), below);
        for (String list : List.of("allOf", "oneOf", "anyOf", "items")) {
            schema.get(list).items().forEach(item -> schema(item, below));
        }
    }

    private void inside(Field schema, Place place) {
        if (StructuralSchemas.isSchema(schema)) {
            schema(schema, place);
        }
    }

    private void kinds(Field schema) {
        String type = schema.get("type").textOrEmpty();
        if (schema.get(MAP_TYPE).present()) {
            typed(schema, type, "object", MAP_TYPE);
            faults.oneOf(schema.get(MAP_TYPE), MAP_TYPES);
        }
        Field listType = schema.get(LIST_TYPE);
        if (listType.present()) {
            if (typed(schema, type, "array", LIST_TYPE)
                    && listType.textOrEmpty().equals("set")) {
                atomic(schema.get("items"));
            }
            faults.oneOf(listType, LIST_TYPES);
        }
        if (!schema.get(LIST_KEYS).empty()) {
            if (!listType.present()) {
                faults.required(listType, "must be map beside " + LIST_KEYS);
            } else if (!listType.textOrEmpty().equals("map")) {
                faults.invalid(listType, "must be map beside " + LIST_KEYS);
            }
        }
    }

    private boolean typed(Field schema, String type, String must, String because) {
        if (type.isEmpty()) {
            faults.required(schema.get("type"), "must be " + must + " beside " + because);
        } else if (!type.equals(must)) {
            faults.invalid(schema.get("type"), "must be " + must + " beside " + because);
        }
        return type.equals(must);
    }

    private void atomic(Field item) {
        Field listType = item.get(LIST_TYPE);
        Field mapType = item.get(MAP_TYPE);
        switch (item.get("type").textOrEmpty()) {
            case "array" -> {
                if (listType.present() && !listType.textOrEmpty().equals("atomic")) {
                    faults.invalid(listType, "must be atomic in a set");
                }
            }
            case "object" -> {
                if (!mapType.textOrEmpty().equals("atomic")) {
                    faults.invalid(mapType, "must be atomic in a set");
                }
            }
            default -> {}
        }
    }

    private void listMap(Field schema) {
        String listType = schema.get(LIST_TYPE).textOrEmpty();
        Field items = schema.get("items");
        if (!listType.equals("map")) {
            if (listType.equals("set")) {
                notNullable(items);
            }
            return;
        }
        if (schema.get(LIST_KEYS).empty()) {
            faults.required(schema.get(LIST_KEYS), "must be there for a list of type map");
        }
        if (!items.present()) {
            faults.required(items);
        } else if (!StructuralSchemas.isSchema(items)) {
            faults.invalid(items, "must be one schema");
        } else {
            notNullable(items);
            if (items.get("type").textOrEmpty().equals("object")) {
                keys(schema.get(LIST_KEYS), items);
            } else {
                faults.invalid(items.get("type"), "must be object in a list of type map");
            }
            keysAreThere(schema.get(LIST_KEYS), items);
        }
    }

    private void notNullable(Field field) {
        if (field.get("nullable").isTrue()) {
            faults.forbidden(field.get("nullable"), "must not be true in a list that is a set or a map");
        }
    }

    private void keys(Field keys, Field items) {
        Set<String> seen = new HashSet<>();
        for (String key : keys.texts()) {
            Field property = items.get("properties", key);
            String type = property.get("type").textOrEmpty();
            if (!property.present()) {
                faults.invalid(keys, "must be properties of the items, but '" + key + "' is none");
            } else if (type.equals("array") || type.equals("object")) {
                faults.invalid(property.get("type"), "must be no array or object, because it is a key");
            }
            if (!seen.add(key)) {
                faults.invalid(keys, "must not have a key twice");
            }
        }
    }

    private void keysAreThere(Field keys, Field items) {
        List<String> required = items.get("required").texts();
        for (String key : keys.texts()) {
            Field property = items.get("properties", key);
            if (property.present()) {
                if (!required.contains(key) && !property.get("default").present()) {
                    faults.required(property.get("default"), "a key must be required or have a default");
                }
                notNullable(property);
            }
        }
    }
}
