package dev.hearth.graph;

import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Sequence;
import java.util.List;
import java.util.Map;

/** What every cluster has although nobody applies it. */
final class BuiltIns {

    private static final ImmutableSet<String> NAMES = ImmutableSet.of(
            "/Namespace/default",
            "/Namespace/kube-node-lease",
            "/Namespace/kube-public",
            "/Namespace/kube-system",
            "/ServiceAccount/default",
            "/ConfigMap/kube-root-ca.crt",
            "/ConfigMap/istio-ca-root-cert",
            "/ConfigMap/openshift-service-ca.crt",
            "argoproj.io/AppProject/default",
            "rbac.authorization.k8s.io/ClusterRole/admin",
            "rbac.authorization.k8s.io/ClusterRole/cluster-admin",
            "rbac.authorization.k8s.io/ClusterRole/edit",
            "rbac.authorization.k8s.io/ClusterRole/view",
            "rbac.authorization.k8s.io/Role/extension-apiserver-authentication-reader",
            "scheduling.k8s.io/PriorityClass/system-cluster-critical",
            "scheduling.k8s.io/PriorityClass/system-node-critical");

    /** Namespaces that the cluster fills itself. */
    private static final ImmutableSet<String> FILLED = ImmutableSet.of("kube-node-lease", "kube-public", "kube-system");

    /** The Service of the API server, as monitors look for it. */
    static final Manifest API_SERVER = Manifest.of(Mapping.builder()
            .put("apiVersion", "v1")
            .put("kind", "Service")
            .put(
                    "metadata",
                    Mapping.builder()
                            .put("name", "kubernetes")
                            .put("namespace", "default")
                            .put("labels", Mapping.texts(Map.of("component", "apiserver", "provider", "kubernetes")))
                            .build())
            .put(
                    "spec",
                    Mapping.of(
                            "ports",
                            Sequence.of(List.of(Mapping.builder()
                                    .put("name", "https")
                                    .put("port", 443)
                                    .build()))))
            .build());

    private BuiltIns() {}

    static boolean has(Identity object) {
        return NAMES.contains(object.group() + "/" + object.kind() + "/" + object.name())
                || (object.group().equals("rbac.authorization.k8s.io")
                        && object.name().startsWith("system:"));
    }

    static boolean fills(String namespace) {
        return FILLED.contains(namespace);
    }
}
