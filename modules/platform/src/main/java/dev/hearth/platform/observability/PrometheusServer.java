package dev.hearth.platform.observability;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.manifest.Snapshots;
import dev.hearth.platform.Catalogue;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.openshift.api.model.monitoring.v1.AlertmanagerEndpoints;
import io.fabric8.openshift.api.model.monitoring.v1.AlertmanagerEndpointsBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.RemoteWriteSpec;
import io.fabric8.openshift.api.model.monitoring.v1.RemoteWriteSpecBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator is told of a Prometheus.
 *
 * @param prometheus the settings
 */
record PrometheusServer(Prometheus prometheus) implements Part {

    private static final Image IMAGE = Catalogue.image("prometheus");

    /** Ten senders hold some hundred thousand samples at the most, which is what the memory limit allows for. */
    private static final int SENDERS = 10;

    @Override
    public void expand(Scope scope) {
        scope.manifest(Snapshots.of(resource(scope)));
    }

    private io.fabric8.openshift.api.model.monitoring.v1.Prometheus resource(Scope scope) {
        LabelSelector all = new LabelSelector();
        PrometheusBuilder resource = new PrometheusBuilder()
                .withNewMetadata()
                .withName(prometheus.name())
                .endMetadata()
                .withNewSpec()
                .withVersion(IMAGE.tag())
                .withImage(IMAGE.toString())
                .withReplicas(1)
                .withServiceAccountName(prometheus.name())
                .withAutomountServiceAccountToken(true)
                .withServiceDiscoveryRole("EndpointSlice")
                .withRetention(prometheus.retention().toHours() + "h")
                .withRetentionSize(prometheus.storage().value() / 5 * 4 / (1 << 20) + "MB")
                .withScrapeInterval("30s")
                .withEvaluationInterval("30s")
                .withExternalLabels(labels(scope))
                .withPrometheusExternalLabelName("")
                .withReplicaExternalLabelName("")
                .withExternalUrl(url(scope))
                .withServiceMonitorSelector(all)
                .withServiceMonitorNamespaceSelector(all)
                .withPodMonitorSelector(all)
                .withPodMonitorNamespaceSelector(all)
                .withProbeSelector(all)
                .withProbeNamespaceSelector(all)
                .withScrapeConfigSelector(all)
                .withScrapeConfigNamespaceSelector(all)
                .withRuleSelector(all)
                .withRuleNamespaceSelector(all)
                .withEnableFeatures("exemplar-storage")
                .withNewResources()
                .addToRequests("cpu", new Quantity("200m"))
                .addToRequests("memory", new Quantity("400Mi"))
                .addToLimits("memory", new Quantity("1536Mi"))
                .endResources()
                .withSecurityContext(OperatedPods.security())
                .withAffinity(OperatedPods.affinity(scope.cluster().site()))
                .withStorage(OperatedPods.storage(scope.cluster().site(), prometheus.storage()))
                .withRemoteWrite(prometheus.remoteWrites().stream()
                        .map(write -> remoteWrite(write, scope))
                        .toList())
                .endSpec();
        return prometheus.alertmanagers().isEmpty()
                ? resource.build()
                : resource.editSpec()
                        .withNewAlerting()
                        .withAlertmanagers(prometheus.alertmanagers().stream()
                                .map(service -> alertmanager(service, scope))
                                .toList())
                        .endAlerting()
                        .endSpec()
                        .build();
    }

    /** Prometheus expands variables here alone, so a dollar is doubled. */
    private Map<String, String> labels(Scope scope) {
        ImmutableSortedMap.Builder<String, String> labels = ImmutableSortedMap.naturalOrder();
        if (!prometheus.externalLabels().containsKey("cluster")) {
            labels.put("cluster", scope.cluster().name());
        }
        prometheus.externalLabels().forEach((key, value) -> labels.put(key, value.replace("$", "$$")));
        return labels.buildOrThrow();
    }

    private @Nullable String url(Scope scope) {
        String host = prometheus.links().isEmpty() ? prometheus.host() : prometheus.links();
        return host.isEmpty() ? null : "https://" + scope.cluster().publicHost(host);
    }

    /** By its Service's endpoints, so that each of several Alertmanagers is told. */
    private static AlertmanagerEndpoints alertmanager(ServiceRef service, Scope scope) {
        return new AlertmanagerEndpointsBuilder()
                .withName(service.service())
                .withNamespace(scope.cluster().namespaceOf(service.component()).orElse(null))
                .withPort(new IntOrString(service.port()))
                .withApiVersion("V2")
                .build();
    }

    private static RemoteWriteSpec remoteWrite(RemoteWrite write, Scope scope) {
        return new RemoteWriteSpecBuilder()
                .withUrl(scope.text(write.url()))
                .withHeaders(write.tenant().isEmpty() ? null : Map.of("X-Scope-OrgID", write.tenant()))
                .withSendExemplars(true)
                .withSendNativeHistograms(true)
                .withNewQueueConfig()
                .withCapacity(10000)
                .withMaxSamplesPerSend(2000)
                .withMaxShards(SENDERS)
                .withMinBackoff("100ms")
                .withMaxBackoff("30s")
                .endQueueConfig()
                .build();
    }
}
