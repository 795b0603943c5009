package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Snapshots;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A change to an object that something else made. A patch whose object is not there is an error, so that none is
 * silently lost.
 *
 * @param kind the kind of the object, such as {@code Deployment}
 * @param name its name
 * @param change what becomes of it; it must stay the same object
 */
public record Patch(String kind, String name, UnaryOperator<Manifest> change) {

    public Patch {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(change, "change");
    }

    /**
     * A change to the typed object; what it does not touch stays as it is, fields unknown to the type too.
     *
     * <pre>{@code Patch.of(Deployment.class, "grafana", deployment -> deployment.getSpec().setPaused(true))}</pre>
     */
    public static <T extends HasMetadata> Patch of(Class<T> type, String name, Consumer<T> change) {
        return new Patch(
                HasMetadata.getKind(type),
                name,
                manifest -> Snapshots.patch(manifest, type, object -> {
                    change.accept(object);
                    return object;
                }));
    }

    /** A change to the tree of nodes, for kinds without a type. */
    public static Patch of(String kind, String name, UnaryOperator<Manifest> change) {
        return new Patch(kind, name, change);
    }

    boolean meant(Manifest manifest) {
        return manifest.kind().equals(kind) && manifest.name().equals(name);
    }
}
