package dev.hearth.platform.gitops;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.workload.Autoscaler;

/**
 * The values of the chart that let an autoscaler count the pods of one part.
 *
 * @param part the part's name among the values
 * @param counting the autoscaler; the chart names it
 */
record ArgoCdScaling(String part, Autoscaler counting) {

    ArgoCdScaling {
        if (counting.utilization().isEmpty()) {
            throw new IllegalArgumentException(
                    "the autoscaler of Argo CD's " + part + " has no metric; add cpu(70) or memory(80)");
        }
        if (counting.name().isPresent()) {
            throw new IllegalArgumentException("the autoscaler of Argo CD's " + part + " cannot be named "
                    + counting.name().orElseThrow() + ", for the chart names it");
        }
    }

    Data values() {
        Data scaling = Data.map(
                "autoscaling",
                Data.map(
                        "enabled",
                        true,
                        "minReplicas",
                        counting.minimum(),
                        "maxReplicas",
                        counting.maximum(),
                        // Said in full; otherwise the chart adds half of the memory to what is wanted.
                        "metrics",
                        counting.metrics(),
                        "behavior",
                        counting.behavior()),
                // Of the little that it needs when idle, every burst would be too much.
                "resources",
                Data.map("requests", Data.map("cpu", "100m", "memory", "128Mi")));
        return Data.map(part, steady() ? scaling.merge(budget()) : scaling);
    }

    private static Data budget() {
        return Data.map("pdb", Data.map("enabled", true, "maxUnavailable", 1));
    }

    private boolean steady() {
        return counting.minimum() > 1;
    }

    /** What the values make that the chart does not make without them. */
    ImmutableList<String> kinds() {
        return steady()
                ? ImmutableList.of("autoscaling/HorizontalPodAutoscaler", "policy/PodDisruptionBudget")
                : ImmutableList.of("autoscaling/HorizontalPodAutoscaler");
    }
}
