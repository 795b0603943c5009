package dev.hearth.manifest;

import com.google.common.collect.ImmutableSet;

/**
 * Which kinds belong to no namespace.
 *
 * <p>Built-in kinds by the Kubernetes API reference; of the custom ones, those of the systems that Hearth ships
 * components for. What a tree's own CustomResourceDefinitions say wins; {@link KindScopes} asks both.
 */
public final class Kinds {

    private static final ImmutableSet<String> CLUSTER_SCOPED = ImmutableSet.of(
            "/Namespace",
            "/Node",
            "/PersistentVolume",
            "admissionregistration.k8s.io/MutatingAdmissionPolicy",
            "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding",
            "admissionregistration.k8s.io/MutatingWebhookConfiguration",
            "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
            "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
            "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
            "apiextensions.k8s.io/CustomResourceDefinition",
            "apiregistration.k8s.io/APIService",
            "aquasecurity.github.io/ClusterComplianceReport",
            "cert-manager.io/ClusterIssuer",
            "certificates.k8s.io/CertificateSigningRequest",
            "certificates.k8s.io/ClusterTrustBundle",
            "external-secrets.io/ClusterExternalSecret",
            "external-secrets.io/ClusterPushSecret",
            "external-secrets.io/ClusterSecretStore",
            "flowcontrol.apiserver.k8s.io/FlowSchema",
            "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
            "gateway.networking.k8s.io/GatewayClass",
            "networking.k8s.io/IPAddress",
            "networking.k8s.io/IngressClass",
            "networking.k8s.io/ServiceCIDR",
            "node.k8s.io/RuntimeClass",
            "policy.networking.k8s.io/ClusterNetworkPolicy",
            "rbac.authorization.k8s.io/ClusterRole",
            "rbac.authorization.k8s.io/ClusterRoleBinding",
            "resource.k8s.io/DeviceClass",
            "resource.k8s.io/ResourceSlice",
            "scheduling.k8s.io/PriorityClass",
            "storage.k8s.io/CSIDriver",
            "storage.k8s.io/CSINode",
            "storage.k8s.io/StorageClass",
            "storage.k8s.io/VolumeAttachment",
            "storage.k8s.io/VolumeAttributesClass",
            "trust-manager.io/ClusterBundle",
            "trust.cert-manager.io/Bundle");

    private Kinds() {}

    /** Whether objects of that group and kind have no namespace; false for what is not known. */
    public static boolean clusterScoped(String group, String kind) {
        return CLUSTER_SCOPED.contains(group + "/" + kind);
    }
}
