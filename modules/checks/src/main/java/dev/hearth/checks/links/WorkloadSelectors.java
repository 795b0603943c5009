package dev.hearth.checks.links;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.LabelSelector;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code link.selector}: a workload selects the pods it makes, or the API server refuses it.
 *
 * <p>{@code link.selector-shared}: it selects no pods that another makes. Services, disruption budgets and network
 * policies that go by the same labels would take both for one.
 */
final class WorkloadSelectors implements Rule {

    private static final FieldPath SELECTOR = FieldPath.of("spec", "selector");
    private static final ImmutableSet<String> SELECTING =
            ImmutableSet.of("apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of("link.selector", "link.selector-shared");
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        ImmutableList<Manifest> objects = context.objects();
        ImmutableListMultimap<String, Manifest> byNamespace = Multimaps.index(
                objects.stream()
                        .filter(object -> PodTemplate.of(object).isPresent())
                        .filter(object -> !object.kind().equals("PodTemplate"))
                        .toList(),
                object -> object.identity().namespace());
        byNamespace.asMap().values().forEach(neighbours -> {
            List<Manifest> makers = ImmutableList.copyOf(neighbours);
            for (int i = 0; i < makers.size(); i++) {
                own(makers.get(i), findings);
                for (int j = i + 1; j < makers.size(); j++) {
                    shared(makers.get(i), makers.get(j), findings);
                }
            }
        });
    }

    private static void own(Manifest workload, Consumer<Finding> findings) {
        if (selects(workload) && !selects(workload, workload)) {
            findings.accept(Finding.error(
                            "link.selector",
                            workload.identity(),
                            "the selector does not match the labels of its own pods: " + labels(workload))
                    .at(SELECTOR)
                    .hint("let spec.template.metadata.labels have what the selector asks for"));
        }
    }

    private static void shared(Manifest one, Manifest other, Consumer<Finding> findings) {
        if (one.identity().equals(other.identity())) {
            return; // name.duplicate
        }
        if (selects(one, other)) {
            shares(one, other, findings);
        } else if (selects(other, one)) {
            shares(other, one, findings);
        }
    }

    private static void shares(Manifest workload, Manifest other, Consumer<Finding> findings) {
        findings.accept(Finding.error(
                        "link.selector-shared",
                        workload.identity(),
                        "the selector matches the pods of " + other.identity() + " as well: " + labels(other))
                .at(SELECTOR)
                .hint("give one of them another name, or labels of its own that its selector asks for"));
    }

    private static boolean selects(Manifest workload) {
        return SELECTING.contains(workload.identity().group() + "/" + workload.kind())
                && !selector(workload).isEmpty();
    }

    private static boolean selects(Manifest workload, Manifest other) {
        return selects(workload) && selector(workload).matches(labels(other));
    }

    private static LabelSelector selector(Manifest workload) {
        return new LabelSelector(workload.spec().mapping("selector"));
    }

    private static ImmutableMap<String, String> labels(Manifest maker) {
        return PodTemplate.of(maker)
                .map(template -> Manifest.strings(template.metadata().mapping("labels")))
                .orElse(ImmutableMap.of());
    }
}
