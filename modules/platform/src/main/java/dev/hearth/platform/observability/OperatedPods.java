package dev.hearth.platform.observability;

import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Value;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpecBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.StorageSpec;
import io.fabric8.openshift.api.model.monitoring.v1.StorageSpecBuilder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What pods have in common that the operator makes. */
final class OperatedPods {

    /** The container beside the program, which makes it read changed configuration. */
    static final Port RELOADER = Port.http(8080).named("reloader-web");

    private static final long USER = 1000;
    private static final long GROUP = 2000;

    private OperatedPods() {}

    /** The operator sets what is of a container; these two are left to whoever writes the custom resource. */
    static PodSecurityContext security() {
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(GROUP)
                .withFsGroup(GROUP)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    /** A disk of that size for each pod. */
    static StorageSpec storage(Site site, Bytes size) {
        return new StorageSpecBuilder()
                .withNewVolumeClaimTemplate()
                // The operator hands both on to the claim it makes; the model would name its own type.
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withSpec(new PersistentVolumeClaimSpecBuilder()
                        .withAccessModes("ReadWriteOnce")
                        .withStorageClassName(site.storageClass().isEmpty() ? null : site.storageClass())
                        .withNewResources()
                        .addToRequests("storage", new Quantity(size.toString()))
                        .endResources()
                        .build())
                .endVolumeClaimTemplate()
                .build();
    }

    /** The nodes for monitoring; strictly, because its disk keeps a pod wherever it first starts. */
    static @Nullable Affinity affinity(Site site) {
        return site.nodesFor(NodeRole.MONITORING)
                .map(nodes -> new AffinityBuilder()
                        .withNewNodeAffinity()
                        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                        .addNewNodeSelectorTerm()
                        .addNewMatchExpression()
                        .withKey("kubernetes.io/hostname")
                        .withOperator("In")
                        .withValues(nodes)
                        .endMatchExpression()
                        .endNodeSelectorTerm()
                        .endRequiredDuringSchedulingIgnoredDuringExecution()
                        .endNodeAffinity()
                        .build())
                .orElse(null);
    }

    /** Those pods open that URL, in the cluster or outside of it. */
    static Part calls(Pods pods, Value url) {
        return scope -> {
            url.services().forEach(service -> scope.flow(pods, service));
            if (url.services().isEmpty()) {
                URI outside = URI.create(scope.text(url));
                int usual = "https".equals(outside.getScheme()) ? 443 : 80;
                scope.flow(
                        pods,
                        Peer.outside(outside.getHost()),
                        Protocol.TCP,
                        outside.getPort() < 0 ? usual : outside.getPort());
            }
        };
    }

    /** The identity of pods; whether they hold its token is said where they are. */
    static ServiceAccount serviceAccount(String name) {
        return new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withAutomountServiceAccountToken(false)
                .build();
    }

    /** A Service with ports of the same names as those of the pods. */
    static Service service(String name, Map<String, String> selector, List<Port> ports) {
        ServiceBuilder service = new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("app.kubernetes.io/name", name)
                .endMetadata()
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(selector)
                .endSpec();
        for (Port port : ports) {
            service.editSpec()
                    .addNewPort()
                    .withName(port.name())
                    .withPort(port.servicePort())
                    .withNewTargetPort(port.name())
                    .withProtocol("TCP")
                    .endPort()
                    .endSpec();
        }
        return service.build();
    }
}
