package dev.hearth.dsl.monitor;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Alerts and recorded metrics; they become a PrometheusRule where the cluster has a Prometheus.
 *
 * <pre>{@code
 * Rules.named("minio")
 *     .alert(Alert.named("MinioDriveOffline").expr("minio_cluster_drive_offline_total > 0")
 *         .holding(minutes(5)).severity(CRITICAL).summary("A drive of MinIO is offline."))
 *     .record("minio:space_free:ratio", "minio_free_bytes / minio_total_bytes");
 * }</pre>
 *
 * @param name the name of the PrometheusRule, and of the group that {@link #alert} and {@link #record} add to
 * @param groups the groups, in order
 */
public record Rules(String name, ImmutableList<RuleGroup> groups) implements Part {

    public Rules {
        Names.subdomain("rules", name);
        long distinct = groups.stream().map(RuleGroup::name).distinct().count();
        if (distinct != groups.size()) {
            throw new IllegalArgumentException("rules " + name + " have a group twice: "
                    + groups.stream().map(RuleGroup::name).toList());
        }
    }

    /** No rules yet. */
    public static Rules named(String name) {
        return new Rules(name, ImmutableList.of());
    }

    /**
     * A copy with that alert.
     *
     * @throws IllegalArgumentException where it has no summary
     */
    public Rules alert(Alert alert) {
        return inOwnGroup(group -> group.alert(alert));
    }

    /** A copy that stores the result of an expression as a metric of that name. */
    public Rules record(String metric, String expression) {
        return inOwnGroup(group -> group.record(metric, expression));
    }

    /** A copy whose own group is evaluated that often. */
    public Rules interval(Duration time) {
        return inOwnGroup(group -> group.interval(time));
    }

    /** A copy with a further group. */
    public Rules group(RuleGroup group) {
        return new Rules(
                name,
                ImmutableList.<RuleGroup>builder().addAll(groups).add(group).build());
    }

    private Rules inOwnGroup(UnaryOperator<RuleGroup> change) {
        if (groups.stream().noneMatch(group -> group.name().equals(name))) {
            return group(change.apply(RuleGroup.named(name)));
        }
        return new Rules(
                name,
                groups.stream()
                        .map(group -> group.name().equals(name) ? change.apply(group) : group)
                        .collect(ImmutableList.toImmutableList()));
    }

    static String expression(String of, String expression) {
        if (expression.isBlank()) {
            throw new IllegalArgumentException("rule " + of + " needs an expression");
        }
        Brackets.fault(expression).ifPresent(fault -> {
            throw new IllegalArgumentException(
                    "the expression of rule " + of + " has " + fault + ": " + expression.strip());
        });
        return expression.strip();
    }

    /** @throws IllegalArgumentException where a group has no rule */
    @Override
    public void expand(Scope scope) {
        boolean empty = groups.isEmpty()
                || groups.stream().anyMatch(group -> group.rules().isEmpty());
        if (empty) {
            throw new IllegalArgumentException("rules " + name + " have a group without rules");
        }
        scope.fact(this);
    }
}
