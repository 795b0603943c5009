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
        Map<Identity, PodFields> served = new LinkedHashMap<>();
        Map<Identity, String> by = new LinkedHashMap<>();
        for (Manifest service : context.graph().all("", "Service")) {
            if (!Field.of(service).get("spec").get("publishNotReadyAddresses").isTrue()) {
                for (PodFields pod : pods.behind(
                        PodFields.namespace(service), service.spec().mapping("selector"))) {
                    served.putIfAbsent(pod.object().identity(), pod);
                    by.putIfAbsent(pod.object().identity(), service.name());
                }
            }
        }
        served.forEach((identity, pod) -> {
            if (!pod.ends()) {
                check(pod, by.getOrDefault(identity, ""), new Said(pod.object(), findings));
            }
        });
    }

    private static void check(PodFields pod, String service, Said said) {
        if (none(pod, "readinessProbe")) {
            said.warning(
                    READINESS,
                    pod.spec().get("containers"),
                    "gets the traffic of Service " + service + " before it can answer: no container has a readinessProbe",
                    "add a readinessProbe to the container that serves");
        }
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
