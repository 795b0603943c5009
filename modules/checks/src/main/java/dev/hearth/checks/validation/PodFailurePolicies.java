package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the API server refuses of how a Job takes failures of its pods.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy">Pod failure policy</a>
 */
final class PodFailurePolicies {

    private static final String FAIL_INDEX = "FailIndex";
    private static final ImmutableSet<String> ACTIONS = ImmutableSet.of("Count", FAIL_INDEX, "FailJob", "Ignore");
    private static final String IN = "In";
    private static final ImmutableSet<String> OPERATORS = ImmutableSet.of(IN, "NotIn");
    private static final ImmutableSet<String> STATUSES = ImmutableSet.of("False", "True", "Unknown");
    private static final int MOST_RULES = 20;
    private static final int MOST_CODES = 255;

    private PodFailurePolicies() {}

    static void validate(Field job, Faults faults) {
        Field rules = job.get("podFailurePolicy").get("rules");
        atMost(rules, MOST_RULES, faults);
        rules.items().forEach(rule -> rule(rule, job, faults));
    }

    private static void atMost(Field list, int most, Faults faults) {
        if (list.items().size() > most) {
            faults.tooMany(list, most);
        }
    }

    private static void rule(Field rule, Field job, Faults faults) {
        Field action = rule.get("action");
        faults.requiredOneOf(action, ACTIONS);
        if (action.textOrEmpty().equals(FAIL_INDEX)
                && !job.get("backoffLimitPerIndex").present()) {
            faults.invalid(action, "must not be FailIndex without backoffLimitPerIndex");
        }
        Field codes = rule.get("onExitCodes");
        Field conditions = rule.get("onPodConditions");
        if (codes.present()) {
            codes(codes, job, faults);
        }
        atMost(conditions, MOST_RULES, faults);
        conditions.items().forEach(condition -> condition(condition, faults));
        if (codes.present() == !conditions.empty()) {
            faults.invalid(rule, "must have exactly one of onExitCodes and onPodConditions");
        }
    }

    private static void condition(Field condition, Faults faults) {
        faults.form(condition.get("type"), Syntax::labelKey);
        if (!condition.get("status").empty()) {
            faults.oneOf(condition.get("status"), STATUSES);
        }
    }

    private static void codes(Field codes, Field job, Faults faults) {
        faults.requiredOneOf(codes.get("operator"), OPERATORS);
        Field container = codes.get("containerName");
        if (container.present() && !containers(job).contains(container.textOrEmpty())) {
            faults.invalid(container, "must be the name of a container of the template");
        }
        Field values = codes.get("values");
        if (values.empty()) {
            faults.invalid(values, "must hold an exit code");
        }
        atMost(values, MOST_CODES, faults);
        boolean in = codes.get("operator").textOrEmpty().equals(IN);
        Set<Long> seen = new HashSet<>();
        long last = Long.MIN_VALUE;
        boolean ordered = true;
        for (Field value : values.items()) {
            long code = value.number().orElse(0L);
            if (in && code == 0) {
                faults.invalid(value, "must not be 0 for In");
            }
            if (!seen.add(code)) {
                faults.duplicate(value);
            }
            ordered &= code >= last;
            last = code;
        }
        if (!ordered) {
            faults.invalid(values, "must be in order");
        }
    }

    private static Set<String> containers(Field job) {
        Set<String> names = new HashSet<>();
        Field pod = job.get("template").get("spec");
        for (String list : List.of("containers", "initContainers")) {
            pod.get(list)
                    .items()
                    .forEach(container -> names.add(container.get("name").textOrEmpty()));
        }
        return names;
    }
}
