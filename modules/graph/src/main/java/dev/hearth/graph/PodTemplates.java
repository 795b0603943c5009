package dev.hearth.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.manifest.Manifest;
import java.util.Optional;

/** Where objects hold the pods that they make. */
final class PodTemplates {

    private static final ImmutableList<String> TEMPLATE = ImmutableList.of("spec", "template");
    private static final ImmutableMap<String, ImmutableList<String>> PLACES =
            ImmutableMap.<String, ImmutableList<String>>builder()
                    .put("/Pod", ImmutableList.of())
                    .put("/PodTemplate", ImmutableList.of("template"))
                    .put("/ReplicationController", TEMPLATE)
                    .put("apps/DaemonSet", TEMPLATE)
                    .put("apps/Deployment", TEMPLATE)
                    .put("apps/ReplicaSet", TEMPLATE)
                    .put("apps/StatefulSet", TEMPLATE)
                    .put("argoproj.io/Rollout", TEMPLATE)
                    .put("batch/CronJob", ImmutableList.of("spec", "jobTemplate", "spec", "template"))
                    .put("batch/Job", TEMPLATE)
                    .put("keda.sh/ScaledJob", ImmutableList.of("spec", "jobTargetRef", "template"))
                    .put("serving.knative.dev/Service", TEMPLATE)
                    .buildOrThrow();

    private PodTemplates() {}

    /** The metadata and spec of the pod that an object makes, or is. */
    static Optional<Spot> of(Manifest object) {
        ImmutableList<String> steps = PLACES.get(object.identity().group() + "/" + object.kind());
        if (steps == null) {
            return Optional.empty();
        }
        Spot spot = Spot.of(object);
        for (String step : steps) {
            spot = spot.get(step);
        }
        return Optional.of(spot).filter(Spot::present);
    }
}
