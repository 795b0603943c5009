package dev.hearth.dsl.workload;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Pattern;

/** The schedule of a CronJob. */
final class Schedule {

    private static final Set<String> WORDS =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final Pattern FIELD = Pattern.compile("[0-9A-Za-z*?/,-]+");

    private Schedule() {}

    static String checked(String name, String schedule) {
        String[] fields = schedule.split(" ", -1);
        boolean five = fields.length == 5;
        for (String field : fields) {
            five &= FIELD.matcher(field).matches();
        }
        if (!five && !WORDS.contains(schedule)) {
            throw new IllegalArgumentException("the schedule of " + name
                    + " must have five fields of cron with one space between, such as '30 3 * * *', but was '"
                    + schedule + "'; set a time zone with timeZone(...)");
        }
        return schedule;
    }

    static String zone(String zone) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(
                    "'" + zone + "' is no time zone; write for example Europe/Vienna or Etc/UTC", unknown);
        }
        if (zone.isEmpty() || zone.equals("Local") || !(zone.contains("/") || zone.equals("UTC"))) {
            throw new IllegalArgumentException(
                    "'" + zone + "' is no name of a time zone; write for example Europe/Vienna or Etc/UTC");
        }
        return zone;
    }
}
