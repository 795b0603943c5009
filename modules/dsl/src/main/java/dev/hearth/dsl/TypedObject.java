package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import dev.hearth.manifest.Snapshots;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Any typed object of the fabric8 model, or of an own class of that kind. */
record TypedObject(HasMetadata object) implements Part {

    TypedObject {
        requireNonNull(object, "object");
    }

    @Override
    public void expand(Scope scope) {
        scope.manifest(Snapshots.of(object));
    }
}
