package dev.hearth.dsl.workload;

import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;

/**
 * How a workload exchanges its pods when its template changes.
 *
 * <pre>{@code
 * UpdateStrategy.rolling().maxSurge(1).maxUnavailable(0)
 * }</pre>
 */
public final class UpdateStrategy {

    private final String type;
    private final Mapping rolling;

    private UpdateStrategy(String type, Mapping rolling) {
        this.type = type;
        this.rolling = rolling;
    }

    /** Some at a time, with the API server's own numbers where none are said. */
    public static UpdateStrategy rolling() {
        return new UpdateStrategy("RollingUpdate", Mapping.empty());
    }

    /** All old pods first, then the new ones; for a Deployment. */
    public static UpdateStrategy recreate() {
        return new UpdateStrategy("Recreate", Mapping.empty());
    }

    /** A pod is exchanged when somebody deletes it; for a StatefulSet or DaemonSet. */
    public static UpdateStrategy onDelete() {
        return new UpdateStrategy("OnDelete", Mapping.empty());
    }

    /** A copy with at most so many pods more than wanted; not for a StatefulSet. */
    public UpdateStrategy maxSurge(int count) {
        return with("maxSurge", Node.number(Amounts.atLeast("maxSurge", 0, count)));
    }

    /** A copy with at most so many pods more than wanted, such as {@code 25%}; not for a StatefulSet. */
    public UpdateStrategy maxSurge(String percent) {
        return with("maxSurge", Node.text(Amounts.percent("maxSurge", percent)));
    }

    /** A copy with at most so many pods away. */
    public UpdateStrategy maxUnavailable(int count) {
        return with("maxUnavailable", Node.number(Amounts.atLeast("maxUnavailable", 0, count)));
    }

    /** A copy with at most so many pods away, such as {@code 25%}. */
    public UpdateStrategy maxUnavailable(String percent) {
        return with("maxUnavailable", Node.text(Amounts.percent("maxUnavailable", percent)));
    }

    /** A copy that leaves pods with a smaller ordinal as they are; for a StatefulSet. */
    public UpdateStrategy partition(int ordinal) {
        return with("partition", Node.number(Amounts.atLeast("partition", 0, ordinal)));
    }

    private UpdateStrategy with(String field, Node value) {
        if (!type.equals("RollingUpdate")) {
            throw new IllegalArgumentException(field + " belongs to a rolling update, but the strategy is " + type);
        }
        return new UpdateStrategy(type, rolling.with(field, value));
    }

    UpdateStrategy fitting(Kind kind) {
        String problem = switch (kind) {
            case DEPLOYMENT ->
                type.equals("OnDelete") || rolling.has("partition") ? "has no OnDelete and no partition" : "";
            case STATEFUL_SET ->
                type.equals("Recreate") || rolling.has("maxSurge") ? "has no Recreate and no maxSurge" : "";
            case DAEMON_SET ->
                type.equals("Recreate") || rolling.has("partition") ? "has no Recreate and no partition" : "";
            case JOB, CRON_JOB -> "does not update its pods";
        };
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException("a " + kind.word() + " " + problem + ", but the strategy is " + type
                    + " " + rolling.fields().keySet());
        }
        if (isZero("maxSurge") && isZero("maxUnavailable")) {
            throw new IllegalArgumentException(
                    "maxSurge and maxUnavailable must not both be 0, or no pod could be exchanged; set one to 1");
        }
        return this;
    }

    private boolean isZero(String field) {
        return rolling.number(field).orElse(1L) == 0
                || rolling.text(field).orElse("").equals("0%");
    }

    Mapping node() {
        return Mapping.builder()
                .put("type", type)
                .putUnlessEmpty("rollingUpdate", rolling)
                .build();
    }
}
