package dev.hearth.platform.mesh;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.Pods;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.List;

/**
 * A workload of a member.
 *
 * @param member the member
 * @param workload what makes the pods
 */
record Joined(Member member, Manifest workload) {

    /** The label by which the control plane puts a proxy beside a pod. */
    static final String LABEL = "sidecar.istio.io/inject";

    private static final ImmutableSet<String> SERVING = ImmutableSet.of("Deployment", "StatefulSet", "DaemonSet");
    private static final ImmutableSet<String> ENDING = ImmutableSet.of("Job", "CronJob");
    private static final String NAME_LABEL = "app.kubernetes.io/name";

    /** Whether an object makes pods. */
    static boolean makesPods(Manifest manifest) {
        return SERVING.contains(manifest.kind()) || ENDING.contains(manifest.kind());
    }

    /** Whether its pods are there to be opened. */
    boolean serves() {
        return SERVING.contains(workload.kind());
    }

    /** Whether its pods have the network of their node, where no proxy can stand before them. */
    boolean onTheNode() {
        return template(workload).mapping("spec").isTrue("hostNetwork");
    }

    String namespace() {
        return workload.namespace().orElse("");
    }

    /** Its pods, as policies name them. */
    Pods pods() {
        ImmutableMap<String, String> selected =
                Manifest.strings(workload.spec().mapping("selector").mapping("matchLabels"));
        ImmutableMap<String, String> labels = labels(workload);
        ImmutableMap<String, String> telling = !selected.isEmpty()
                ? selected
                : labels.containsKey(NAME_LABEL) ? ImmutableMap.of(NAME_LABEL, labels.get(NAME_LABEL)) : labels;
        return Pods.labelled(workload.name(), telling).orIn(namespace());
    }

    /** Whether those pods may be its own. */
    boolean among(Pods pods) {
        return makes(workload, pods);
    }

    /** Whether pods of that workload are among those. */
    static boolean makes(Manifest workload, Pods pods) {
        return workload.namespace().orElse("").equals(pods.namespace())
                && labels(workload).entrySet().containsAll(pods.labels().entrySet());
    }

    /** Whether a Service leads to its pods. */
    boolean behind(Manifest service) {
        ImmutableMap<String, String> selector = Manifest.strings(service.spec().mapping("selector"));
        return service.namespace().equals(workload.namespace())
                && !selector.isEmpty()
                && labels(workload).entrySet().containsAll(selector.entrySet());
    }

    private static ImmutableMap<String, String> labels(Manifest workload) {
        return Manifest.strings(template(workload).mapping("metadata").mapping("labels"));
    }

    private static Mapping template(Manifest workload) {
        Mapping at = workload.root();
        for (String field : path(workload)) {
            at = at.mapping(field);
        }
        return at;
    }

    private static ImmutableList<String> path(Manifest workload) {
        return workload.kind().equals("CronJob")
                ? ImmutableList.of("spec", "jobTemplate", "spec", "template")
                : ImmutableList.of("spec", "template");
    }

    /** Lets its pods join. */
    Patch labelled() {
        ImmutableList<String> path = ImmutableList.<String>builder()
                .addAll(path(workload))
                .add("metadata", "labels", LABEL)
                .build();
        return Patch.of(
                        workload.kind(),
                        workload.name(),
                        manifest -> manifest.with(set(manifest.root(), path, Node.text("true"))))
                .in(namespace());
    }

    private static Mapping set(Mapping in, List<String> path, Node value) {
        String first = path.get(0);
        return path.size() == 1
                ? in.with(first, value)
                : in.with(first, set(in.mapping(first), path.subList(1, path.size()), value));
    }
}
