package dev.hearth.platform.security;

import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.LogRules;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;

/** When somebody must look at Falco, or at what it says. */
final class FalcoAlerts {

    private static final String MATCHES = "falcosecurity_falco_rules_matches_total{priority=~\"[0-2]\"}";
    private static final String FAILURES = "falcosecurity_falcosidekick_outputs_total{status=\"error\"}";

    private FalcoAlerts() {}

    static Rules of(String name) {
        return Rules.named(name)
                .alert(Alert.named("FalcoMissingOnNode")
                        .expr("kube_daemonset_status_desired_number_scheduled{daemonset=\"" + name + "\"}"
                                + " - kube_daemonset_status_number_ready{daemonset=\"" + name + "\"} > 0")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("A node is not watched for intruders")
                        .description("Falco is not ready on {{ $value }} of the nodes; kubectl --namespace"
                                + " {{ $labels.namespace }} get pods --output wide says on which."))
                .alert(Alert.named("FalcoDropsEvents")
                        .expr("sum by (namespace, pod) (rate(falcosecurity_scap_n_drops_total[10m]))"
                                + " / sum by (namespace, pod) (rate(falcosecurity_scap_n_evts_total[10m])) > 0.05")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Falco does not see everything")
                        .description("{{ $value | humanizePercentage }} of the system calls on the node of"
                                + " {{ $labels.pod }} are dropped, so what an intruder does may be among them."))
                .alert(Alert.named("FalcoOutputsLost")
                        .expr(
                                "sum by (namespace, pod) (increase(falcosecurity_falco_outputs_queue_num_drops_total[15m]))"
                                        + " > 0")
                        .severity(Severity.WARNING)
                        .summary("Falco loses what it has to tell")
                        .description("{{ $labels.pod }} has found more than it could hand on."))
                // A series that begins with its first event has not increased, as Prometheus sees it.
                .alert(Alert.named("FalcoCriticalEvent")
                        .expr(more("namespace, rule_name", MATCHES))
                        .severity(Severity.CRITICAL)
                        .summary("Falco: {{ $labels.rule_name }}")
                        .description(
                                "It happened {{ $value }} times within 15 minutes. The logs of {{ $labels.namespace }}"
                                        + " and those of job falco say where."));
    }

    /** Of what hands on; Prometheus tells by itself of bad events, as long as it does not. */
    static Rules of(Falcosidekick sidekick) {
        return Rules.named(sidekick.name())
                .alert(Alert.named("FalcosidekickDown")
                        .expr("kube_deployment_status_replicas_available{deployment=\"" + sidekick.name() + "\"} == 0")
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary("Nobody hands on what Falco tells")
                        .description(
                                "No pod of {{ $labels.namespace }}/{{ $labels.deployment }} is ready; only the logs of"
                                        + " Falco's own pods have its events."))
                .alert(Alert.named("FalcosidekickFailing")
                        .expr(more("namespace, destination", FAILURES))
                        .severity(Severity.WARNING)
                        .summary("What Falco tells does not reach {{ $labels.destination }}")
                        .description("{{ $value }} events of the last 15 minutes were not taken; the logs of"
                                + " {{ $labels.namespace }} say why."));
    }

    private static String more(String labels, String counter) {
        String now = "sum by (" + labels + ") (" + counter + ")";
        String before = "sum by (" + labels + ") (" + counter + " offset 15m)";
        return now + " - (" + before + " or 0 * " + now + ") > 0";
    }

    /** One small thing is nothing; several kinds of them in one pod are somebody at work. */
    static LogRules logs(String name) {
        return LogRules.named(name)
                .alert(Alert.named("FalcoManyRulesInOnePod")
                        .expr("count by (namespace, pod) (sum by (namespace, pod, rule)"
                                + " (count_over_time({job=\"falco\", pod=~\".+\"}[10m]))) >= 4")
                        .severity(Severity.CRITICAL)
                        .summary("Several kinds of suspicious things in pod {{ $labels.namespace }}/{{ $labels.pod }}")
                        .description("{{ $value }} rules of Falco matched there within 10 minutes; each may be small by"
                                + " itself. The query is {job=\"falco\", pod=\"{{ $labels.pod }}\"}."));
    }
}
