package dev.hearth.dsl.backup;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.RuleGroup;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The alerts on backups that failed, are missing or have never been made.
 *
 * <p>Failures are counted, because {@code velero_backup_last_status} is set back to success each minute.
 *
 * @see <a href="https://github.com/velero-io/velero/blob/v1.18.2/pkg/metrics/metrics.go">Velero's metrics</a>
 */
final class MissedBackups {

    private static final Duration LATE = Duration.ofHours(2);
    private static final String SUCCESS = "velero_backup_last_successful_timestamp";
    private static final String ATTEMPTS = "velero_backup_attempt_total";

    private MissedBackups() {}

    /** The alerts on those Schedules. */
    static Rules rules(String name, List<Plan> plans) {
        TreeMap<Duration, List<Plan>> byTime = plans.stream()
                .collect(Collectors.groupingBy(plan -> plan.backup().every(), TreeMap::new, Collectors.toList()));
        Rules rules = Rules.named(name);
        for (Map.Entry<Duration, List<Plan>> entry : byTime.entrySet()) {
            rules = rules.group(group(name, entry.getKey(), entry.getValue()));
        }
        return rules.alert(Alert.named("VeleroScheduleUnknown")
                .expr("(count(count by (schedule) (" + ATTEMPTS + "{" + matcher(plans) + "})) or vector(0)) < "
                        + plans.stream().map(Plan::name).distinct().count())
                .holding(Duration.ofHours(1))
                .severity(Severity.WARNING)
                .summary("Velero does not know of every Schedule")
                .description(
                        "It tells of {{ $value }} Schedules, fewer than the tree has: it does not run, is not watched,"
                                + " or a Schedule is not valid or not there."));
    }

    private static String matcher(List<Plan> plans) {
        return "schedule=~\""
                + plans.stream().map(Plan::name).distinct().sorted().collect(Collectors.joining("|")) + "\"";
    }

    private static RuleGroup group(String name, Duration every, List<Plan> plans) {
        String of = "{" + matcher(plans) + "}";
        Duration most = every.plus(LATE);
        return RuleGroup.named(name + "-" + written(every))
                .alert(Alert.named("VeleroBackupMissing")
                        .expr("time() - max by (schedule) (" + SUCCESS + of + ") > " + most.toSeconds())
                        .holding(Duration.ofMinutes(15))
                        .severity(Severity.CRITICAL)
                        // Rules of one name need something to tell them apart.
                        .label("every", written(every))
                        .summary("Backups of {{ $labels.schedule }} are missing")
                        .description("The last one that succeeded is {{ $value | humanizeDuration }} old."))
                .alert(Alert.named("VeleroBackupNeverMade")
                        // A gap while Velero starts anew must not begin the time again.
                        .expr("max by (schedule) (max_over_time(" + ATTEMPTS + of + "[30m])) unless on (schedule)"
                                + " max_over_time(" + SUCCESS + of + "[30m])")
                        .holding(most)
                        .severity(Severity.CRITICAL)
                        .label("every", written(every))
                        .summary("{{ $labels.schedule }} has never made a backup")
                        .description("The Schedule is there, but none of its backups has succeeded."))
                .alert(Alert.named("VeleroBackupFailed")
                        .expr(String.join(
                                " or ",
                                List.of(
                                        failed("failure", of, every),
                                        failed("partial_failure", of, every),
                                        failed("validation_failure", of, every))))
                        .severity(Severity.WARNING)
                        .label("every", written(every))
                        .summary("A backup of {{ $labels.schedule }} failed")
                        .description("kubectl get backups.velero.io --namespace {{ $labels.namespace }} --selector"
                                + " velero.io/schedule-name={{ $labels.schedule }} shows which one."));
    }

    private static String failed(String how, String of, Duration every) {
        return "sum by (namespace, schedule) (increase(velero_backup_" + how + "_total" + of + "[" + written(every)
                + "])) > 0";
    }

    private static String written(Duration time) {
        return time.toMinutesPart() == 0 ? time.toHours() + "h" : time.toMinutes() + "m";
    }
}
