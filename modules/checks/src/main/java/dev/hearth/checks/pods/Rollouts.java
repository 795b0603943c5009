package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code pod.rollout} and {@code storage.access-mode}: pods that cannot be there at the same time are not asked to.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes">Access modes</a>
 */
final class Rollouts implements Rule {

    private static final String ROLLOUT = "pod.rollout";
    private static final String MODE = "storage.access-mode";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ROLLOUT, MODE);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        Map<Identity, Long> most = mostByAutoscaler(context);
        for (Manifest object : context.objects()) {
            PodFields.of(object).ifPresent(pod -> {
                Said said = Said.placed(object, context, findings);
                long replicas = most.getOrDefault(
                        object.identity(),
                        Field.of(object).get("spec").get("replicas").number().orElse(1L));
                if (pod.isA("apps/Deployment") || pod.isA("apps/DaemonSet")) {
                    claims(pod, replicas, context, said);
                }
                if (pod.isA("apps/Deployment")) {
                    hostPorts(pod, replicas, said);
                }
            });
        }
    }

    private static Map<Identity, Long> mostByAutoscaler(Context context) {
        Map<Identity, Long> most = new HashMap<>();
        for (Manifest autoscaler : context.graph().all("autoscaling", "HorizontalPodAutoscaler")) {
            Field spec = Field.of(autoscaler).get("spec");
            Scaling.target(autoscaler, spec.get("scaleTargetRef"), context)
                    .ifPresent(target -> most.put(
                            target.identity(), spec.get("maxReplicas").number().orElse(1L)));
        }
        return most;
    }

    private static void claims(PodFields pod, long replicas, Context context, Said said) {
        for (Field volume : pod.spec().get("volumes").items()) {
            Field source = volume.get("persistentVolumeClaim");
            Field name = source.get("claimName");
            Optional<Manifest> claim = context.graph()
                    .find("", "PersistentVolumeClaim", pod.object().identity().namespace(), name.textOrEmpty());
            claim.map(found -> Field.of(found).get("spec").get("accessModes").texts())
                    .filter(modes -> !modes.isEmpty() && !source.get("readOnly").isTrue())
                    .ifPresent(modes -> claim(pod, replicas, name, modes, said));
        }
    }

    private static void claim(PodFields pod, long replicas, Field name, List<String> modes, Said said) {
        boolean onePod = modes.equals(List.of("ReadWriteOncePod"));
        boolean oneNode = onePod || modes.equals(List.of("ReadWriteOnce"));
        if (!oneNode) {
            return;
        }
        if (pod.isA("apps/DaemonSet") || replicas > 1) {
            String message = "has several pods that share claim " + name.textOrEmpty() + ", but it is " + modes.get(0);
            String hint = "use a StatefulSet, in which each pod has its own, or a claim that is ReadWriteMany";
            if (onePod) {
                said.error(MODE, name, message, hint);
            } else {
                said.warning(MODE, name, message, hint);
            }
        } else if (replicas == 1 && surges(pod)) {
            said.warning(
                    ROLLOUT,
                    name,
                    "starts the new pod before the old one ends, but claim " + name.textOrEmpty() + " is "
                            + modes.get(0) + ": the new one may wait for ever, or both write at once",
                    "write strategy: {type: Recreate}, or use a StatefulSet");
        }
    }

    /** Whether a new pod is started while all old ones are there. */
    private static boolean surges(PodFields pod) {
        Field strategy = Field.of(pod.object()).get("spec").get("strategy");
        Field surge = strategy.get("rollingUpdate").get("maxSurge");
        boolean none = surge.number().filter(number -> number == 0).isPresent()
                || surge.textOrEmpty().equals("0%")
                || surge.textOrEmpty().equals("0");
        return !strategy.get("type").textOrEmpty().equals("Recreate") && !none;
    }

    /** By default a quarter of the pods may be missing, rounded down: none of three. */
    private static void hostPorts(PodFields pod, long replicas, Said said) {
        Field unavailable = Field.of(pod.object())
                .get("spec")
                .get("strategy")
                .get("rollingUpdate")
                .get("maxUnavailable");
        boolean nobodyLeaves = unavailable.present()
                ? unavailable.number().filter(number -> number == 0).isPresent()
                        || unavailable.textOrEmpty().equals("0%")
                : replicas < 4;
        if (replicas == 0 || !surges(pod) || !nobodyLeaves) {
            return;
        }
        for (Field container : pod.running()) {
            for (Field port : container.get("ports").items()) {
                Field host = port.get("hostPort");
                if (host.number().filter(number -> number != 0).isPresent()) {
                    said.info(
                            ROLLOUT,
                            host,
                            "starts a new pod before an old one ends, but port "
                                    + host.number().orElse(0L)
                                    + " of every node may be taken: the rollout then never ends",
                            "write maxSurge: 0 and maxUnavailable: 1, or use a DaemonSet");
                    return;
                }
            }
        }
    }
}
