package dev.hearth.dsl.monitor;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Sequence;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rules that are evaluated one after another, at one interval.
 *
 * @param name names the group in its PrometheusRule
 * @param interval how often, in Prometheus' form; Prometheus' own interval where it is empty
 * @param rules the rules, in order
 */
public record RuleGroup(String name, Optional<String> interval, ImmutableList<Mapping> rules) {

    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    public RuleGroup {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a group of rules needs a name");
        }
    }

    /** A group without rules. */
    public static RuleGroup named(String name) {
        return new RuleGroup(name, Optional.empty(), ImmutableList.of());
    }

    /** A copy that is evaluated that often. */
    public RuleGroup interval(Duration time) {
        return new RuleGroup(name, Optional.of(Times.of("the interval of group " + name, time)), rules);
    }

    /**
     * A copy with that alert.
     *
     * @throws IllegalArgumentException where it has no summary
     */
    public RuleGroup alert(Alert alert) {
        return with(alert.node());
    }

    /** A copy that stores the result of an expression as a metric of that name, such as {@code instance:cpu:ratio}. */
    public RuleGroup record(String metric, String expression) {
        if (!METRIC.matcher(metric).matches()) {
            throw new IllegalArgumentException(
                    "a recorded metric must be named by letters, digits, '_' and ':', but was '" + metric + "'");
        }
        return with(Mapping.builder()
                .put("record", metric)
                .put("expr", Rules.expression(metric, expression))
                .build());
    }

    private RuleGroup with(Mapping rule) {
        return new RuleGroup(
                name,
                interval,
                ImmutableList.<Mapping>builder().addAll(rules).add(rule).build());
    }

    Mapping node() {
        Mapping.Builder group = Mapping.builder().put("name", name);
        interval.ifPresent(time -> group.put("interval", time));
        return group.put("rules", Sequence.of(rules)).build();
    }
}
