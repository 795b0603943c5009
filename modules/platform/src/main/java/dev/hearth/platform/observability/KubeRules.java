package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.RuleGroup;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;

/** What the objects of a cluster tell: nodes, pods, those who make pods, jobs, volumes and quotas. */
final class KubeRules {

    private KubeRules() {}

    static Rules of(String exporter) {
        return workloads(jobs(pods(nodes(Rules.named(exporter))))).group(room(RuleGroup.named("room")));
    }

    private static Rules nodes(Rules rules) {
        return rules.alert(Alert.named("KubeNodeNotReady")
                        .expr("kube_node_status_condition{condition=\"Ready\",status=\"true\"} == 0"
                                + " and on (node) kube_node_spec_unschedulable == 0")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("A node is not ready")
                        .description("{{ $labels.node }} has not been ready for 15 minutes."))
                .alert(Alert.named("KubeNodePressed")
                        .expr(
                                "kube_node_status_condition{condition=~\"(Disk|Memory|PID)Pressure\",status=\"true\"} == 1")
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary("A node turns pods away")
                        .description("{{ $labels.node }} has {{ $labels.condition }}: pods are evicted, new ones do not"
                                + " start there."))
                .alert(Alert.named("KubeNodeUnschedulable")
                        .expr("kube_node_spec_unschedulable == 1")
                        .holding(hours(24))
                        .severity(Severity.INFO)
                        .summary("A node is still drained")
                        .description("kubectl uncordon {{ $labels.node }} lets pods start there again."));
    }

    private static Rules pods(Rules rules) {
        return rules.alert(Alert.named("PodCrashLooping")
                        .expr("max_over_time(kube_pod_container_status_waiting_reason"
                                + "{reason=\"CrashLoopBackOff\"}[5m]) >= 1")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("A container crashes again and again")
                        .description("{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }}."))
                .alert(Alert.named("PodNotReady")
                        .expr("sum by (namespace, pod) (max by (namespace, pod)"
                                + " (kube_pod_status_phase{phase=~\"Pending|Unknown|Failed\"})"
                                + " * on (namespace, pod) group_left (owner_kind) topk by (namespace, pod)"
                                + " (1, max by (namespace, pod, owner_kind)"
                                + " (kube_pod_owner{owner_kind!=\"Job\"}))) > 0")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("A pod does not start")
                        .description("{{ $labels.namespace }}/{{ $labels.pod }} has not run for 15 minutes."))
                .alert(Alert.named("ContainerWaiting")
                        .expr("max by (namespace, pod, container, reason) (kube_pod_container_status_waiting_reason"
                                + "{reason=~\"CreateContainerConfigError|ErrImagePull|ImagePullBackOff|InvalidImageName\"})"
                                + " > 0")
                        .holding(minutes(30))
                        .severity(Severity.WARNING)
                        .summary("A container cannot be started")
                        .description("{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }}:"
                                + " {{ $labels.reason }}."));
    }

    private static Rules jobs(Rules rules) {
        return rules.alert(Alert.named("KubeJobFailed")
                        .expr("kube_job_failed{condition=\"true\"} > 0")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("A job has failed")
                        .description("{{ $labels.namespace }}/{{ $labels.job_name }} has failed."))
                .alert(Alert.named("KubeJobUnfinished")
                        .expr("time() - max by (namespace, job_name)"
                                + " (kube_job_status_start_time and kube_job_status_active > 0) > 12 * 3600")
                        .severity(Severity.WARNING)
                        .summary("A job does not come to an end")
                        .description("{{ $labels.namespace }}/{{ $labels.job_name }} has run for"
                                + " {{ $value | humanizeDuration }}."))
                .alert(Alert.named("CronJobStale")
                        .expr("kube_cronjob_status_last_schedule_time - kube_cronjob_status_last_successful_time"
                                + " > 26 * 3600")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("A CronJob has not succeeded for long")
                        .description("Between the last start of {{ $labels.namespace }}/{{ $labels.cronjob }} and the"
                                + " last success lie {{ $value | humanizeDuration }}."));
    }

    private static Rules workloads(Rules rules) {
        return rules.alert(Alert.named("KubeDeploymentIncomplete")
                        .expr("kube_deployment_spec_replicas > kube_deployment_status_replicas_available")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Pods of a Deployment are missing")
                        .description("{{ $labels.namespace }}/{{ $labels.deployment }} has wanted {{ $value }} for 15"
                                + " minutes, and has fewer."))
                .alert(Alert.named("KubeStatefulSetIncomplete")
                        .expr("kube_statefulset_replicas > kube_statefulset_status_replicas_ready")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Pods of a StatefulSet are missing")
                        .description("{{ $labels.namespace }}/{{ $labels.statefulset }} has wanted {{ $value }} for 15"
                                + " minutes, and has fewer."))
                .alert(Alert.named("KubeDaemonSetIncomplete")
                        .expr("kube_daemonset_status_desired_number_scheduled > kube_daemonset_status_number_available")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Pods of a DaemonSet are missing")
                        .description("{{ $labels.namespace }}/{{ $labels.daemonset }} has wanted {{ $value }} for 15"
                                + " minutes, and has fewer."))
                .alert(Alert.named("KubeScaledToTheLimit")
                        .expr("kube_horizontalpodautoscaler_status_current_replicas"
                                + " == kube_horizontalpodautoscaler_spec_max_replicas")
                        .holding(hours(1))
                        .severity(Severity.INFO)
                        .summary("An autoscaler cannot add pods any more")
                        .description("{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has been at its"
                                + " {{ $value }} pods for an hour."));
    }

    private static RuleGroup room(RuleGroup group) {
        return group.alert(Alert.named("VolumeClaimPending")
                        .expr("kube_persistentvolumeclaim_status_phase{phase=\"Pending\"} == 1")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("A claim gets no volume")
                        .description(
                                "kubectl -n {{ $labels.namespace }} describe pvc {{ $labels.persistentvolumeclaim }}"
                                        + " says why."))
                .alert(Alert.named("VolumeFailed")
                        .expr("kube_persistentvolume_status_phase{phase=\"Failed\"} == 1")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("A volume is in a failed state")
                        .description("kubectl describe pv {{ $labels.persistentvolume }} says why."))
                .alert(Alert.named("KubeQuotaAlmostFull")
                        .expr("kube_resourcequota{type=\"used\"} / ignoring (type)"
                                + " (kube_resourcequota{type=\"hard\"} > 0) > 0.9")
                        .holding(minutes(15))
                        .severity(Severity.INFO)
                        .summary("A quota is almost used up")
                        .description("{{ $value | humanizePercentage }} of {{ $labels.resource }} of"
                                + " {{ $labels.namespace }} are used; then nothing more starts there."));
    }
}
