package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;

/** When an Alertmanager does not tell whom it should. */
final class AlertmanagerRules {

    private AlertmanagerRules() {}

    static Rules of(Alertmanager alertmanager) {
        String job = "job=\"" + alertmanager.name() + "\"";
        Rules rules = Rules.named(alertmanager.name())
                .alert(Alert.named("AlertmanagerDown")
                        .expr("absent(up{" + job + ",endpoint=\"web\"} == 1)")
                        .holding(minutes(5))
                        .severity(Severity.CRITICAL)
                        .summary("Nobody is told of alerts")
                        .description("No Alertmanager answers. Only Prometheus shows this alert, and the absence of"
                                + " the watchdog to whoever waits for it."))
                .alert(Alert.named("AlertmanagerBadConfiguration")
                        .expr("max_over_time(alertmanager_config_last_reload_successful{" + job + "}[5m]) == 0")
                        .holding(minutes(10))
                        .severity(Severity.CRITICAL)
                        .summary("Alertmanager cannot read its configuration")
                        .description("{{ $labels.pod }} goes on with the one before; its log says what is wrong."))
                .alert(Alert.named("AlertmanagerMailFailing")
                        .expr("rate(alertmanager_notifications_failed_total{" + job
                                + ",integration=\"email\"}[15m]) > 0")
                        .holding(minutes(5))
                        .severity(Severity.CRITICAL)
                        .summary("Alerts do not leave by e-mail")
                        .description("The mail server refuses what {{ $labels.pod }} sends, or cannot be reached; its"
                                + " log says which."))
                .alert(Alert.named("AlertmanagerWebhookFailing")
                        .expr("rate(alertmanager_notifications_failed_total{" + job
                                + ",integration=\"webhook\"}[15m]) > 0")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Alerts do not reach a program")
                        .description("What {{ $labels.pod }} calls answers with errors, or cannot be reached; its log"
                                + " says which."));
        return alertmanager.replicas() == 1
                ? rules
                : rules.alert(Alert.named("AlertmanagerApart")
                        .expr("max_over_time(alertmanager_cluster_members{" + job + "}[5m]) < "
                                + alertmanager.replicas())
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Alertmanagers do not see each other")
                        .description("{{ $labels.pod }} sees {{ $value }} of " + alertmanager.replicas()
                                + ", itself among them: alerts may be told twice, silences be unknown to some."));
    }
}
