package dev.hearth.dsl.monitor;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Offer;
import dev.hearth.manifest.Mapping;
import java.time.Duration;

/**
 * Alerts on what logs say, of a component that knows what its logs mean: their expressions are LogQL, and the store of
 * logs evaluates them.
 *
 * <pre>{@code
 * LogRules.named("audit").alert(Alert.named("SecretReadByPerson")
 *     .expr("sum(count_over_time({job=\"audit\"} |= \"secrets\" [5m])) > 0")
 *     .summary("Somebody read a Secret"));
 * }</pre>
 *
 * @param group the alerts, as one group
 * @see <a href="https://grafana.com/docs/loki/latest/alert/">Rules of Loki</a>
 */
public record LogRules(RuleGroup group) implements Offer {

    public LogRules {
        requireNonNull(group, "group");
    }

    /** A group without alerts. */
    public static LogRules named(String name) {
        return new LogRules(RuleGroup.named(name));
    }

    /**
     * A copy with that alert.
     *
     * @throws IllegalArgumentException where it has no summary
     */
    public LogRules alert(Alert alert) {
        return new LogRules(group.alert(alert));
    }

    /** A copy that is evaluated that often. */
    public LogRules interval(Duration time) {
        return new LogRules(group.interval(time));
    }

    /** The group as a file of rules has it: {@code name}, {@code interval} and {@code rules}. */
    public Mapping node() {
        return group.node();
    }
}
