package dev.hearth.checks.validation;

import com.google.common.base.Splitter;
import dev.hearth.checks.rule.Field;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What the API server refuses of when an indexed Job has succeeded.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy">Success policy</a>
 */
final class SuccessPolicies {

    private static final int MOST_RULES = 20;
    private static final int LONGEST_INDEXES = 64 * 1024;
    private static final Splitter COMMAS = Splitter.on(',');
    private static final Splitter DASHES = Splitter.on('-');
    private static final Pattern NUMBER = Pattern.compile("\\+?\\d{1,9}");

    private SuccessPolicies() {}

    static void validate(Field policy, long completions, Faults faults) {
        Field rules = policy.get("rules");
        if (rules.empty()) {
            faults.required(rules, "must hold a rule");
        }
        if (rules.items().size() > MOST_RULES) {
            faults.tooMany(rules, MOST_RULES);
        }
        rules.items().forEach(rule -> rule(rule, completions, faults));
    }

    private static void rule(Field rule, long completions, Faults faults) {
        Field count = rule.get("succeededCount");
        Field indexes = rule.get("succeededIndexes");
        if (!count.present() && !indexes.present()) {
            faults.required(rule, "must have succeededCount or succeededIndexes");
        }
        OptionalLong named = OptionalLong.of(0);
        if (indexes.present()) {
            faults.atMostBytes(indexes, LONGEST_INDEXES);
            named = count(indexes.textOrEmpty(), completions);
            if (named.isEmpty()) {
                faults.invalid(indexes, "must be indexes below completions in order, like 0,2-4");
            }
        }
        if (count.present()) {
            faults.atLeast(count, 0);
            long number = count.number().orElse(0L);
            if (number > completions) {
                faults.invalid(count, "must not be more than completions");
            }
            if (indexes.present() && number > named.orElse(0)) {
                faults.invalid(count, "must not be more than there are succeededIndexes");
            }
        }
    }

    /** How many indexes those are; empty where they are none. */
    private static OptionalLong count(String indexes, long completions) {
        if (indexes.isEmpty()) {
            return OptionalLong.of(0);
        }
        long total = 0;
        long last = -1;
        for (String interval : COMMAS.split(indexes)) {
            List<String> ends = DASHES.splitToList(interval);
            if (ends.size() > 2
                    || !ends.stream().allMatch(end -> NUMBER.matcher(end).matches())) {
                return OptionalLong.empty();
            }
            long first = Long.parseLong(ends.get(0));
            long end = ends.size() == 2 ? Long.parseLong(ends.get(1)) : first;
            boolean good = first > last && end < completions && (ends.size() == 1 || first < end);
            if (!good) {
                return OptionalLong.empty();
            }
            total += end - first + 1;
            last = end;
        }
        return OptionalLong.of(total);
    }
}
