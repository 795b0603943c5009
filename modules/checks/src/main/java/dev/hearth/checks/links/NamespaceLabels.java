package dev.hearth.checks.links;

import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.rule.Context;
import dev.hearth.manifest.Manifest;
import java.util.Optional;

/** The labels of namespaces, as far as they are told. */
final class NamespaceLabels {

    private NamespaceLabels() {}

    /** The labels of that namespace, with the one that Kubernetes sets; empty where nobody tells them. */
    static Optional<ImmutableMap<String, String>> of(String namespace, Context context) {
        return context.graph()
                .find("", "Namespace", "", namespace)
                .map(Manifest::labels)
                .map(labels -> ImmutableMap.<String, String>builder()
                        .putAll(labels)
                        .put("kubernetes.io/metadata.name", namespace)
                        .buildKeepingLast());
    }
}
