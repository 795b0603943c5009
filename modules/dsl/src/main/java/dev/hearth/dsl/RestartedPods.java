package dev.hearth.dsl;

import com.google.common.collect.ImmutableSet;

/**
 * Pods ask by the annotation of a {@link RestartOffer} to be started anew when one of those Secrets of their namespace changes.
 *
 * @param kind the kind of their workload: {@code Deployment}, {@code StatefulSet} or {@code DaemonSet}
 * @param workload its name
 * @param secrets the names of the Secrets
 */
public record RestartedPods(String kind, String workload, ImmutableSet<String> secrets) {

    private static final ImmutableSet<String> KINDS = ImmutableSet.of("Deployment", "StatefulSet", "DaemonSet");

    public RestartedPods {
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("pods of " + kind + " " + workload
                    + " are not started anew by an annotation; only those of " + KINDS);
        }
    }
}
