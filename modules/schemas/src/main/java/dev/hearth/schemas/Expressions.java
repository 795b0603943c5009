package dev.hearth.schemas;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.schemas.cel.CelRule;
import dev.hearth.schemas.cel.CelRules;
import dev.hearth.schemas.cel.CelValues;
import dev.hearth.schemas.cel.CelViolation;
import java.util.Optional;

/** The rules in CEL of one place of a schema, as faults. */
record Expressions(CelRules rules, Mapping schema) implements SchemaRules {

    private static final ImmutableMap<String, Reason> REASONS = ImmutableMap.of(
            "FieldValueForbidden", Reason.FORBIDDEN,
            "FieldValueRequired", Reason.REQUIRED,
            "FieldValueDuplicate", Reason.DUPLICATE);

    /** Who reads them. */
    static Optional<SchemaRules.Reader> reader() {
        return Optional.of(schema -> new Expressions(
                CelRules.of(schema.sequence("x-kubernetes-validations").mappings().stream()
                        .map(Expressions::rule)
                        .toList()),
                schema));
    }

    private static CelRule rule(Mapping rule) {
        return new CelRule(
                rule.text("rule").orElse(""),
                rule.text("message").orElse(""),
                rule.text("messageExpression").orElse(""),
                rule.text("reason").orElse(""),
                rule.text("fieldPath").orElse(""),
                rule.isTrue("optionalOldSelf"));
    }

    @Override
    public ImmutableList<Fault> faults(Node value, FieldPath at) {
        return rules.violations(CelValues.of(value, schema, at.steps().isEmpty())).stream()
                .map(violation -> fault(violation, at))
                .collect(toImmutableList());
    }

    private static Fault fault(CelViolation violation, FieldPath at) {
        FieldPath path = at;
        for (String step : CelValues.steps(violation.rule().fieldPath())) {
            path = path.field(step);
        }
        return new Fault(path, REASONS.getOrDefault(violation.rule().reason(), Reason.INVALID), violation.message());
    }
}
