package dev.hearth.dsl.network;

import com.google.common.collect.ImmutableListMultimap;
import dev.hearth.dsl.Pods;
import dev.hearth.graph.network.Pod;
import dev.hearth.manifest.Manifest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which pods use the network of their node: no policy selects them, and others see them as the node. Only pods whose
 * template is among the manifests are known.
 */
final class HostNetwork {

    /** How many of some pods do. */
    enum Share {
        NONE,
        SOME,
        ALL
    }

    private final ImmutableListMultimap<String, Pod> templates;

    private HostNetwork(ImmutableListMultimap<String, Pod> templates) {
        this.templates = templates;
    }

    static HostNetwork of(Collection<Manifest> manifests) {
        return new HostNetwork(manifests.stream()
                .map(Pod::from)
                .flatMap(Optional::stream)
                .collect(ImmutableListMultimap.toImmutableListMultimap(Pod::namespace, pod -> pod)));
    }

    Share share(Pods pods) {
        List<Pod> meant = templates.get(pods.namespace()).stream()
                .filter(pod -> pod.labels().entrySet().containsAll(pods.labels().entrySet()))
                .toList();
        long onHost = meant.stream().filter(Pod::hostNetwork).count();
        if (onHost == 0) {
            return Share.NONE;
        }
        return onHost == meant.size() ? Share.ALL : Share.SOME;
    }
}
