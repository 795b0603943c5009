package dev.hearth.schemas;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Mapping;
import java.util.Optional;
import java.util.function.Supplier;

/** A kind that a CustomResourceDefinition brings: its schema says all. */
final class CustomKind implements KindSchema {

    // After one of these the API server does not ask the rules in CEL.
    private static final ImmutableSet<Reason> BLOCKING =
            ImmutableSet.of(Reason.UNSUPPORTED, Reason.REQUIRED, Reason.TOO_LONG, Reason.TOO_MANY, Reason.TYPE);

    private final boolean namespaced;
    private final Lazy<Structure> structure;
    private final Lazy<Judge> judge;
    private final Lazy<Optional<RuleTree>> rules;

    /**
     * @param schema its {@code openAPIV3Schema}
     * @param metadata what the metadata of an object are
     * @param minor of Kubernetes
     */
    CustomKind(
            boolean namespaced,
            Supplier<Mapping> schema,
            Supplier<Structure> metadata,
            int minor,
            Optional<SchemaRules.Reader> reader) {
        this.namespaced = namespaced;
        Lazy<Mapping> definition = Lazy.of(schema);
        this.structure = Lazy.of(() -> Structure.ofCustom(definition.get(), metadata.get()));
        this.judge = Lazy.of(() -> Judge.of(definition.get(), minor));
        this.rules = Lazy.of(() -> reader.flatMap(read -> RuleTree.of(definition.get(), read)));
    }

    @Override
    public boolean namespaced() {
        return namespaced;
    }

    @Override
    public boolean builtIn() {
        return false;
    }

    @Override
    public ImmutableList<Fault> decode(Mapping object) {
        return Decoder.faults(object, structure.get(), true);
    }

    @Override
    public Mapping defaulted(Mapping object) {
        return Defaults.in(object, structure.get());
    }

    @Override
    public ImmutableList<Fault> validate(Mapping object) {
        ImmutableList<Fault> faults = judge.get().faults(object);
        Optional<RuleTree> tree = rules.get();
        if (tree.isEmpty() || faults.stream().anyMatch(fault -> BLOCKING.contains(fault.reason()))) {
            return faults;
        }
        return ImmutableList.<Fault>builder()
                .addAll(faults)
                .addAll(tree.get().faults(object))
                .build();
    }
}
