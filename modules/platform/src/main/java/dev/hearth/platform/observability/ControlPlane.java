package dev.hearth.platform.observability;

import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitorBuilder;

/** How the metrics of Kubernetes itself are gathered: those of the kubelets and of the API server. */
final class ControlPlane {

    /** MicroK8s runs the control plane and the kubelet as one process, so each kubelet would repeat the API server's. */
    private static final String OF_OTHERS_IN_THE_KUBELETS_PROCESS =
            "(apiserver|etcd|scheduler|workqueue|aggregator|node_collector|attachdetach|kubeproxy)_.*";

    /** Thousands of series, by verb and resource; sums and counts stay. */
    private static final String HEAVY_HISTOGRAMS =
            "apiserver_request_(sli_|body_size_)?.*_bucket|etcd_request_duration_seconds_bucket";

    private static final String TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";
    private static final String CA = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";

    private ControlPlane() {}

    /**
     * The Service {@code kube-system/kubelet} is kept by the operator. Both of its endpoints are the same target but for the
     * path, so the path is a label.
     */
    static ServiceMonitor kubelets() {
        return new ServiceMonitorBuilder()
                .withNewMetadata()
                .withName("kubelet")
                .endMetadata()
                .withNewSpec()
                .withJobLabel("app.kubernetes.io/name")
                .withNewNamespaceSelector()
                .withMatchNames("kube-system")
                .endNamespaceSelector()
                .withNewSelector()
                .addToMatchLabels("app.kubernetes.io/name", "kubelet")
                .endSelector()
                .addNewEndpoint()
                .withPort("https-metrics")
                .withScheme("https")
                .withPath("/metrics")
                .withHonorLabels(true)
                .addNewRelabeling()
                .withAction("replace")
                .withSourceLabels("__metrics_path__")
                .withTargetLabel("metrics_path")
                .endRelabeling()
                .addNewMetricRelabeling()
                .withAction("drop")
                .withSourceLabels("__name__")
                .withRegex(OF_OTHERS_IN_THE_KUBELETS_PROCESS)
                .endMetricRelabeling()
                .withBearerTokenFile(TOKEN)
                .withNewTlsConfig()
                .withInsecureSkipVerify(true)
                .endTlsConfig()
                .endEndpoint()
                .addNewEndpoint()
                .withPort("https-metrics")
                .withScheme("https")
                .withPath("/metrics/cadvisor")
                .withHonorLabels(true)
                .withHonorTimestamps(false)
                .addNewRelabeling()
                .withAction("replace")
                .withSourceLabels("__metrics_path__")
                .withTargetLabel("metrics_path")
                .endRelabeling()
                .withBearerTokenFile(TOKEN)
                .withNewTlsConfig()
                .withInsecureSkipVerify(true)
                .endTlsConfig()
                .endEndpoint()
                .endSpec()
                .build();
    }

    static ServiceMonitor apiServer() {
        return new ServiceMonitorBuilder()
                .withNewMetadata()
                .withName("kube-apiserver")
                .endMetadata()
                .withNewSpec()
                .withJobLabel("component")
                .withNewNamespaceSelector()
                .withMatchNames("default")
                .endNamespaceSelector()
                .withNewSelector()
                .addToMatchLabels("component", "apiserver")
                .addToMatchLabels("provider", "kubernetes")
                .endSelector()
                .addNewEndpoint()
                .withPort("https")
                .withScheme("https")
                .withPath("/metrics")
                .addNewMetricRelabeling()
                .withAction("drop")
                .withSourceLabels("__name__")
                .withRegex(HEAVY_HISTOGRAMS)
                .endMetricRelabeling()
                .withBearerTokenFile(TOKEN)
                .withNewTlsConfig()
                .withCaFile(CA)
                .withServerName("kubernetes")
                .endTlsConfig()
                .endEndpoint()
                .endSpec()
                .build();
    }
}
