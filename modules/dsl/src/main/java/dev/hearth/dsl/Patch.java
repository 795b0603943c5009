package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import dev.hearth.findings.Place;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Snapshots;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A change to an object that something else made. A patch whose object is not there is an error, so that none is
 * silently lost; so is one that could mean several objects.
 *
 * @param group the API group of the object; any where it is not said
 * @param kind the kind of the object, such as {@code Deployment}
 * @param namespace its namespace; any where it is not said
 * @param name its name
 * @param change what becomes of it; it must stay the same object
 */
public record Patch(
        Optional<String> group, String kind, Optional<String> namespace, String name, UnaryOperator<Manifest> change) {

    public Patch {
        requireNonNull(group, "group");
        requireNonNull(kind, "kind");
        requireNonNull(namespace, "namespace");
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
                Optional.ofNullable(HasMetadata.getGroup(type)),
                HasMetadata.getKind(type),
                Optional.empty(),
                name,
                manifest -> Snapshots.patch(manifest, type, object -> {
                    change.accept(object);
                    return object;
                }));
    }

    /** A change to the tree of nodes, for kinds without a type. */
    public static Patch of(String kind, String name, UnaryOperator<Manifest> change) {
        return new Patch(Optional.empty(), kind, Optional.empty(), name, change);
    }

    /** A copy for the object in that namespace alone. */
    public Patch in(String only) {
        return new Patch(group, kind, Optional.of(Names.label("namespace", only)), name, change);
    }

    boolean meant(Manifest manifest) {
        return manifest.kind().equals(kind)
                && manifest.name().equals(name)
                && group.map(manifest.identity().group()::equals).orElse(true)
                && namespace.map(manifest.identity().namespace()::equals).orElse(true);
    }

    /** What it is meant for, such as {@code ConfigMap monitoring/grafana}. */
    String subject() {
        return kind + " " + namespace.map(where -> where + "/").orElse("") + name;
    }

    /**
     * A patch, and where in the source the cluster was given it; the place is no part of what a cluster is.
     *
     * @param patch the patch
     * @param place where {@link Cluster#patch} was called
     */
    record Placed(Patch patch, Place place) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Placed that && patch.equals(that.patch);
        }

        @Override
        public int hashCode() {
            return patch.hashCode();
        }
    }
}
