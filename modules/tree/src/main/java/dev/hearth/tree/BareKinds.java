package dev.hearth.tree;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import java.util.Locale;

/**
 * The kinds whose files carry no API group: for each name, the one group that it belongs to.
 *
 * <p>The table is part of the file format. Entries are never changed or removed, and one is added only together with
 * a note in the changelog, since the files of that kind then get another name.
 */
final class BareKinds {

    private static final ImmutableSetMultimap<String, String> BY_GROUP = ImmutableSetMultimap.<String, String>builder()
            .putAll(
                    "",
                    "Binding",
                    "ConfigMap",
                    "Endpoints",
                    "Event",
                    "LimitRange",
                    "Namespace",
                    "Node",
                    "PersistentVolume",
                    "PersistentVolumeClaim",
                    "Pod",
                    "PodTemplate",
                    "ReplicationController",
                    "ResourceQuota",
                    "Secret",
                    "Service",
                    "ServiceAccount")
            .putAll(
                    "admissionregistration.k8s.io",
                    "MutatingAdmissionPolicy",
                    "MutatingAdmissionPolicyBinding",
                    "MutatingWebhookConfiguration",
                    "ValidatingAdmissionPolicy",
                    "ValidatingAdmissionPolicyBinding",
                    "ValidatingWebhookConfiguration")
            .putAll("apiextensions.k8s.io", "CustomResourceDefinition")
            .putAll("apiregistration.k8s.io", "APIService")
            .putAll("apps", "ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")
            .putAll("autoscaling", "HorizontalPodAutoscaler")
            .putAll("batch", "CronJob", "Job")
            .putAll("certificates.k8s.io", "CertificateSigningRequest", "ClusterTrustBundle")
            .putAll("coordination.k8s.io", "Lease")
            .putAll("discovery.k8s.io", "EndpointSlice")
            .putAll("flowcontrol.apiserver.k8s.io", "FlowSchema", "PriorityLevelConfiguration")
            .putAll("networking.k8s.io", "Ingress", "IngressClass", "IPAddress", "NetworkPolicy", "ServiceCIDR")
            .putAll("node.k8s.io", "RuntimeClass")
            .putAll("policy", "PodDisruptionBudget")
            .putAll("rbac.authorization.k8s.io", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")
            .putAll("resource.k8s.io", "DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice")
            .putAll("scheduling.k8s.io", "PriorityClass")
            .putAll(
                    "storage.k8s.io",
                    "CSIDriver",
                    "CSINode",
                    "CSIStorageCapacity",
                    "StorageClass",
                    "VolumeAttachment",
                    "VolumeAttributesClass")
            .putAll("argoproj.io", "Application", "ApplicationSet", "AppProject")
            .putAll("aquasecurity.github.io", "ClusterComplianceReport")
            .putAll("bitnami.com", "SealedSecret")
            .putAll("cert-manager.io", "Certificate", "CertificateRequest", "ClusterIssuer", "Issuer")
            .putAll(
                    "external-secrets.io",
                    "ClusterExternalSecret",
                    "ClusterPushSecret",
                    "ClusterSecretStore",
                    "ExternalSecret",
                    "PushSecret",
                    "SecretStore")
            .putAll(
                    "gateway.networking.k8s.io",
                    "BackendTLSPolicy",
                    "Gateway",
                    "GatewayClass",
                    "GRPCRoute",
                    "HTTPRoute",
                    "ListenerSet",
                    "ReferenceGrant",
                    "TCPRoute",
                    "TLSRoute",
                    "UDPRoute")
            .putAll("k8s.nginx.org", "GlobalConfiguration", "TransportServer", "VirtualServer", "VirtualServerRoute")
            .putAll("metallb.io", "BFDProfile", "BGPAdvertisement", "BGPPeer", "IPAddressPool", "L2Advertisement")
            .putAll(
                    "monitoring.coreos.com",
                    "Alertmanager",
                    "AlertmanagerConfig",
                    "PodMonitor",
                    "Probe",
                    "Prometheus",
                    "PrometheusAgent",
                    "PrometheusRule",
                    "ScrapeConfig",
                    "ServiceMonitor",
                    "ThanosRuler")
            .putAll("trust-manager.io", "ClusterBundle")
            .putAll("trust.cert-manager.io", "Bundle")
            .putAll("velero.io", "Backup", "BackupStorageLocation", "Restore", "Schedule", "VolumeSnapshotLocation")
            .build();

    /** Lower-cased kind to group; building it fails where two groups claim one name. */
    private static final ImmutableMap<String, String> GROUP_OF = BY_GROUP.inverse().asMap().entrySet().stream()
            .collect(ImmutableMap.toImmutableMap(
                    kind -> kind.getKey().toLowerCase(Locale.ROOT), kind -> String.join(" ", kind.getValue())));

    private BareKinds() {}

    /** Whether files of that kind carry no group. */
    static boolean contains(String group, String kind) {
        return BY_GROUP.containsEntry(group, kind);
    }

    /** For the test that holds the table together. */
    static ImmutableMap<String, String> groups() {
        return GROUP_OF;
    }
}
