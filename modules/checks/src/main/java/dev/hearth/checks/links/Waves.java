package dev.hearth.checks.links;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.graph.Reference;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code argo.waves}: what an object needs comes in no later wave or phase of the same sync. Argo CD waits for the
 * health of one wave before it applies the next, so an object that waits for a later one stops the sync.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/">Sync phases and waves</a>
 */
final class Waves implements Rule {

    private static final String ID = "argo.waves";
    private static final String WAVE = "argocd.argoproj.io/sync-wave";
    private static final String HOOK = "argocd.argoproj.io/hook";
    private static final ImmutableMap<String, Integer> PHASES = ImmutableMap.of("PreSync", 0, "Sync", 1, "PostSync", 2);
    private static final ImmutableSet<String> NEEDED = ImmutableSet.of(
            "ClusterIssuer",
            "ClusterSecretStore",
            "ConfigMap",
            "Issuer",
            "PriorityClass",
            "RuntimeClass",
            "Secret",
            "SecretStore",
            "ServiceAccount");

    /** When an object is applied. */
    private record Turn(int phase, int wave) {

        boolean before(Turn other) {
            return phase != other.phase ? phase < other.phase : wave < other.wave;
        }

        @Override
        public String toString() {
            return switch (phase) {
                case 0 -> "PreSync, wave " + wave;
                case 1 -> "wave " + wave;
                default -> "PostSync, wave " + wave;
            };
        }
    }

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        boolean staged = context.objects().stream().anyMatch(Waves::staged);
        if (!staged) {
            return;
        }
        Map<String, Manifest> definitions = new HashMap<>();
        context.graph()
                .all("apiextensions.k8s.io", "CustomResourceDefinition")
                .forEach(definition -> definitions.put(
                        definition.spec().text("group").orElse("") + "/"
                                + definition
                                        .spec()
                                        .mapping("names")
                                        .text("kind")
                                        .orElse(""),
                        definition));
        for (Manifest object : context.objects()) {
            turn(object).ifPresent(turn -> {
                references(object, turn, context, findings);
                definition(object, turn, definitions, findings, context);
                namespace(object, turn, context, findings);
            });
        }
    }

    private static boolean staged(Manifest object) {
        ImmutableMap<String, String> annotations = object.annotations();
        return annotations.containsKey(WAVE) || annotations.containsKey(HOOK);
    }

    /** When that object is applied; empty where it is not, or only when a sync failed. */
    private static Optional<Turn> turn(Manifest object) {
        ImmutableMap<String, String> annotations = object.annotations();
        int wave;
        try {
            wave = Integer.parseInt(annotations.getOrDefault(WAVE, "0"));
        } catch (NumberFormatException refused) {
            return Optional.empty();
        }
        if (!annotations.containsKey(HOOK)) {
            return Optional.of(new Turn(1, wave));
        }
        return Splitter.on(',')
                .trimResults()
                .splitToStream(annotations.getOrDefault(HOOK, ""))
                .filter(PHASES::containsKey)
                .map(phase -> new Turn(PHASES.getOrDefault(phase, 1), wave))
                .min((one, other) -> Integer.compare(one.phase(), other.phase()));
    }

    private static void references(Manifest object, Turn turn, Context context, Consumer<Finding> findings) {
        boolean waits =
                PodTemplate.of(object).isPresent() || !object.identity().group().isEmpty();
        if (!waits) {
            return;
        }
        for (Reference reference : context.graph().references(object)) {
            if (needs(object, reference)) {
                late(object, turn, reference.to(), context)
                        .ifPresent(needed -> say(object, needed, reference.path(), context, findings));
            }
        }
    }

    private static boolean needs(Manifest object, Reference reference) {
        boolean binding = object.identity().group().equals("rbac.authorization.k8s.io");
        boolean suspended = object.kind().equals("CronJob") || object.kind().equals("PodTemplate");
        return !reference.optional()
                && NEEDED.contains(reference.to().kind())
                && !binding
                && !suspended
                && !object.kind().equals("Ingress")
                && !object.kind().equals("Gateway");
    }

    /** What brings the needed object, where all that does comes later in the same application. */
    private static Optional<Manifest> late(Manifest object, Turn turn, Identity needed, Context context) {
        ImmutableSet<Manifest> bringers = context.graph().bringers(needed);
        boolean late = !bringers.isEmpty() && bringers.stream().allMatch(bringer -> after(object, turn, bringer));
        return late ? bringers.stream().findFirst() : Optional.empty();
    }

    private static boolean after(Manifest object, Turn turn, Manifest other) {
        return together(object, other) && turn(other).map(turn::before).orElse(false);
    }

    /** Whether both belong to one application: that of their component, or of their folder. */
    private static boolean together(Manifest one, Manifest other) {
        boolean owned = one.owner().isPresent() || other.owner().isPresent();
        return owned ? one.owner().equals(other.owner()) : Findings.folder(one).equals(Findings.folder(other));
    }

    private static void definition(
            Manifest object,
            Turn turn,
            Map<String, Manifest> definitions,
            Consumer<Finding> findings,
            Context context) {
        Optional.ofNullable(definitions.get(object.identity().group() + "/" + object.kind()))
                .filter(definition -> after(object, turn, definition))
                .ifPresent(definition -> say(object, definition, FieldPath.of("kind"), context, findings));
    }

    private static void namespace(Manifest object, Turn turn, Context context, Consumer<Finding> findings) {
        object.namespace()
                .flatMap(namespace -> context.graph().find("", "Namespace", "", namespace))
                .filter(namespace -> after(object, turn, namespace))
                .ifPresent(
                        namespace -> say(object, namespace, FieldPath.of("metadata", "namespace"), context, findings));
    }

    private static void say(
            Manifest object, Manifest needed, FieldPath at, Context context, Consumer<Finding> findings) {
        findings.accept(Findings.of(
                        ID,
                        Findings.sure(context, Severity.ERROR, Severity.WARNING),
                        object,
                        "it is applied in " + shown(object) + ", but needs " + needed + ", which comes in "
                                + shown(needed))
                .at(at)
                .hint("give " + needed + " the same wave or an earlier one"));
    }

    private static String shown(Manifest object) {
        return turn(object).map(Turn::toString).orElse("no wave");
    }
}
