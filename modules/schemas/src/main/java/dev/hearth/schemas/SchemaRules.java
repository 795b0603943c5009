package dev.hearth.schemas;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;

/**
 * The rules in CEL of one place of a schema, its {@code x-kubernetes-validations}. Safe for use by many threads.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules">Validation
 *     rules</a>
 */
interface SchemaRules {

    /** Reads the rules of a place. */
    interface Reader {

        /** The rules of a schema that has some; what its values are, it says itself. */
        SchemaRules read(Mapping schema);
    }

    /** What the rules say against a value that stands at that path; it has its defaults and fits the schema. */
    ImmutableList<Fault> faults(Node value, FieldPath at);
}
