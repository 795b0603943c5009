package dev.hearth.checks.rule;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Place;
import dev.hearth.graph.Graph;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Kinds;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.schemas.Schemas;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a rule may ask.
 *
 * @param graph all objects, and what they refer to
 * @param schemas the kinds that the cluster knows, for its version of Kubernetes
 * @param complete whether the objects, with what is known to be elsewhere, are all that the cluster will have: then what is
 *     not there is missing for certain; otherwise somebody else may bring it
 * @param podSecurity the Pod Security Standard that every pod must keep, whatever its Namespace asks for
 * @param componentPlaces where in the source a component was added, by its name
 */
public record Context(
        Graph graph,
        Schemas schemas,
        boolean complete,
        Optional<PodSecurityStandard> podSecurity,
        Function<String, Optional<Place>> componentPlaces) {

    public Context {
        requireNonNull(graph, "graph");
        requireNonNull(schemas, "schemas");
        requireNonNull(podSecurity, "podSecurity");
        requireNonNull(componentPlaces, "componentPlaces");
    }

    /** The objects to check, in their order. */
    public ImmutableList<Manifest> objects() {
        return graph.objects();
    }

    /** The version of Kubernetes. */
    public KubernetesVersion version() {
        return schemas.version();
    }

    /** Whether that object belongs to no namespace. */
    public boolean clusterScoped(Manifest object) {
        return schemas.kind(object.apiVersion(), object.kind())
                .map(kind -> !kind.namespaced())
                .orElseGet(() -> Kinds.clusterScoped(object.identity().group(), object.kind()));
    }

    /** Where that object was said: where its component was added, and where its field stands in its text. */
    public Optional<Place> placeOf(Manifest object, FieldPath path) {
        Optional<Place> component = object.owner().flatMap(componentPlaces);
        Optional<Place> text = object.position(path).map(Place::of);
        return component.isPresent() && text.isPresent()
                ? text.map(place -> place.within(component.get()))
                : component.or(() -> text);
    }
}
