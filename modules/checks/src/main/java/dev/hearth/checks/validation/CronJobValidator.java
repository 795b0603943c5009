package dev.hearth.checks.validation;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the API server refuses of a CronJob.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/">CronJob</a>
 */
final class CronJobValidator implements Validator {

    private static final int LONGEST_NAME = 52;
    private static final ImmutableSet<String> CONCURRENCY = ImmutableSet.of("Allow", "Forbid", "Replace");
    private static final Pattern ZONE_PART = Pattern.compile("(?!-)[A-Za-z.\\-_0-9+]{1,14}");
    private static final Splitter SLASHES = Splitter.on('/');

    /** Zones of the IANA database that Java does not list in every version. */
    private static final ImmutableSet<String> MORE_ZONES = ImmutableSet.of("EST", "MST", "HST", "ROC", "Factory");

    @Override
    public void validate(Field cronJob, Faults faults) {
        Field spec = cronJob.get("spec");
        faults.requiredForm(spec.get("schedule"), CronSchedule::syntax);
        faults.atLeast(spec.get("startingDeadlineSeconds"), 0);
        if (spec.get("timeZone").present()) {
            faults.form(spec.get("timeZone"), CronJobValidator::zone);
        }
        if (!spec.get("concurrencyPolicy").empty()) {
            faults.oneOf(spec.get("concurrencyPolicy"), CONCURRENCY);
        }
        template(spec.get("jobTemplate").get("spec"), faults);
        faults.atLeast(spec.get("successfulJobsHistoryLimit"), 0);
        faults.atLeast(spec.get("failedJobsHistoryLimit"), 0);
        Field name = cronJob.get("metadata").get("name");
        if (name.textOrEmpty().length() > LONGEST_NAME) {
            faults.invalid(name, "must have at most " + LONGEST_NAME + " letters, because its Jobs get longer names");
        }
    }

    private static void template(Field job, Faults faults) {
        JobSpecs.validate(job, job.get("completions").number(), faults);
        if (job.get("selector").present()) {
            faults.invalid(job.get("selector"), "must not be there; every Job gets its own");
        }
        if (job.get("manualSelector").isTrue()) {
            faults.unsupported(job.get("manualSelector"), List.of("false"));
        }
    }

    private static Optional<String> zone(String name) {
        boolean formed = SLASHES.splitToStream(name)
                .allMatch(part -> !part.equals(".")
                        && !part.equals("..")
                        && ZONE_PART.matcher(part).matches());
        boolean known = ZoneId.getAvailableZoneIds().contains(name) && !name.startsWith("SystemV/");
        boolean good = formed && !Ascii.equalsIgnoreCase(name, "Local") && (known || MORE_ZONES.contains(name));
        return good ? Optional.empty() : Optional.of("must be a time zone of the IANA database, like Europe/Berlin");
    }
}
