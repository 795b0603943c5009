package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Severity;

/** Alerts that several stores have alike, since they are built of the same parts. */
final class StoreAlerts {

    private StoreAlerts() {}

    /** More than a tenth of the requests fail. */
    static Alert requests(String title, String prefix) {
        String count = prefix + "_request_duration_seconds_count";
        return Alert.named(title + "RequestsFailing")
                .expr("sum by (namespace, route) (rate(" + count
                        + "{status_code=~\"5..\"}[5m])) / sum by (namespace, route) (rate(" + count + "[5m])) > 0.1")
                .holding(minutes(15))
                .severity(Severity.CRITICAL)
                .summary(title + " fails to answer")
                .description(
                        "{{ $value | humanizePercentage }} of the requests to {{ $labels.route }} fail; its logs say why.");
    }

    /** Something is refused that was sent. */
    static Alert discards(String title, String metric, String what) {
        return Alert.named(title + "Discards")
                .expr("sum by (namespace, reason) (rate(" + metric + "[10m])) > 0")
                .holding(minutes(15))
                .severity(Severity.WARNING)
                .summary(title + " throws away " + what)
                .description(
                        "{{ $value | humanize }} " + what
                                + " a second are refused as {{ $labels.reason }}; the limits of its component say how much it takes.");
    }

    /** A member of a ring is gone without having said so. */
    static Alert ring(String title, String prefix) {
        return Alert.named(title + "RingUnhealthy")
                .expr("max by (namespace, name) (" + prefix + "_ring_members{state=\"Unhealthy\"}) > 0")
                .holding(minutes(15))
                .severity(Severity.CRITICAL)
                .summary("A part of " + title + " is gone")
                .description("{{ $value }} members of ring {{ $labels.name }} do not answer.");
    }
}
