package dev.hearth.platform.access;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.MadeInCluster;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;
import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.List;

/** The Bundle from which trust-manager makes a ConfigMap in each of its namespaces. */
record TrustBundle(
        String configMap,
        String key,
        boolean publicAuthorities,
        ImmutableSortedSet<String> targets,
        AuthorityOffer authority)
        implements Part {

    static final ImmutableList<String> GROUPS = ImmutableList.of("trust.cert-manager.io", "trust-manager.io");

    @Override
    public void expand(Scope scope) {
        scope.manifest(Manifest.of(Mapping.builder()
                .put("apiVersion", "trust.cert-manager.io/v1alpha1")
                .put("kind", "Bundle")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", configMap)
                                // After the webhook that looks at it.
                                .put("annotations", Mapping.of("argocd.argoproj.io/sync-wave", Node.text("1")))
                                .build())
                .put(
                        "spec",
                        Mapping.builder()
                                .put("sources", sources())
                                .put(
                                        "target",
                                        Mapping.builder()
                                                .put("configMap", Mapping.of("key", Node.text(key)))
                                                .put("namespaceSelector", namespaces())
                                                .build())
                                .build())
                .build()));
        targets.forEach(namespace -> scope.fact(MadeInCluster.configMap(namespace, configMap, key)));
    }

    private Sequence sources() {
        List<Mapping> sources = new ArrayList<>();
        sources.add(Mapping.of(
                "secret",
                Mapping.builder()
                        .put("name", authority.secret())
                        .put("key", authority.key())
                        .build()));
        if (publicAuthorities) {
            sources.add(Mapping.of("useDefaultCAs", Bool.TRUE));
        }
        return Sequence.of(sources);
    }

    private Mapping namespaces() {
        return Mapping.of(
                "matchExpressions",
                Node.list(Mapping.builder()
                        .put("key", "kubernetes.io/metadata.name")
                        .put("operator", "In")
                        .put("values", Node.texts(targets))
                        .build()));
    }
}
