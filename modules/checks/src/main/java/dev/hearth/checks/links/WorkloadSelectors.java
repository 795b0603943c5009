package dev.hearth.checks.links;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.findings.Finding;
import dev.hearth.graph.PodSource;
import dev.hearth.graph.Selector;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code link.selector-shared}: a workload selects no pods that another makes. Services, disruption budgets and network
 * policies that go by the same labels would take both for one.
 */
final class WorkloadSelectors implements ObjectRule {

    private static final FieldPath SELECTOR = FieldPath.of("spec", "selector");
    private static final ImmutableSet<String> SELECTING =
            ImmutableSet.of("apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of("link.selector-shared");
    }

    @Override
    public void check(Manifest workload, Context context, Consumer<Finding> findings) {
        Selector selector = selector(workload);
        if (!selects(workload)) {
            return;
        }
        shared(workload, selector, context)
                .ifPresent(other -> findings.accept(Findings.of(
                                "link.selector-shared",
                                Findings.rival(workload, other, context),
                                workload,
                                "the selector matches the pods of " + other.identity() + " as well: " + labels(other))
                        .at(SELECTOR)
                        .hint("give one of them another name, or labels of its own that its selector asks for")));
    }

    /**
     * One whose pods the workload takes. Of two that take each other's pods the first is told, with the one behind it; so
     * that a crowd of twins is told in as many findings as there are twins.
     */
    private static Optional<Manifest> shared(Manifest workload, Selector selector, Context context) {
        String namespace = workload.identity().namespace();
        int order = context.graph().pods().order(workload);
        Optional<Manifest> later = context.graph()
                .pods()
                .selectedAfter(namespace, selector, order)
                .map(PodSource::maker)
                .filter(other -> another(workload, other, context))
                .findFirst();
        return later.isPresent()
                ? later
                : context.graph()
                        .pods()
                        .selected(namespace, selector)
                        .map(PodSource::maker)
                        .filter(other -> another(workload, other, context))
                        .findFirst()
                        .filter(other -> !(selects(other) && selector(other).matches(labels(workload))));
    }

    private static boolean another(Manifest workload, Manifest other, Context context) {
        return PodTemplate.of(other).isPresent()
                && !other.kind().equals("PodTemplate")
                && !other.identity().equals(workload.identity()) // name.duplicate
                && other.identity().namespace().equals(workload.identity().namespace())
                && !Findings.apart(workload, other, context);
    }

    private static boolean selects(Manifest workload) {
        return SELECTING.contains(workload.identity().group() + "/" + workload.kind())
                && !selector(workload).isEmpty();
    }

    private static Selector selector(Manifest workload) {
        return Selector.of(workload.spec().mapping("selector"));
    }

    private static ImmutableMap<String, String> labels(Manifest maker) {
        return PodTemplate.of(maker)
                .map(template -> Manifest.strings(template.metadata().mapping("labels")))
                .orElse(ImmutableMap.of());
    }
}
