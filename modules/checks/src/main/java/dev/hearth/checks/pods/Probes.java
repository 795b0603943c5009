package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code pod.probe} and {@code pod.liveness}: pods that a Service leads to say when they are ready, and when they must be
 * started again.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/">Probes</a>
 */
final class Probes implements Rule {

    private static final String READINESS = "pod.probe";
    private static final String LIVENESS = "pod.liveness";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(READINESS, LIVENESS);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        PodIndex pods = PodIndex.of(context);
        Map<Identity, Served> served = new LinkedHashMap<>();
        for (Manifest service : context.graph().all("", "Service")) {
            if (!Field.of(service).get("spec").get("publishNotReadyAddresses").isTrue()) {
                pods.behind(PodFields.namespace(service), service.spec().mapping("selector"))
                        .forEach(pod -> served.merge(
                                pod.object().identity(),
                                new Served(pod, service),
                                (one, other) -> headless(one.service()) ? other : one));
            }
        }
        for (Served each : served.values()) {
            if (!each.pod().ends()) {
                readiness(each.pod(), each.service(), Said.placed(each.pod().object(), context, findings));
                liveness(each.pod(), Said.placed(each.pod().object(), context, findings));
            }
        }
    }

    private record Served(PodFields pod, Manifest service) {}

    /** Whether it balances nothing, and only says where the pods are. */
    private static boolean headless(Manifest service) {
        return Field.of(service).get("spec").get("clusterIP").textOrEmpty().equals("None");
    }

    private static void readiness(PodFields pod, Manifest service, Said said) {
        if (none(pod, "readinessProbe")) {
            Field at = pod.spec().get("containers");
            String message = "is reached by Service " + service.name()
                    + " before it can answer: no container has a readinessProbe";
            String hint = "add a readinessProbe to the container that serves";
            if (headless(service)) {
                said.info(READINESS, at, message, hint);
            } else {
                said.warning(READINESS, at, message, hint);
            }
        }
    }

    private static void liveness(PodFields pod, Said said) {
        if (none(pod, "livenessProbe")) {
            said.info(
                    LIVENESS,
                    pod.spec().get("containers"),
                    "is not started again when it hangs: no container has a livenessProbe",
                    "add a livenessProbe that fails later than the readinessProbe, if a restart would help");
        }
    }

    private static boolean none(PodFields pod, String probe) {
        return !pod.running().isEmpty()
                && pod.running().stream()
                        .noneMatch(container -> container.get(probe).present());
    }
}
