package dev.hearth.checks.links;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.findings.Severity;
import dev.hearth.graph.Reference;
import java.util.Locale;

/** Which rule speaks for which kind of object that is referred to. */
final class Referents {

    private static final String OTHER = "link.object";
    private static final ImmutableSet<String> SCALERS =
            ImmutableSet.of("HorizontalPodAutoscaler", "VerticalPodAutoscaler", "ScaledObject");

    /** Kind, rule, and how bad it is where somebody else may bring the object. */
    private static final ImmutableMap<String, Referent> BY_KIND = table("""
            /ConfigMap                                 link.config           warning
            /PersistentVolume                          link.claim            warning
            /PersistentVolumeClaim                     link.claim            warning
            /Secret                                    link.secret           info
            /Service                                   link.service          warning
            /ServiceAccount                            link.service-account  warning
            apps/Deployment                            link.scale-target     warning
            cert-manager.io/ClusterIssuer              link.issuer           info
            cert-manager.io/Issuer                     link.issuer           warning
            gateway.networking.k8s.io/Gateway          link.gateway          info
            gateway.networking.k8s.io/GatewayClass     link.gateway          info
            gateway.networking.k8s.io/ListenerSet      link.gateway          info
            networking.k8s.io/IngressClass             link.ingress-class    info
            node.k8s.io/RuntimeClass                   link.runtime-class    info
            rbac.authorization.k8s.io/ClusterRole      link.role             info
            rbac.authorization.k8s.io/Role             link.role             warning
            scheduling.k8s.io/PriorityClass            link.priority-class   info
            storage.k8s.io/StorageClass                link.storage-class    info
            """);

    private static final ImmutableMap<String, String> HINTS = ImmutableMap.<String, String>builder()
            .put("link.config", "correct the name, or add the ConfigMap to that namespace")
            .put("link.claim", "correct the name, or add the claim to that namespace")
            .put(
                    "link.secret",
                    "correct the name, or tell who makes it: a SealedSecret, an ExternalSecret, a Certificate, or a Secret"
                            + " without data among what is preinstalled")
            .put(
                    "link.service",
                    "lead to a Service of the same namespace; one that a chart or an operator makes belongs in the offers()"
                            + " of its component")
            .put("link.service-account", "correct the name, or add the ServiceAccount to that namespace")
            .put("link.scale-target", "name the kind and name of a workload of the same namespace")
            .put("link.issuer", "correct the name and kind, or add the issuer")
            .put("link.gateway", "correct the name and namespace, or add what is named")
            .put("link.role", "correct the name and kind, or add the role")
            .put(
                    "link.storage-class",
                    "name a class of the cluster; those it has already belong in the Site, or among what is preinstalled")
            .buildOrThrow();

    /**
     * What is said of a kind.
     *
     * @param rule the rule
     * @param unsure how bad an absent one is where somebody else may bring it
     */
    record Referent(String rule, Severity unsure) {

        String hint() {
            return HINTS.getOrDefault(
                    rule,
                    "correct the name, or add it; what the cluster has already belongs among what is preinstalled");
        }
    }

    private Referents() {}

    private static ImmutableMap<String, Referent> table(String rows) {
        ImmutableMap.Builder<String, Referent> table = ImmutableMap.builder();
        for (String row : Splitter.on('\n').omitEmptyStrings().split(rows)) {
            String[] words = row.trim().split(" +", -1);
            table.put(words[0], new Referent(words[1], Severity.valueOf(words[2].toUpperCase(Locale.ROOT))));
        }
        return table.buildOrThrow();
    }

    static Referent of(Reference reference) {
        if (SCALERS.contains(reference.from().kind()) && !reference.to().kind().contains("TriggerAuthentication")) {
            return new Referent("link.scale-target", Severity.WARNING);
        }
        return BY_KIND.getOrDefault(reference.kind(), new Referent(OTHER, Severity.INFO));
    }

    static ImmutableSet<String> ids() {
        ImmutableSet.Builder<String> ids = ImmutableSet.builder();
        BY_KIND.values().forEach(referent -> ids.add(referent.rule()));
        return ids.add(OTHER).build();
    }
}
