package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code scale.replicas}, {@code scale.requests} and {@code scale.bounds}: an autoscaler is alone in what it does, and can
 * do it.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/">Horizontal Pod Autoscaling</a>
 */
final class Scaling implements Rule {

    private static final String REPLICAS = "scale.replicas";
    private static final String REQUESTS = "scale.requests";
    private static final String BOUNDS = "scale.bounds";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(REPLICAS, REQUESTS, BOUNDS);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        Set<String> limited = Resources.limited(context);
        boolean ignored = replicasIgnored(context);
        for (Manifest autoscaler : context.graph().all("autoscaling", "HorizontalPodAutoscaler")) {
            Said said = Said.placed(autoscaler, context, findings);
            Field spec = Field.of(autoscaler).get("spec");
            bounds(spec, said);
            target(autoscaler, spec.get("scaleTargetRef"), context).ifPresent(target -> {
                if (!ignored) {
                    replicas(
                            target,
                            "HorizontalPodAutoscaler " + autoscaler.name(),
                            Said.placed(target, context, findings));
                }
                if (!limited.contains(PodFields.namespace(autoscaler))) {
                    PodFields.of(target).ifPresent(pod -> requests(spec, pod, said));
                }
            });
        }
        for (Manifest scaled : context.graph().all("keda.sh", "ScaledObject")) {
            if (!ignored) {
                target(scaled, Field.of(scaled).get("spec").get("scaleTargetRef"), context)
                        .ifPresent(target -> replicas(
                                target, "ScaledObject " + scaled.name(), Said.placed(target, context, findings)));
            }
        }
    }

    /** What is scaled, where the tree has it. */
    static Optional<Manifest> target(Manifest scaler, Field reference, Context context) {
        String version = reference.get("apiVersion").text().orElse("apps/v1");
        String kind = reference.get("kind").text().orElse("Deployment");
        return context.graph()
                .find(new Identity(
                        Identity.groupOf(version),
                        kind,
                        scaler.identity().namespace(),
                        reference.get("name").textOrEmpty()));
    }

    /** Whether an Application of the tree says that replicas in the cluster are not those of the tree. */
    private static boolean replicasIgnored(Context context) {
        return context.graph().known("argoproj.io", "Application").stream()
                .flatMap(application -> Field.of(application).get("spec").get("ignoreDifferences").items().stream())
                .anyMatch(ignored -> ignored.get("jsonPointers").texts().contains("/spec/replicas")
                        || ignored.get("jqPathExpressions").texts().contains(".spec.replicas"));
    }

    private static void replicas(Manifest target, String scaler, Said said) {
        Field replicas = Field.of(target).get("spec").get("replicas");
        if (replicas.present()) {
            said.warning(
                    REPLICAS,
                    replicas,
                    "sets replicas, which " + scaler + " sets too: every sync puts them back",
                    "remove replicas; the autoscaler keeps its minimum");
        }
    }

    private static void bounds(Field spec, Said said) {
        long least = spec.get("minReplicas").number().orElse(1L);
        if (spec.get("maxReplicas").number().filter(most -> most == least).isPresent()) {
            said.warning(
                    BOUNDS,
                    spec.get("maxReplicas"),
                    "never scales: it may have " + least + " at the least and at the most",
                    "raise maxReplicas, or set replicas on the workload in place of an autoscaler");
        }
    }

    private static void requests(Field spec, PodFields pod, Said said) {
        SetMultimap<String, Field> missing = LinkedHashMultimap.create();
        Field ofPod = pod.spec().get("resources");
        for (Field metric : spec.get("metrics").items()) {
            Field source = metric.get("type").textOrEmpty().equals("ContainerResource")
                    ? metric.get("containerResource")
                    : metric.get("resource");
            if (source.get("target").get("averageUtilization").present()) {
                String resource = source.get("name").textOrEmpty();
                String only = source.get("container").textOrEmpty();
                for (Field container : pod.running()) {
                    if ((only.isEmpty() || container.get("name").textOrEmpty().equals(only))
                            && !Resources.requests(container.get("resources"), resource)
                            && !Resources.requests(ofPod, resource)) {
                        missing.put(container.get("name").textOrEmpty() + "' of " + pod.object(), source.get("name"));
                    }
                }
            }
        }
        missing.forEach((container, at) -> said.error(
                REQUESTS,
                at,
                "scales by the use of requested " + at.textOrEmpty() + ", but container '" + container
                        + " requests none",
                "set a request of " + at.textOrEmpty() + " on every container of the pod"));
    }
}
