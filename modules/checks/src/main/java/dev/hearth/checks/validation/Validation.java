package dev.hearth.checks.validation;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.checks.rule.SopsValues;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.schemas.Fault;
import dev.hearth.schemas.KindSchema;
import dev.hearth.schemas.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code schema.*}: what the API server refuses in an object, each by the reason it gives. First what cannot be read, then,
 * where everything can, the values.
 */
final class Validation implements ObjectRule {

    private static final String FAMILY = "schema.";

    private static final ImmutableMap<String, Validator> BUILT_IN = ImmutableMap.<String, Validator>builder()
            .putAll(Pods.BY_KIND)
            .putAll(CoreValidators.ALL)
            .putAll(GroupValidators.BY_KIND)
            .buildOrThrow();

    @Override
    public ImmutableSet<String> ids() {
        return Arrays.stream(Reason.values())
                .map(reason -> FAMILY + reason.word())
                .collect(toImmutableSet());
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        faults(object, context)
                .forEach(fault -> findings.accept(finding(object, fault).at(fault.path())));
    }

    private static Finding finding(Manifest object, Fault fault) {
        String rule = FAMILY + fault.reason().word();
        return fault.reason().refused()
                ? Finding.error(rule, object.identity(), fault.message())
                : Finding.warning(rule, object.identity(), fault.message()).hint("write the number that is meant");
    }

    private static List<Fault> faults(Manifest object, Context context) {
        Optional<KindSchema> kind = context.schemas().kind(object.apiVersion(), object.kind());
        return kind.map(schema -> faults(decrypted(object), schema, context)).orElseGet(() -> unknown(object, context));
    }

    /** The API server sees a Secret only after somebody has decrypted it. */
    private static Manifest decrypted(Manifest object) {
        return name(object).equals("/Secret") && SopsValues.marked(object) ? SopsValues.standIn(object) : object;
    }

    /** Of a kind that nobody described, the metadata is known all the same. */
    private static List<Fault> unknown(Manifest object, Context context) {
        List<Fault> faults = new ArrayList<>();
        Faults told = new Faults(context.version(), faults::add);
        Field root = Field.of(object);
        Metadata.readable(root.get("metadata"), told);
        if (faults.isEmpty()) {
            Metadata.validate(root, name(object), true, told);
        }
        return faults;
    }

    private static String name(Manifest object) {
        return object.identity().group() + "/" + object.kind();
    }

    private static List<Fault> faults(Manifest object, KindSchema schema, Context context) {
        List<Fault> faults = new ArrayList<>(schema.decode(object.root()));
        if (faults.stream().noneMatch(fault -> fault.reason().refused())) {
            Mapping stored = schema.defaulted(object.root());
            Field root = Field.of(stored);
            Faults told = new Faults(context.version(), faults::add);
            Metadata.validate(root, name(object), schema.namespaced(), told);
            faults.addAll(schema.validate(stored));
            Validator validator = BUILT_IN.get(name(object));
            if (schema.builtIn() && validator != null) {
                validator.validate(root, told);
            }
        }
        return faults;
    }
}
