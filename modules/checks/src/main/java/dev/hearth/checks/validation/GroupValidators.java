package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableMap;

/** The validators of the built-in kinds that are neither of the core group nor run pods. */
final class GroupValidators {

    private static final String ADMISSION = "admissionregistration.k8s.io/";
    private static final String DEVICES = "resource.k8s.io/";
    private static final String NETWORK = "networking.k8s.io/";
    private static final String ROLES = "rbac.authorization.k8s.io/";
    private static final String STORAGE = "storage.k8s.io/";

    /** By group and kind. */
    static final ImmutableMap<String, Validator> BY_KIND = ImmutableMap.<String, Validator>builder()
            .put(ADMISSION + "MutatingAdmissionPolicy", AdmissionPolicies::mutating)
            .put(ADMISSION + "MutatingAdmissionPolicyBinding", AdmissionPolicies::mutatingBinding)
            .put(ADMISSION + "MutatingWebhookConfiguration", Webhooks::configuration)
            .put(ADMISSION + "ValidatingAdmissionPolicy", AdmissionPolicies::validating)
            .put(ADMISSION + "ValidatingAdmissionPolicyBinding", AdmissionPolicies::validatingBinding)
            .put(ADMISSION + "ValidatingWebhookConfiguration", Webhooks::configuration)
            .put("apiextensions.k8s.io/CustomResourceDefinition", Definitions::definition)
            .put("apiregistration.k8s.io/APIService", ClusterKinds::apiService)
            .put("certificates.k8s.io/CertificateSigningRequest", Certificates::request)
            .put("coordination.k8s.io/Lease", ClusterKinds::lease)
            .put("discovery.k8s.io/EndpointSlice", NetworkAddresses::endpointSlice)
            .put("events.k8s.io/Event", new EventValidator())
            .put("flowcontrol.apiserver.k8s.io/FlowSchema", FlowControl::flowSchema)
            .put("flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration", FlowControl::priorityLevel)
            .put(NETWORK + "IPAddress", NetworkAddresses::address)
            .put(NETWORK + "Ingress", Ingresses::ingress)
            .put(NETWORK + "IngressClass", Ingresses::ingressClass)
            .put(NETWORK + "NetworkPolicy", NetworkPolicies::policy)
            .put(NETWORK + "ServiceCIDR", NetworkAddresses::serviceRange)
            .put("node.k8s.io/RuntimeClass", ClusterKinds::runtimeClass)
            .put(ROLES + "ClusterRole", AccessControl::clusterRole)
            .put(ROLES + "ClusterRoleBinding", AccessControl::clusterRoleBinding)
            .put(ROLES + "Role", AccessControl::role)
            .put(ROLES + "RoleBinding", AccessControl::roleBinding)
            .put(DEVICES + "DeviceClass", DeviceClaims::deviceClass)
            .put(DEVICES + "ResourceClaim", DeviceClaims::claim)
            .put(DEVICES + "ResourceClaimTemplate", DeviceClaims::template)
            .put(DEVICES + "ResourceSlice", DeviceSlices::slice)
            .put("scheduling.k8s.io/PriorityClass", ClusterKinds::priorityClass)
            .put(STORAGE + "CSIDriver", StorageKinds::driver)
            .put(STORAGE + "CSINode", StorageKinds::node)
            .put(STORAGE + "CSIStorageCapacity", StorageKinds::capacity)
            .put(STORAGE + "StorageClass", StorageKinds::storageClass)
            .put(STORAGE + "VolumeAttachment", StorageKinds::attachment)
            .put(STORAGE + "VolumeAttributesClass", StorageKinds::attributesClass)
            .buildOrThrow();

    private GroupValidators() {}
}
