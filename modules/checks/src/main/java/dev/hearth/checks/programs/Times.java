package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as Prometheus writes them, which knows days, weeks and years: {@code 30d}, {@code 1h30m}.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/">Configuration of Prometheus</a>
 */
final class Times {

    private static final Pattern TIME = Pattern.compile("(?:([0-9]{1,9})y)?(?:([0-9]{1,9})w)?(?:([0-9]{1,9})d)?"
            + "(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?(?:([0-9]{1,9})ms)?");

    private static final ImmutableList<Duration> UNITS = ImmutableList.of(
            Duration.ofDays(365),
            Duration.ofDays(7),
            Duration.ofDays(1),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(1));

    private Times() {}

    /** The time that a text says; nothing where it says none. */
    static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher parts = TIME.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        for (int unit = 0; unit < UNITS.size(); unit++) {
            String count = parts.group(unit + 1);
            if (count != null) {
                sum = sum.plus(UNITS.get(unit).multipliedBy(Long.parseLong(count)));
            }
        }
        return Optional.of(sum);
    }

    /** A time for people to read: whole days, or hours. */
    static String shown(Duration time) {
        return time.toDays() > 0 && time.equals(Duration.ofDays(time.toDays()))
                ? time.toDays() + (time.toDays() == 1 ? " day" : " days")
                : time.toHours() + " hours";
    }
}
