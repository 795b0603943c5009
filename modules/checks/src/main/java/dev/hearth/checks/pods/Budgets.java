package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.graph.Selector;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * {@code scale.budget}, {@code scale.no-budget} and {@code pod.spread}: a node can be drained, and one that fails does not
 * take all pods of a workload with it.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/disruptions/">Disruptions</a>
 */
final class Budgets implements Rule {

    private static final String BLOCKS = "scale.budget";
    private static final String NONE = "scale.no-budget";
    private static final String SPREAD = "pod.spread";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(BLOCKS, NONE, SPREAD);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        PodIndex pods = PodIndex.of(context);
        Map<Identity, Long> least = leastByAutoscaler(context);
        Set<Identity> kept = new HashSet<>();
        for (Manifest budget : context.graph().all("policy", "PodDisruptionBudget")) {
            List<PodFields> behind = budget.spec().has("selector")
                    ? pods.selected(
                            PodFields.namespace(budget),
                            Selector.of(budget.spec().mapping("selector")))
                    : List.of();
            behind.forEach(pod -> kept.add(pod.object().identity()));
            check(budget, behind, least, Said.placed(budget, context, findings));
        }
        for (Manifest object : context.objects()) {
            PodFields.of(object)
                    .filter(pod -> pod.isA("apps/Deployment") || pod.isA("apps/StatefulSet"))
                    .filter(pod -> replicas(pod, least) > 1)
                    .ifPresent(pod -> several(pod, kept, Said.placed(object, context, findings)));
        }
    }

    private static Map<Identity, Long> leastByAutoscaler(Context context) {
        Map<Identity, Long> least = new HashMap<>();
        for (Manifest autoscaler : context.graph().all("autoscaling", "HorizontalPodAutoscaler")) {
            Field spec = Field.of(autoscaler).get("spec");
            Scaling.target(autoscaler, spec.get("scaleTargetRef"), context)
                    .ifPresent(target -> least.put(
                            target.identity(), spec.get("minReplicas").number().orElse(1L)));
        }
        return least;
    }

    /** How many pods a workload has at the least. */
    private static long replicas(PodFields pod, Map<Identity, Long> least) {
        Optional<Long> scaled = Optional.ofNullable(least.get(pod.object().identity()));
        return scaled.orElseGet(() ->
                Field.of(pod.object()).get("spec").get("replicas").number().orElse(1L));
    }

    private static void check(Manifest budget, List<PodFields> behind, Map<Identity, Long> least, Said said) {
        Field spec = Field.of(budget).get("spec");
        Field most = spec.get("maxUnavailable");
        Field available = spec.get("minAvailable");
        boolean counted = !behind.isEmpty()
                && behind.stream()
                        .allMatch(pod -> pod.isA("apps/Deployment")
                                || pod.isA("apps/StatefulSet")
                                || pod.isA("apps/ReplicaSet"));
        long replicas = behind.stream().mapToLong(pod -> replicas(pod, least)).sum();
        if (most.present() && share(most, 100) == 0) {
            blocks(said, most, "lets no pod be unavailable");
        } else if (available.text().filter("100%"::equals).isPresent()) {
            blocks(said, available, "keeps all pods available");
        } else if (available.present() && counted && replicas > 0 && share(available, replicas) >= replicas) {
            boolean scaled = behind.stream()
                    .anyMatch(pod -> least.containsKey(pod.object().identity()));
            String owners =
                    behind.stream().map(pod -> pod.object().toString()).sorted().collect(Collectors.joining(", "));
            blocks(
                    said,
                    available,
                    "keeps " + share(available, replicas) + " available, and " + owners
                            + (behind.size() == 1 ? " has" : " have") + " no more than " + replicas
                            + (scaled ? " at the least" : ""));
        }
    }

    private static void blocks(Said said, Field at, String what) {
        said.warning(
                BLOCKS,
                at,
                what + ": no pod may be evicted, so its node cannot be drained",
                "write maxUnavailable: 1, with more than one replica where it must stay up");
    }

    /** A number, or the part of a whole, rounded up as the server does. */
    private static long share(Field amount, long of) {
        String text = amount.textOrEmpty();
        if (text.matches("\\d{1,4}%")) {
            long percent = Long.parseLong(text.substring(0, text.length() - 1));
            return (percent * of + 99) / 100;
        }
        return amount.number().orElse(text.matches("\\d{1,9}") ? Long.parseLong(text) : 1L);
    }

    private static void several(PodFields pod, Set<Identity> kept, Said said) {
        Field spec = pod.spec();
        Field anti = spec.get("affinity").get("podAntiAffinity");
        if (anti.empty() && spec.get("topologySpreadConstraints").empty()) {
            said.info(
                    SPREAD,
                    spec.get("topologySpreadConstraints"),
                    "has several pods that may all run on one node",
                    "add topologySpreadConstraints over kubernetes.io/hostname, or a podAntiAffinity");
        }
        if (!kept.contains(pod.object().identity())) {
            said.info(
                    NONE,
                    Field.of(pod.object()).get("spec").get("replicas"),
                    "has several pods, but no PodDisruptionBudget: draining nodes may stop them all at once",
                    "add a PodDisruptionBudget with maxUnavailable: 1");
        }
    }
}
