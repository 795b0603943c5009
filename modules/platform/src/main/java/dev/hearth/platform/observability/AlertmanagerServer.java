package dev.hearth.platform.observability;

import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Image;
import dev.hearth.platform.Catalogue;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.AlertmanagerBuilder;

/**
 * What the operator is told of an Alertmanager.
 *
 * @param alertmanager the settings
 * @param cluster where it runs
 */
record AlertmanagerServer(Alertmanager alertmanager, ClusterView cluster) {

    private static final Image IMAGE = Catalogue.image("alertmanager");

    io.fabric8.openshift.api.model.monitoring.v1.Alertmanager resource() {
        String secret = new AlertmanagerConfiguration(alertmanager).secrets().name();
        String host = alertmanager.links().isEmpty() ? alertmanager.host() : alertmanager.links();
        AlertmanagerBuilder resource = new AlertmanagerBuilder()
                .withNewMetadata()
                .withName(alertmanager.name())
                .endMetadata()
                .withNewSpec()
                .withVersion(IMAGE.tag())
                .withImage(IMAGE.toString())
                .withReplicas(alertmanager.replicas())
                .withServiceAccountName(alertmanager.name())
                .withAutomountServiceAccountToken(false)
                .withConfigSecret(secret)
                // A pod waits for what it mounts; the operator does not wait for the configuration.
                .withSecrets(secret)
                .withRetention("120h")
                .withExternalUrl(host.isEmpty() ? null : "https://" + cluster.publicHost(host))
                .withNewResources()
                .addToRequests("cpu", new Quantity("10m"))
                .addToRequests("memory", new Quantity("100Mi"))
                .addToLimits("memory", new Quantity("128Mi"))
                .endResources()
                .withSecurityContext(OperatedPods.security())
                .withAffinity(OperatedPods.affinity(cluster.site()))
                .withStorage(OperatedPods.storage(cluster.site(), alertmanager.storage()))
                .endSpec();
        return alertmanager.replicas() == 1
                ? resource.build()
                : resource.editSpec()
                        .withTopologySpreadConstraints(new TopologySpreadConstraintBuilder()
                                .withMaxSkew(1)
                                .withTopologyKey("kubernetes.io/hostname")
                                .withWhenUnsatisfiable("ScheduleAnyway")
                                .withLabelSelector(pods())
                                .build())
                        .endSpec()
                        .build();
    }

    /** Two of three stay while a node is drained. */
    PodDisruptionBudget budget() {
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(alertmanager.name())
                .endMetadata()
                .withNewSpec()
                .withNewMaxUnavailable(1)
                .withSelector(pods())
                .endSpec()
                .build();
    }

    private LabelSelector pods() {
        return new LabelSelectorBuilder().withMatchLabels(alertmanager.labels()).build();
    }
}
