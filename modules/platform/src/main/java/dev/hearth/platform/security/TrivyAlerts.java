package dev.hearth.platform.security;

import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import java.util.Set;

/** When somebody must look at what runs, or at the operator that looks at it. */
final class TrivyAlerts {

    private TrivyAlerts() {}

    static Rules of(String name, Set<TrivyScan> scans) {
        Rules rules = Rules.named(name)
                .alert(Alert.named("TrivyOperatorDown")
                        .expr("kube_deployment_status_replicas_available{namespace=\"" + name + "\", deployment=\""
                                + name + "\"} == 0")
                        .holding(minutes(30))
                        .severity(Severity.WARNING)
                        .summary("Nobody looks for known faults of what runs")
                        .description("No pod of {{ $labels.namespace }}/{{ $labels.deployment }} is ready."))
                .alert(Alert.named("TrivyOperatorFailing")
                        .expr("sum by (namespace, controller) (increase(controller_runtime_reconcile_errors_total{"
                                + "namespace=\"" + name + "\"}[1h])) > 10")
                        .holding(hours(1))
                        .severity(Severity.WARNING)
                        .summary("Trivy fails at what it does, again and again")
                        .description(
                                "{{ $value | humanize }} tries of its controller {{ $labels.controller }} failed within"
                                        + " an hour; kubectl --namespace {{ $labels.namespace }} logs deployment/"
                                        + name
                                        + " says why. A database that cannot be loaded is the usual reason."));
        if (scans.contains(TrivyScan.VULNERABILITIES)) {
            rules = rules.alert(
                            Alert.named("TrivyCriticalVulnerability")
                                    .expr("max by (image_registry, image_repository, image_tag)"
                                            + " (trivy_image_vulnerabilities{severity=\"Critical\"}) > 0")
                                    .holding(hours(1))
                                    .severity(Severity.WARNING)
                                    .summary(
                                            "{{ $labels.image_repository }}:{{ $labels.image_tag }} has critical faults")
                                    .description(
                                            "{{ $value }} of what is known of it is critical. kubectl get vulnerabilityreports"
                                                    + " --all-namespaces says in which pods it runs; a newer tag of it is the usual way."))
                    .alert(Alert.named("TrivyWithoutReports")
                            .expr("absent(trivy_image_vulnerabilities)")
                            .holding(hours(6))
                            .severity(Severity.WARNING)
                            .summary("No image that runs was looked at")
                            .description(
                                    "There has been no report for six hours, as if all scans fail: kubectl --namespace "
                                            + name + " get jobs,pods, and the logs of the operator say why."));
        }
        if (scans.contains(TrivyScan.EXPOSED_SECRETS)) {
            rules = rules.alert(
                    Alert.named("TrivyExposedSecret")
                            .expr("max by (image_registry, image_repository, image_tag)"
                                    + " (sum without (severity) (trivy_image_exposedsecrets)) > 0")
                            .severity(Severity.CRITICAL)
                            .summary(
                                    "{{ $labels.image_repository }}:{{ $labels.image_tag }} holds secrets for everybody to read")
                            .description(
                                    "{{ $value }} passwords, keys or tokens are in the image. kubectl get exposedsecretreports"
                                            + " --all-namespaces says which; change them where they are used, then make the image anew."));
        }
        return rules;
    }
}
