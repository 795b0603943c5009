package dev.hearth.platform.observability;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;

/**
 * What a Prometheus may read of the API server: where targets are, and metrics of nodes and of the API server itself.
 *
 * @param name the name of its account
 * @param namespace where that is
 */
record PrometheusAccess(String name, String namespace) {

    private String fullName() {
        return namespace + "-" + name;
    }

    ClusterRole role() {
        return new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(fullName())
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("endpoints", "nodes", "nodes/metrics", "pods", "services")
                .withVerbs("get", "list", "watch")
                .endRule()
                .addNewRule()
                .withApiGroups("")
                .withResources("configmaps")
                .withVerbs("get")
                .endRule()
                .addNewRule()
                .withApiGroups("discovery.k8s.io")
                .withResources("endpointslices")
                .withVerbs("get", "list", "watch")
                .endRule()
                .addNewRule()
                .withApiGroups("networking.k8s.io")
                .withResources("ingresses")
                .withVerbs("get", "list", "watch")
                .endRule()
                .addNewRule()
                .withNonResourceURLs("/metrics", "/metrics/slis")
                .withVerbs("get")
                .endRule()
                .build();
    }

    ClusterRoleBinding binding() {
        return new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(fullName())
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", fullName())
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(name)
                .withNamespace(namespace)
                .endSubject()
                .build();
    }
}
