package dev.hearth.checks.pods;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import dev.hearth.checks.rule.Context;
import dev.hearth.graph.Selector;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.List;
import java.util.Map;

/** The pods of a tree by their labels, so that those behind a selector are found without looking at all. */
final class PodIndex {

    private final ListMultimap<String, PodFields> byNamespace = ArrayListMultimap.create();
    private final ListMultimap<String, PodFields> byLabel = ArrayListMultimap.create();

    private PodIndex() {}

    static PodIndex of(Context context) {
        PodIndex index = new PodIndex();
        for (Manifest object : context.objects()) {
            PodFields.of(object).ifPresent(index::add);
        }
        return index;
    }

    private void add(PodFields pod) {
        String namespace = PodFields.namespace(pod.object());
        byNamespace.put(namespace, pod);
        Manifest.strings(pod.labels().mapping())
                .forEach((name, value) -> byLabel.put(key(namespace, name, value), pod));
    }

    private static String key(String namespace, String name, String value) {
        return namespace + "/" + name + "=" + value;
    }

    /** The pods behind a selector that is a mapping of labels; none behind an empty one. */
    List<PodFields> behind(String namespace, Mapping labels) {
        return labels.isEmpty() ? List.of() : selected(namespace, Selector.ofLabels(labels));
    }

    /** The pods that a selector means. */
    List<PodFields> selected(String namespace, Selector selector) {
        List<PodFields> candidates = byNamespace.get(namespace);
        for (Map.Entry<String, String> label : selector.labels().entrySet()) {
            List<PodFields> labelled = byLabel.get(key(namespace, label.getKey(), label.getValue()));
            if (labelled.size() < candidates.size()) {
                candidates = labelled;
            }
        }
        return candidates.stream()
                .filter(pod -> selector.matches(Manifest.strings(pod.labels().mapping())))
                .toList();
    }
}
