package dev.hearth.checks.links;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.graph.Graph;
import dev.hearth.graph.PodSource;
import dev.hearth.graph.Selector;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code link.pods}: what selects pods by their labels selects some. Only where all pods of the namespace can be told: not
 * beside charts, custom resources of unknown operators, or programs that may make pods.
 */
final class SelectedPods implements ObjectRule {

    private static final String ID = "link.pods";

    /** Labels that controllers put on pods while they run. */
    private static final ImmutableSet<String> LATER = ImmutableSet.of(
            "statefulset.kubernetes.io/pod-name",
            "apps.kubernetes.io/pod-index",
            "batch.kubernetes.io/job-name",
            "batch.kubernetes.io/controller-uid",
            "batch.kubernetes.io/job-completion-index",
            "controller-revision-hash",
            "job-name",
            "pod-template-hash",
            "rollouts-pod-template-hash");

    private static final ImmutableMap<String, FieldPath> SELECTORS = ImmutableMap.of(
            "/Service", FieldPath.of("spec", "selector"),
            "policy/PodDisruptionBudget", FieldPath.of("spec", "selector"),
            "networking.k8s.io/NetworkPolicy", FieldPath.of("spec", "podSelector"));

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        FieldPath path = SELECTORS.get(object.identity().group() + "/" + object.kind());
        if (path == null || !told(object.identity().namespace(), context)) {
            return;
        }
        Mapping content = object.spec().mapping((String) path.steps().get(1));
        boolean service = object.kind().equals("Service");
        Selector selector = service ? Selector.ofLabels(content) : Selector.of(content);
        if (!selector.isEmpty()
                && selected(object, selector, context.graph()).findAny().isEmpty()) {
            say(object, path, selector, context, findings);
        }
    }

    /** Whether all pods of that namespace are known. */
    static boolean told(String namespace, Context context) {
        Graph graph = context.graph();
        boolean known = !graph.unknownContents(namespace) && !graph.pods().unknown(namespace);
        return known && (context.complete() || !graph.pods().in(namespace).isEmpty());
    }

    private static Stream<PodSource> selected(Manifest object, Selector selector, Graph graph) {
        return graph.pods().selected(object.identity().namespace(), selector);
    }

    private static void say(
            Manifest object, FieldPath path, Selector selector, Context context, Consumer<Finding> findings) {
        Map<String, String> stated = new HashMap<>(selector.labels());
        stated.keySet().removeAll(LATER);
        Map<String, String> borne = new HashMap<>(stated);
        borne.keySet()
                .removeIf(
                        label -> !context.graph().pods().bears(object.identity().namespace(), label));
        boolean some = stated.size() < selector.labels().size() && finds(object, stated, context);
        if (some) {
            return;
        }
        boolean later = borne.size() < stated.size() && !borne.isEmpty() && finds(object, borne, context);
        Severity severity = later || (!context.complete() && object.kind().equals("NetworkPolicy"))
                ? Severity.INFO
                : Severity.WARNING;
        findings.accept(Findings.of(
                        ID,
                        severity,
                        object,
                        "it selects no pods: none "
                                + object.namespace()
                                        .map(namespace -> "of namespace " + namespace + " ")
                                        .orElse("")
                                + "has " + selector)
                .at(path)
                .hint(
                        later
                                ? "nothing bears all of these labels as it is applied; leave this as it is where a"
                                        + " program sets the others"
                                : "let it ask for labels that the template of a workload has"));
    }

    private static boolean finds(Manifest object, Map<String, String> labels, Context context) {
        return selected(object, Selector.ofLabels(Mapping.texts(labels)), context.graph())
                .findAny()
                .isPresent();
    }
}
