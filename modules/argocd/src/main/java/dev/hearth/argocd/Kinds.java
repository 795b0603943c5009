package dev.hearth.argocd;

import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Manifest;

/** Which kinds come with Kubernetes, and which with definitions. */
final class Kinds {

    private static final ImmutableSet<String> BUILT_IN = ImmutableSet.of(
            "",
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "apiregistration.k8s.io",
            "apps",
            "authentication.k8s.io",
            "authorization.k8s.io",
            "autoscaling",
            "batch",
            "certificates.k8s.io",
            "coordination.k8s.io",
            "discovery.k8s.io",
            "events.k8s.io",
            "flowcontrol.apiserver.k8s.io",
            "networking.k8s.io",
            "node.k8s.io",
            "policy",
            "rbac.authorization.k8s.io",
            "resource.k8s.io",
            "scheduling.k8s.io",
            "storage.k8s.io",
            "storagemigration.k8s.io");

    /** Argo CD's own kinds are there before anything is synced. */
    private static final String ARGO = "argoproj.io";

    private Kinds() {}

    /** Whether the kinds of that API group are there before the first sync. */
    static boolean alwaysThere(String group) {
        return BUILT_IN.contains(group) || group.equals(ARGO);
    }

    static boolean isDefinition(Manifest manifest) {
        return manifest.kind().equals("CustomResourceDefinition")
                && manifest.identity().group().equals("apiextensions.k8s.io");
    }
}
