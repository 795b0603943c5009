package dev.hearth.graph;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;

/**
 * Pods that an object makes, or is.
 *
 * @param maker the object
 * @param labels the labels of the pods
 * @param spec the spec of the pods; empty where an operator writes it
 * @param order where the maker stands among all objects
 */
public record PodSource(Manifest maker, ImmutableMap<String, String> labels, Mapping spec, int order) {

    public PodSource {
        requireNonNull(maker, "maker");
        requireNonNull(labels, "labels");
        requireNonNull(spec, "spec");
    }

    /** The namespace of the pods. */
    public String namespace() {
        return maker.identity().namespace();
    }

    /** Whether the containers of the pods are told. */
    public boolean told() {
        return !spec.sequence("containers").isEmpty();
    }
}
