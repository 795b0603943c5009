package dev.hearth.manifest;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which kinds of one tree belong to no namespace: its own CustomResourceDefinitions say it first, then {@link Kinds}.
 */
public final class KindScopes {

    private final ImmutableMap<String, Boolean> clusterScoped;

    private KindScopes(ImmutableMap<String, Boolean> clusterScoped) {
        this.clusterScoped = clusterScoped;
    }

    /** What the CustomResourceDefinitions among those objects say; of several for one kind the last wins. */
    public static KindScopes of(Stream<Manifest> objects) {
        return new KindScopes(objects.filter(KindScopes::isDefinition)
                .map(Manifest::spec)
                .filter(spec -> spec.text("scope").isPresent())
                .collect(ImmutableMap.toImmutableMap(
                        spec -> key(
                                spec.text("group").orElse(""),
                                spec.mapping("names").text("kind").orElse("")),
                        spec -> spec.text("scope").equals(Optional.of("Cluster")),
                        (first, last) -> last)));
    }

    private static boolean isDefinition(Manifest manifest) {
        return manifest.kind().equals("CustomResourceDefinition")
                && manifest.identity().group().equals("apiextensions.k8s.io");
    }

    private static String key(String group, String kind) {
        return group + "/" + kind;
    }

    /** Whether objects of that group and kind have no namespace; false for what is not known. */
    public boolean clusterScoped(String group, String kind) {
        Boolean own = clusterScoped.get(key(group, kind));
        return own == null ? Kinds.clusterScoped(group, kind) : own;
    }

    /** Whether that object is of a kind that has no namespace. */
    public boolean clusterScoped(Manifest manifest) {
        return clusterScoped(manifest.identity().group(), manifest.kind());
    }
}
