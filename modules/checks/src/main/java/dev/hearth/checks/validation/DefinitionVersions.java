package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the API server asks of one version of a CustomResourceDefinition, beside its schema.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/">Custom
 *     resources</a>
 */
final class DefinitionVersions {

    private static final ImmutableSet<String> COLUMN_TYPES =
            ImmutableSet.of("boolean", "date", "integer", "number", "string");
    private static final ImmutableSet<String> COLUMN_FORMATS =
            ImmutableSet.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");
    private static final ImmutableSet<String> SELECTABLE = ImmutableSet.of("boolean", "integer", "string");
    private static final int LONGEST_WARNING = 256;
    private static final int MOST_SELECTABLE = 8;

    private DefinitionVersions() {}

    static void version(Field version, Faults faults) {
        warning(version, faults);
        if (version.get("subresources", "scale").present()) {
            scale(version.get("subresources", "scale"), faults);
        }
        version.get("additionalPrinterColumns").items().forEach(column -> column(column, faults));
        selectable(version.get("selectableFields"), version.get("schema", "openAPIV3Schema"), faults);
    }

    private static void warning(Field version, Faults faults) {
        Field warning = version.get("deprecationWarning");
        if (!warning.present()) {
            return;
        }
        String text = warning.textOrEmpty();
        if (!version.get("deprecated").isTrue()) {
            faults.invalid(warning, "must only stand beside deprecated: true");
        } else if (text.isEmpty()
                || text.length() > LONGEST_WARNING
                || text.codePoints().anyMatch(DefinitionVersions::unprintable)) {
            faults.invalid(warning, "must be 1 to " + LONGEST_WARNING + " printable characters");
        }
    }

    private static boolean unprintable(int character) {
        return Character.isISOControl(character)
                || (Character.isSpaceChar(character) && character != ' ')
                || !Character.isDefined(character);
    }

    private static void scale(Field scale, Faults faults) {
        replicas(scale.get("specReplicasPath"), ".spec.", faults);
        replicas(scale.get("statusReplicasPath"), ".status.", faults);
        Field selector = scale.get("labelSelectorPath");
        String path = selector.textOrEmpty();
        if (!selector.empty() && !path.startsWith(".spec.") && !path.startsWith(".status.")) {
            faults.invalid(selector, "must begin with .spec. or .status.");
        }
    }

    private static void replicas(Field path, String below, Faults faults) {
        if (path.empty()) {
            faults.required(path);
        } else if (!path.textOrEmpty().startsWith(below)) {
            faults.invalid(path, "must begin with " + below);
        }
    }

    private static void column(Field column, Faults faults) {
        if (column.get("name").empty()) {
            faults.required(column.get("name"));
        }
        Field type = column.get("type");
        if (type.empty()) {
            faults.required(type);
        } else if (!COLUMN_TYPES.contains(type.textOrEmpty())) {
            faults.invalid(type, "must be one of " + String.join(", ", COLUMN_TYPES));
        }
        Field format = column.get("format");
        if (!format.empty() && !COLUMN_FORMATS.contains(format.textOrEmpty())) {
            faults.invalid(format, "must be one of " + String.join(", ", COLUMN_FORMATS));
        }
        Field path = column.get("jsonPath");
        if (path.empty()) {
            faults.required(path);
        } else if (!path.textOrEmpty().startsWith(".")) {
            faults.invalid(path, "must begin with '.'");
        }
    }

    private static void selectable(Field fields, Field schema, Faults faults) {
        List<Field> items = fields.items();
        if (!schema.present() && !items.isEmpty()) {
            faults.invalid(fields, "must only stand beside a schema");
            return;
        }
        Set<String> paths = new HashSet<>();
        for (Field item : items) {
            Field path = item.get("jsonPath");
            if (path.empty()) {
                faults.required(path);
                continue;
            }
            selected(path, schema, faults);
            if (!paths.add(path.textOrEmpty())) {
                faults.duplicate(path);
            }
        }
        if (paths.size() > MOST_SELECTABLE) {
            faults.tooMany(fields, MOST_SELECTABLE);
        }
    }

    private static void selected(Field path, Field schema, Faults faults) {
        Optional<Field> found = SchemaPath.named(path.textOrEmpty(), schema);
        if (found.isEmpty()) {
            faults.invalid(path, "must be the path of a field of the schema, like .spec.color");
        } else if (path.textOrEmpty().equals(".metadata") || path.textOrEmpty().startsWith(".metadata.")) {
            faults.invalid(path, "must not lead into metadata");
        } else if (!SELECTABLE.contains(found.get().get("type").textOrEmpty())) {
            faults.invalid(path, "must lead to a string, boolean or integer");
        }
    }
}
