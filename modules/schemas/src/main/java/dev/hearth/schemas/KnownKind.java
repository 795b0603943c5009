package dev.hearth.schemas;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Mapping;

/** A kind of Kubernetes itself: its schema says what can be read, code says the rest. */
final class KnownKind implements KindSchema {

    private final boolean namespaced;
    private final Structure structure;

    KnownKind(boolean namespaced, Structure structure) {
        this.namespaced = namespaced;
        this.structure = structure;
    }

    @Override
    public boolean namespaced() {
        return namespaced;
    }

    @Override
    public boolean builtIn() {
        return true;
    }

    @Override
    public ImmutableList<Fault> decode(Mapping object) {
        return Decoder.faults(object, structure, false);
    }

    @Override
    public Mapping defaulted(Mapping object) {
        return Defaults.in(object, structure);
    }

    @Override
    public ImmutableList<Fault> validate(Mapping object) {
        return ImmutableList.of();
    }
}
