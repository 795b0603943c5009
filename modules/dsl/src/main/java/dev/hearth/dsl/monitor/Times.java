package dev.hearth.dsl.monitor;

import java.time.Duration;

/** Durations in Prometheus' form: {@code 1h30m}. */
final class Times {

    private Times() {}

    /**
     * The written form, in days, hours, minutes, seconds and milliseconds.
     *
     * @throws IllegalArgumentException unless it is at least a millisecond and whole milliseconds
     */
    static String of(String what, Duration time) {
        if (time.toMillis() < 1 || !time.equals(Duration.ofMillis(time.toMillis()))) {
            throw new IllegalArgumentException(what + " must be whole milliseconds, at least 1, but was " + time);
        }
        StringBuilder out = new StringBuilder();
        append(out, time.toDays(), "d");
        append(out, time.toHoursPart(), "h");
        append(out, time.toMinutesPart(), "m");
        append(out, time.toSecondsPart(), "s");
        append(out, time.toMillisPart(), "ms");
        return out.toString();
    }

    private static void append(StringBuilder out, long count, String unit) {
        if (count > 0) {
            out.append(count).append(unit);
        }
    }
}
