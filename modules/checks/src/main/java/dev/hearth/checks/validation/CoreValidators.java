package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableMap;

/** What the API server refuses of the kinds of the groups core, apps, batch, autoscaling and policy. */
final class CoreValidators {

    /** By group and kind. Kinds with nothing to say beyond their metadata are not here. */
    static final ImmutableMap<String, Validator> ALL = ImmutableMap.<String, Validator>builder()
            .put("/Binding", new BindingValidator())
            .put("/ConfigMap", new ConfigMapValidator())
            .put("/Endpoints", new EndpointsValidator())
            .put("/Event", new EventValidator())
            .put("/LimitRange", new LimitRangeValidator())
            .put("/Namespace", new NamespaceValidator())
            .put("/Node", new NodeValidator())
            .put("/PersistentVolume", new PersistentVolumeValidator())
            .put("/PersistentVolumeClaim", VolumeClaims::claim)
            .put("/ReplicationController", new ReplicationControllerValidator())
            .put("/ResourceQuota", new ResourceQuotaValidator())
            .put("/Secret", new SecretValidator())
            .put("/Service", new ServiceValidator())
            .put("apps/ControllerRevision", new ControllerRevisionValidator())
            .put("apps/DaemonSet", new DaemonSetValidator())
            .put("apps/Deployment", new DeploymentValidator())
            .put("apps/ReplicaSet", new ReplicaSetValidator())
            .put("apps/StatefulSet", new StatefulSetValidator())
            .put("autoscaling/HorizontalPodAutoscaler", new HorizontalPodAutoscalerValidator())
            .put("batch/CronJob", new CronJobValidator())
            .put("batch/Job", new JobValidator())
            .put("policy/PodDisruptionBudget", new PodDisruptionBudgetValidator())
            .buildOrThrow();

    private CoreValidators() {}
}
