package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;

/**
 * What the API server asks of a pod, by itself or in a template.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/">Pod</a>
 */
final class PodSpecs {

    private PodSpecs() {}

    /**
     * Tells every fault of a pod.
     *
     * @param pod what has the {@code metadata} and the {@code spec}
     * @param template whether it is only the template of pods
     */
    static void validate(Field pod, boolean template, Faults faults) {}

    /** When the containers start anew, with the default. */
    static String restartPolicy(Field spec) {
        String policy = spec.get("restartPolicy").textOrEmpty();
        return policy.isEmpty() ? "Always" : policy;
    }
}
