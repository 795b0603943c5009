package dev.hearth.dsl.workload;

import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Names;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.Optional;

/**
 * A HorizontalPodAutoscaler: how many pods a workload has, by how busy they are.
 *
 * <pre>{@code
 * Autoscaler.between(3, 10)
 *     .cpu(70)
 *     .memory(80)
 *     .scaleUp(ScalingRules.stabilized(seconds(60)).percent(100, seconds(15)))
 * }</pre>
 *
 * @param name its name; the workload's unless said otherwise
 * @param minimum the fewest pods, at least 1
 * @param maximum the most pods
 * @param utilization percent of what the containers request, by resource
 * @param scaleUp how fast it adds pods
 * @param scaleDown how fast it takes pods away
 */
public record Autoscaler(
        Optional<String> name,
        int minimum,
        int maximum,
        ImmutableMap<String, Integer> utilization,
        Optional<ScalingRules> scaleUp,
        Optional<ScalingRules> scaleDown) {

    public Autoscaler {
        Amounts.atLeast("minimum of an autoscaler", 1, minimum);
        Amounts.atLeast("maximum of an autoscaler", minimum, maximum);
    }

    /** From so many pods to so many; it needs a metric: {@link #cpu}, {@link #memory}. */
    public static Autoscaler between(int minimum, int maximum) {
        return new Autoscaler(
                Optional.empty(), minimum, maximum, ImmutableMap.of(), Optional.empty(), Optional.empty());
    }

    /** A copy of that name. */
    public Autoscaler named(String other) {
        return new Autoscaler(
                Optional.of(Names.subdomain("autoscaler", other)), minimum, maximum, utilization, scaleUp, scaleDown);
    }

    /** A copy that keeps the cpu in use near so many percent of what is requested. */
    public Autoscaler cpu(int percent) {
        return with("cpu", percent);
    }

    /** A copy that keeps the memory in use near so many percent of what is requested. */
    public Autoscaler memory(int percent) {
        return with("memory", percent);
    }

    private Autoscaler with(String resource, int percent) {
        Amounts.atLeast("utilization of " + resource + " in percent", 1, percent);
        return new Autoscaler(
                name,
                minimum,
                maximum,
                ImmutableMap.<String, Integer>builder()
                        .putAll(utilization)
                        .put(resource, percent)
                        .buildKeepingLast(),
                scaleUp,
                scaleDown);
    }

    /** A copy that adds pods so. */
    public Autoscaler scaleUp(ScalingRules rules) {
        return new Autoscaler(name, minimum, maximum, utilization, Optional.of(rules), scaleDown);
    }

    /** A copy that takes pods away so. */
    public Autoscaler scaleDown(ScalingRules rules) {
        return new Autoscaler(name, minimum, maximum, utilization, scaleUp, Optional.of(rules));
    }

    /** What it goes by, as the field {@code metrics} has it. */
    public Sequence metrics() {
        return Sequence.of(utilization.entrySet().stream()
                .map(metric -> metric(metric.getKey(), metric.getValue()))
                .toList());
    }

    /** How fast it goes in each direction, as the field {@code behavior} has it; empty for the API server's default. */
    public Mapping behavior() {
        Mapping.Builder behavior = Mapping.builder();
        scaleUp.ifPresent(rules -> behavior.put("scaleUp", rules.node()));
        scaleDown.ifPresent(rules -> behavior.put("scaleDown", rules.node()));
        return behavior.build();
    }

    Mapping spec(String kind, String workload) {
        return Mapping.builder()
                .put(
                        "scaleTargetRef",
                        Mapping.builder()
                                .put("apiVersion", "apps/v1")
                                .put("kind", kind)
                                .put("name", workload)
                                .build())
                .put("minReplicas", minimum)
                .put("maxReplicas", maximum)
                .put("metrics", metrics())
                .putUnlessEmpty("behavior", behavior())
                .build();
    }

    private static Node metric(String resource, int percent) {
        return Mapping.builder()
                .put("type", "Resource")
                .put(
                        "resource",
                        Mapping.builder()
                                .put("name", resource)
                                .put(
                                        "target",
                                        Mapping.builder()
                                                .put("type", "Utilization")
                                                .put("averageUtilization", percent)
                                                .build())
                                .build())
                .build();
    }
}
