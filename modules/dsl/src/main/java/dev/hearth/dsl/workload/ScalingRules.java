package dev.hearth.dsl.workload;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Sequence;
import java.time.Duration;
import java.util.Optional;

/**
 * How fast an autoscaler goes in one direction.
 *
 * <pre>{@code
 * ScalingRules.stabilized(seconds(300)).percent(50, seconds(60))
 * }</pre>
 *
 * @param stabilization over how long the most careful of its wishes counts; the API server's default where it is not said
 * @param policies the steps it may take
 * @param select which of several steps counts: {@code Max}, {@code Min}, or {@code Disabled} for none at all
 */
public record ScalingRules(Optional<Duration> stabilization, ImmutableList<Policy> policies, Optional<String> select) {

    /**
     * One step.
     *
     * @param type {@code Percent} or {@code Pods}
     * @param value how many, at least 1
     * @param period in which time, 1 s to 30 min
     */
    public record Policy(String type, int value, Duration period) {

        public Policy {
            Amounts.atLeast("value of a scaling policy", 1, value);
            Amounts.between(
                    "period of a scaling policy in seconds",
                    1,
                    1800,
                    Amounts.seconds("period of a scaling policy", period, 1));
        }
    }

    /** The API server's default steps, with that stabilization of 0 s to 1 h. */
    public static ScalingRules stabilized(Duration stabilization) {
        Amounts.between("stabilization in seconds", 0, 3600, Amounts.seconds("stabilization", stabilization, 0));
        return new ScalingRules(Optional.of(stabilization), ImmutableList.of(), Optional.empty());
    }

    /** Never in this direction. */
    public static ScalingRules disabled() {
        return new ScalingRules(Optional.empty(), ImmutableList.of(), Optional.of("Disabled"));
    }

    /** A copy with a step of so many percent in so long. */
    public ScalingRules percent(int value, Duration period) {
        return with(new Policy("Percent", value, period));
    }

    /** A copy with a step of so many pods in so long. */
    public ScalingRules pods(int value, Duration period) {
        return with(new Policy("Pods", value, period));
    }

    /** A copy in which the smallest of several steps counts; the largest does unless this is said. */
    public ScalingRules smallestStep() {
        return new ScalingRules(stabilization, policies, Optional.of("Min"));
    }

    private ScalingRules with(Policy policy) {
        return new ScalingRules(stabilization, Container.append(policies, policy), select);
    }

    Mapping node() {
        Mapping.Builder rules = Mapping.builder();
        stabilization.ifPresent(time -> rules.put("stabilizationWindowSeconds", time.toSeconds()));
        select.ifPresent(which -> rules.put("selectPolicy", which));
        rules.putUnlessEmpty(
                "policies",
                Sequence.of(policies.stream()
                        .map(policy -> Mapping.builder()
                                .put("type", policy.type())
                                .put("value", policy.value())
                                .put("periodSeconds", policy.period().toSeconds())
                                .build())
                        .toList()));
        return rules.build();
    }
}
