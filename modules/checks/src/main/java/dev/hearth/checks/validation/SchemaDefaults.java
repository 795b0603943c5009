package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.schemas.Fault;
import dev.hearth.schemas.KindSchema;
import dev.hearth.schemas.Reason;
import dev.hearth.schemas.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the defaults in a schema hold what the schema says: all of them are put into one resource of a kind made for the
 * purpose, which is then judged like any other.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting">Defaulting</a>
 */
final class SchemaDefaults {

    private static final ImmutableSet<String> META = ImmutableSet.of("apiVersion", "kind", "metadata");
    private static final String GROUP = "defaults.example";
    private static final String VERSION = "v1";
    private static final String KIND = "Defaults";
    private static final String PREFIX = "default";

    private SchemaDefaults() {}

    /** Looks at a structural schema. */
    static void root(Field schema, Faults faults) {
        List<Field> schemas = new ArrayList<>();
        collect(schema, true, schemas);
        if (schemas.isEmpty()) {
            return;
        }
        Schemas.of(faults.version())
                .with(List.of(Manifest.of(definition(schemas))))
                .kind(GROUP + "/" + VERSION, KIND)
                .ifPresent(kind -> judge(kind, schemas, faults));
    }

    /** Schemas with a default; below metadata none is looked at. */
    private static void collect(Field schema, boolean root, List<Field> found) {
        if (schema.get("default").present()) {
            found.add(schema);
        }
        boolean object = root || schema.get("x-kubernetes-embedded-resource").isTrue();
        for (Field property : schema.get("properties").fields()) {
            if (!object || !META.contains(property.name())) {
                collect(property, false, found);
            }
        }
        if (schema.get("items").present()) {
            collect(schema.get("items"), false, found);
        }
    }

    private static Mapping definition(List<Field> schemas) {
        Mapping.Builder properties = Mapping.builder();
        for (int index = 0; index < schemas.size(); index++) {
            properties.put(PREFIX + index, schemas.get(index).mapping());
        }
        Mapping schema = Mapping.builder()
                .put("type", "object")
                .put("properties", properties.build())
                .build();
        Mapping version = Mapping.builder()
                .put("name", VERSION)
                .put("served", true)
                .put("storage", true)
                .put("schema", Mapping.of("openAPIV3Schema", schema))
                .build();
        Mapping names =
                Mapping.builder().put("kind", KIND).put("plural", "defaults").build();
        return Mapping.builder()
                .put("apiVersion", "apiextensions.k8s.io/v1")
                .put("kind", "CustomResourceDefinition")
                .put("metadata", Mapping.of("name", Node.text("defaults." + GROUP)))
                .put(
                        "spec",
                        Mapping.builder()
                                .put("group", GROUP)
                                .put("scope", "Cluster")
                                .put("names", names)
                                .put("versions", Node.list(version))
                                .build())
                .build();
    }

    private static void judge(KindSchema kind, List<Field> schemas, Faults faults) {
        Mapping.Builder resource = Mapping.builder()
                .put("apiVersion", GROUP + "/" + VERSION)
                .put("kind", KIND)
                .put("metadata", Mapping.of("name", Node.text(PREFIX)));
        for (int index = 0; index < schemas.size(); index++) {
            resource.put(
                    PREFIX + index, schemas.get(index).get("default").node().orElseThrow());
        }
        Mapping object = resource.build();
        List<Fault> told = new ArrayList<>(kind.decode(object));
        if (told.isEmpty()) {
            told.addAll(kind.validate(object));
        }
        told.forEach(fault -> place(fault, schemas).ifPresent(at -> tell(fault, at, faults)));
    }

    private static void tell(Fault fault, Place at, Faults faults) {
        if (fault.reason() == Reason.UNKNOWN_FIELD) {
            faults.invalid(at.whole(), "must have no field that the schema does not have: " + fault.path());
        } else {
            faults.tell(new Fault(at.exact().path(), fault.reason(), fault.message()));
        }
    }

    /** A default as a whole, and the place in it. */
    private record Place(Field whole, Field exact) {}

    private static Optional<Place> place(Fault fault, List<Field> schemas) {
        List<Object> steps = fault.path().steps();
        if (steps.isEmpty() || !(steps.get(0) instanceof String first) || !first.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Field whole =
                schemas.get(Integer.parseInt(first.substring(PREFIX.length()))).get("default");
        Field exact = whole;
        for (Object step : steps.subList(1, steps.size())) {
            if (step instanceof Integer index) {
                List<Field> items = exact.items();
                exact = index < items.size() ? items.get(index) : exact;
            } else {
                exact = exact.get((String) step);
            }
        }
        return Optional.of(new Place(whole, exact));
    }
}
