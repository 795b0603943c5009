package dev.hearth.schemas;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The places of a schema that have rules in CEL, and the way to them: an object is walked no further than there. */
final class RuleTree {

    private final @Nullable SchemaRules rules;
    private final ImmutableMap<String, RuleTree> properties;
    private final @Nullable RuleTree additional;
    private final @Nullable RuleTree items;

    private RuleTree(
            @Nullable SchemaRules rules,
            ImmutableMap<String, RuleTree> properties,
            @Nullable RuleTree additional,
            @Nullable RuleTree items) {
        this.rules = rules;
        this.properties = properties;
        this.additional = additional;
        this.items = items;
    }

    /** The places below a schema; empty where none has rules. */
    static Optional<RuleTree> of(Mapping schema, SchemaRules.Reader reader) {
        ImmutableMap.Builder<String, RuleTree> properties = ImmutableMap.builder();
        schema.mapping("properties")
                .fields()
                .forEach((name, property) -> below(property, reader).ifPresent(tree -> properties.put(name, tree)));
        RuleTree tree = new RuleTree(
                schema.has("x-kubernetes-validations") ? reader.read(schema) : null,
                properties.buildOrThrow(),
                schema.get("additionalProperties")
                        .flatMap(child -> below(child, reader))
                        .orElse(null),
                schema.get("items").flatMap(child -> below(child, reader)).orElse(null));
        return tree.isEmpty() ? Optional.empty() : Optional.of(tree);
    }

    private static Optional<RuleTree> below(Node schema, SchemaRules.Reader reader) {
        return schema instanceof Mapping mapping ? of(mapping, reader) : Optional.empty();
    }

    private boolean isEmpty() {
        return rules == null && properties.isEmpty() && additional == null && items == null;
    }

    /** What all rules say against an object. */
    ImmutableList<Fault> faults(Mapping object) {
        ImmutableList.Builder<Fault> faults = ImmutableList.builder();
        judge(object, Trail.root(), faults);
        return faults.build();
    }

    private void judge(Node value, Trail at, ImmutableList.Builder<Fault> faults) {
        if (value == Null.NULL) {
            return;
        }
        if (rules != null) {
            faults.addAll(rules.faults(value, at.path()));
        }
        if (value instanceof Mapping mapping) {
            for (Map.Entry<String, Node> field : mapping.fields().entrySet()) {
                RuleTree child = properties.getOrDefault(field.getKey(), additional);
                if (child != null) {
                    child.judge(field.getValue(), at.field(field.getKey()), faults);
                }
            }
        } else if (value instanceof Sequence sequence && items != null) {
            List<Node> all = sequence.items();
            for (int index = 0; index < all.size(); index++) {
                items.judge(all.get(index), at.index(index), faults);
            }
        }
    }
}
