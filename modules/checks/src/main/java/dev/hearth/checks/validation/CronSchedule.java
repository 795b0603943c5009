package dev.hearth.checks.validation;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a CronJob runs: five fields, or a word such as {@code @daily}, as the library of the API server reads them. That
 * library takes much, {@code ?} for {@code *} and empty items of lists for example.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax">Schedule syntax</a>
 */
final class CronSchedule {

    private static final ImmutableSet<String> WORDS =
            ImmutableSet.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final String EVERY = "@every ";
    private static final Pattern DURATION =
            Pattern.compile("[+-]?(0|((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)");
    private static final Pattern NUMBER = Pattern.compile("\\+?\\d{1,9}");
    private static final Splitter BLANKS = Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();
    private static final Splitter COMMAS = Splitter.on(',').omitEmptyStrings();
    private static final Splitter SLASHES = Splitter.on('/');
    private static final Splitter DASHES = Splitter.on('-');

    private static final ImmutableList<Part> PARTS = ImmutableList.of(
            new Part("minute", 0, 59, ImmutableList.of()),
            new Part("hour", 0, 23, ImmutableList.of()),
            new Part("day of the month", 1, 31, ImmutableList.of()),
            new Part(
                    "month",
                    1,
                    12,
                    ImmutableList.of(
                            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
            new Part("day of the week", 0, 6, ImmutableList.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

    private CronSchedule() {}

    /** The rule that is broken, if one is, as words that begin with "must". */
    static Optional<String> syntax(String schedule) {
        if (schedule.contains("TZ")) {
            return Optional.of("must not hold a time zone; write that in timeZone");
        }
        if (schedule.startsWith("@")) {
            return word(schedule);
        }
        List<String> fields = BLANKS.splitToList(schedule);
        if (fields.size() != PARTS.size()) {
            return Optional.of("must have five fields: minute, hour, day of the month, month and day of the week");
        }
        for (int index = 0; index < fields.size(); index++) {
            Part part = PARTS.get(index);
            if (!COMMAS.splitToStream(fields.get(index)).allMatch(part::takes)) {
                return Optional.of("must have a " + part + ", a list, a range or '*' as its field " + (index + 1));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> word(String schedule) {
        boolean good = WORDS.contains(schedule)
                || (schedule.startsWith(EVERY)
                        && DURATION.matcher(schedule.substring(EVERY.length())).matches());
        return good
                ? Optional.empty()
                : Optional.of("must be one of " + String.join(", ", WORDS) + " or like @every 1h30m");
    }

    /**
     * One of the five fields.
     *
     * @param name what it says
     * @param least its first number
     * @param most its last number
     * @param names words for the numbers, from the first on
     */
    private record Part(String name, int least, int most, ImmutableList<String> names) {

        boolean takes(String item) {
            List<String> rangeAndStep = SLASHES.splitToList(item);
            List<String> ends = DASHES.splitToList(rangeAndStep.get(0));
            boolean all = ends.get(0).equals("*") || ends.get(0).equals("?");
            if (rangeAndStep.size() > 2 || (!all && ends.size() > 2)) {
                return false;
            }
            boolean stepped = rangeAndStep.size() == 2;
            if (stepped && number(rangeAndStep.get(1)).filter(step -> step > 0).isEmpty()) {
                return false;
            }
            if (all) {
                return true;
            }
            Optional<Integer> start = value(ends.get(0));
            Optional<Integer> end = ends.size() == 2 ? value(ends.get(1)) : stepped ? Optional.of(most) : start;
            return start.isPresent()
                    && end.isPresent()
                    && start.get() >= least
                    && end.get() <= most
                    && start.get() <= end.get();
        }

        private Optional<Integer> value(String text) {
            int named = names.indexOf(Ascii.toLowerCase(text));
            return named < 0 ? number(text) : Optional.of(least + named);
        }

        private static Optional<Integer> number(String text) {
            return NUMBER.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
        }

        @Override
        public String toString() {
            return name + " between " + least + " and " + most;
        }
    }
}
