package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.List;

/**
 * What the API server refuses of a HorizontalPodAutoscaler, of both versions.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/">Horizontal autoscaling</a>
 * @see MetricSources
 */
final class HorizontalPodAutoscalerValidator implements Validator {

    private static final ImmutableSet<String> SELECT = ImmutableSet.of("Disabled", "Max", "Min");
    private static final ImmutableSet<String> POLICIES = ImmutableSet.of("Percent", "Pods");
    private static final ImmutableSet<String> BEYOND_PODS = ImmutableSet.of("Object", "External");
    private static final int LONGEST_WINDOW = 3600;
    private static final int LONGEST_PERIOD = 1800;
    private static final int TOLERANCE_SINCE = 35;

    @Override
    public void validate(Field autoscaler, Faults faults) {
        Field spec = autoscaler.get("spec");
        replicas(spec, faults);
        target(spec.get("scaleTargetRef"), false, faults);
        Field metrics = spec.get("metrics");
        metrics.items().forEach(metric -> MetricSources.validate(metric, faults));
        Field cpu = spec.get("targetCPUUtilizationPercentage");
        if (cpu.present() && cpu.number().orElse(0L) < 1) {
            Field resource = metrics.item(0).get("resource");
            faults.invalid(resource.get("target", "averageUtilization"), "must be more than 0");
        }
        for (String direction : List.of("scaleUp", "scaleDown")) {
            Field rules = spec.get("behavior").get(direction);
            if (rules.present()) {
                rules(rules, faults);
            }
        }
    }

    private static void replicas(Field spec, Faults faults) {
        Field least = spec.get("minReplicas");
        Field most = spec.get("maxReplicas");
        long from = least.number().orElse(1L);
        long to = most.number().orElse(0L);
        if (from < 1) {
            faults.invalid(least, "must be 1 or more");
        }
        faults.atLeast(most, 1);
        if (to < from) {
            faults.invalid(most, "must not be less than minReplicas, 1 by default");
        }
        boolean pods = spec.get("metrics").items().stream()
                .noneMatch(metric -> BEYOND_PODS.contains(metric.get("type").textOrEmpty()));
        if (from == 0 && pods) {
            faults.forbidden(spec.get("metrics"), "scaling to nothing needs a metric of the type Object or External");
        }
    }

    /** Tells every fault of the name of an object; that of what is scaled must have a group. */
    static void target(Field target, boolean anyGroup, Faults faults) {
        faults.requiredForm(target.get("kind"), Syntax::pathSegment);
        faults.requiredForm(target.get("name"), Syntax::pathSegment);
        Field version = target.get("apiVersion");
        String text = version.textOrEmpty();
        int slash = text.indexOf('/');
        boolean controller = target.get("kind").textOrEmpty().equals("ReplicationController");
        if (slash >= 0 && text.indexOf('/', slash + 1) >= 0) {
            faults.invalid(version, "must be a group and a version, like apps/v1");
        } else if (slash <= 0 && !anyGroup && !controller) {
            faults.invalid(version, "must have a group, like apps/v1");
        }
    }

    private static void rules(Field rules, Faults faults) {
        faults.within(rules.get("stabilizationWindowSeconds"), 0, LONGEST_WINDOW);
        faults.oneOf(rules.get("selectPolicy"), SELECT);
        Field policies = rules.get("policies");
        if (policies.present() && policies.empty()) {
            faults.required(policies, "must hold a policy");
        }
        for (Field policy : policies.items()) {
            if (!POLICIES.contains(policy.get("type").textOrEmpty())) {
                faults.unsupported(policy.get("type"), POLICIES);
            }
            faults.atLeast(policy.get("value"), 1);
            faults.within(policy.get("periodSeconds"), 1, LONGEST_PERIOD);
        }
        if (faults.version().atLeast(TOLERANCE_SINCE)) {
            Amounts.notNegative(rules.get("tolerance"), faults);
        }
    }
}
