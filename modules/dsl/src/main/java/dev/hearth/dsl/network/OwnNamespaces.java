package dev.hearth.dsl.network;

import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Layer;
import dev.hearth.dsl.Site;
import dev.hearth.manifest.Manifest;
import java.util.Set;
import java.util.TreeSet;

/** The namespaces that a cluster owns: those that get default deny. */
public final class OwnNamespaces {

    private OwnNamespaces() {}

    /**
     * The namespaces of components and of their objects, sorted. Left out are Kubernetes' own ({@code kube-...}) and those
     * of preinstalled systems: what runs there has not declared what it opens.
     */
    public static ImmutableSortedSet<String> of(Expansion expansion) {
        Set<String> owned = new TreeSet<>();
        expansion
                .cluster()
                .members()
                .map(Layer.Member::component)
                .map(Component::namespace)
                .forEach(owned::add);
        for (Manifest manifest : expansion.manifests()) {
            manifest.namespace().ifPresent(owned::add);
            if (manifest.kind().equals("Namespace")
                    && manifest.identity().group().isEmpty()) {
                owned.add(manifest.name());
            }
        }
        owned.removeIf(OwnNamespaces::ofKubernetes);
        expansion.cluster().site().preinstalled().stream()
                .map(Site.Preinstalled::namespace)
                .forEach(owned::remove);
        return ImmutableSortedSet.copyOf(owned);
    }

    /** Whether something runs there that is no part of the tree. */
    static boolean ofOthers(String namespace, Site site) {
        return ofKubernetes(namespace)
                || site.dns().namespace().equals(namespace)
                || site.preinstalled().stream()
                        .anyMatch(system -> system.namespace().equals(namespace));
    }

    private static boolean ofKubernetes(String namespace) {
        return namespace.startsWith("kube-");
    }
}
