package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Field;

/**
 * The pod whose parts are validated: what one part must know of the others.
 *
 * @param pod what has the {@code metadata} and the {@code spec}
 * @param template whether it is only the template of pods, which is held to less
 * @param faults told what is wrong
 */
record PodScope(Field pod, boolean template, Faults faults) {

    static final String CONTAINERS = "containers";
    static final String INIT_CONTAINERS = "initContainers";
    static final String EPHEMERAL_CONTAINERS = "ephemeralContainers";

    private static final long GRACE = 30;

    Field spec() {
        return pod.get("spec");
    }

    Field annotation(String key) {
        return pod.get("metadata").get("annotations").get(key);
    }

    /** The containers of every sort. */
    ImmutableList<Field> allContainers() {
        return ImmutableList.<Field>builder()
                .addAll(spec().get(INIT_CONTAINERS).items())
                .addAll(spec().get(CONTAINERS).items())
                .addAll(spec().get(EPHEMERAL_CONTAINERS).items())
                .build();
    }

    /** When the containers start anew. */
    String restartPolicy() {
        String policy = spec().get("restartPolicy").textOrEmpty();
        return policy.isEmpty() ? "Always" : policy;
    }

    /** How the names of the cluster are looked up. */
    String dnsPolicy() {
        String policy = spec().get("dnsPolicy").textOrEmpty();
        return policy.isEmpty() ? "ClusterFirst" : policy;
    }

    /** How many seconds it has to end. */
    long gracePeriod() {
        return spec().get("terminationGracePeriodSeconds").number().orElse(GRACE);
    }

    boolean hostNetwork() {
        return spec().get("hostNetwork").isTrue();
    }

    /** Whether its users are those of the node. */
    boolean hostUsers() {
        return !spec().get("hostUsers").isFalse();
    }

    /** {@code linux}, {@code windows}, or empty where it does not say. */
    String os() {
        return spec().get("os").get("name").textOrEmpty();
    }

    /** An init container that runs as long as the pod does. */
    static boolean sidecar(Field initContainer) {
        return initContainer.get("restartPolicy").textOrEmpty().equals("Always");
    }
}
