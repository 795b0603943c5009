package dev.hearth.dsl.backup;

import static dev.hearth.dsl.Units.days;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.monitor.Monitoring;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.ScraperOffer;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus makes of the alerts on backups. */
class MissedBackupsTest {

    private static final Rules RULES = MissedBackups.rules(
            "backups",
            List.of(
                    plan("photos", Backup.objects()),
                    plan("wiki", Backup.objects().at("0 3 * * 0", days(7)))));

    @TempDir
    private Path folder;

    record Alerting(Rules rules) implements Component {

        @Override
        public Offers offers() {
            return Offers.of(new ScraperOffer(Pods.labelled("prometheus", "app", "prometheus")));
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(rules);
        }
    }

    private static Plan plan(String component, Backup backup) {
        return new Plan(component, component, true, backup, new BackupOffer.Location("offsite", Optional.empty()));
    }

    private void test(String interval, String series, String alert, String time, String expected) throws IOException {
        Expansion expansion = Expansion.of(Cluster.named("home").layer("all", new Alerting(RULES)))
                .derive(new Monitoring());
        Files.write(
                folder.resolve("rules.yaml"),
                Yaml.bytes(expansion.manifests().get(0).spec()));
        Files.write(folder.resolve("tests.yaml"), """
                rule_files: [rules.yaml]
                evaluation_interval: 5m
                tests:
                - interval: %s
                  input_series: [%s]
                  alert_rule_test:
                  - alertname: %s
                    eval_time: %s
                    exp_alerts: [%s]
                """.formatted(interval, series, alert, time, expected)
                .getBytes(UTF_8));
        Outcome outcome = Judges.require("promtool").in(folder).run("test", "rules", "tests.yaml");
        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    private static String series(String metric, String schedule, String values) {
        return "{series: 'velero_backup_" + metric + "{namespace=\"velero\", schedule=\"" + schedule + "\"}', values: '"
                + values + "'}";
    }

    private static String alert(String schedule, String severity, String summary, String description) {
        return "{exp_labels: {severity: " + severity + schedule + "}, exp_annotations: {summary: '" + summary
                + "', description: '" + description + "'}}";
    }

    @Test
    void promtool_has_nothing_to_say() throws IOException {
        Expansion expansion = Expansion.of(Cluster.named("home").layer("all", new Alerting(RULES)))
                .derive(new Monitoring());
        Outcome outcome = Judges.require("promtool")
                .run(
                        List.of("check", "rules", "--lint=all", "--lint-fatal"),
                        Yaml.bytes(expansion.manifests().get(0).spec()));

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    @Test
    void a_daily_backup_is_missing_after_26_hours_and_a_quarter() throws IOException {
        String series = series("last_successful_timestamp", "photos-offsite", "0x2000");

        test("5m", series, "VeleroBackupMissing", "26h10m", "");
        test(
                "5m",
                series,
                "VeleroBackupMissing",
                "26h20m",
                alert(
                        ", every: 24h, schedule: photos-offsite",
                        "critical",
                        "Backups of photos-offsite are missing",
                        "The last one that succeeded is 1d 2h 20m 0s old."));
    }

    @Test
    void a_weekly_backup_may_be_a_week_old() throws IOException {
        String series = series("last_successful_timestamp", "wiki-offsite", "0x2200");

        test("5m", series, "VeleroBackupMissing", "7d", "");
        test(
                "5m",
                series,
                "VeleroBackupMissing",
                "7d3h",
                alert(
                        ", every: 168h, schedule: wiki-offsite",
                        "critical",
                        "Backups of wiki-offsite are missing",
                        "The last one that succeeded is 7d 3h 0m 0s old."));
    }

    @Test
    void a_schedule_that_never_made_a_backup_is_told_although_velero_starts_anew_meanwhile() throws IOException {
        String series = series("attempt_total", "photos-offsite", "0x100 _x2 0x2000");

        test("5m", series, "VeleroBackupNeverMade", "25h", "");
        test(
                "5m",
                series,
                "VeleroBackupNeverMade",
                "27h",
                alert(
                        ", every: 24h, schedule: photos-offsite",
                        "critical",
                        "photos-offsite has never made a backup",
                        "The Schedule is there, but none of its backups has succeeded."));
        test(
                "5m",
                series + ", " + series("last_successful_timestamp", "photos-offsite", "0x20 90000x2000"),
                "VeleroBackupNeverMade",
                "27h",
                "");
    }

    @Test
    void a_failure_is_told_for_a_day() throws IOException {
        String failed = alert(
                ", every: 24h, namespace: velero, schedule: photos-offsite",
                "warning",
                "A backup of photos-offsite failed",
                "kubectl get backups.velero.io --namespace velero --selector velero.io/schedule-name=photos-offsite shows"
                        + " which one.");

        for (String how : List.of("failure_total", "partial_failure_total", "validation_failure_total")) {
            String series = series(how, "photos-offsite", "0x12 1x1000");
            test("5m", series, "VeleroBackupFailed", "30m", "");
            test("5m", series, "VeleroBackupFailed", "2h", failed);
            test("5m", series, "VeleroBackupFailed", "26h", "");
        }
    }

    @Test
    void a_schedule_that_velero_does_not_know_is_told() throws IOException {
        String one = series("attempt_total", "photos-offsite", "0x1000");

        test("5m", one + ", " + series("attempt_total", "wiki-offsite", "0x1000"), "VeleroScheduleUnknown", "2h", "");
        test("5m", one, "VeleroScheduleUnknown", "50m", "");
        test("5m", one, "VeleroScheduleUnknown", "2h", unknown(1));
        test("5m", series("other_total", "wiki-offsite", "0x1000"), "VeleroScheduleUnknown", "2h", unknown(0));
    }

    private static String unknown(int known) {
        return alert(
                "",
                "warning",
                "Velero does not know of every Schedule",
                "It tells of " + known
                        + " Schedules, fewer than the tree has: it does not run, is not watched, or a Schedule"
                        + " is not valid or not there.");
    }
}
