package dev.hearth.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.hearth.manifest.Manifest;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The pods that the objects of a tree make, and those that are known to be elsewhere, found by their labels. */
public final class Pods {

    private final Labelled<PodSource> sources;
    private final Set<String> unknown = new HashSet<>();
    private final IdentityHashMap<Manifest, Integer> orders = new IdentityHashMap<>();

    Pods(ImmutableList<Manifest> objects, ImmutableList<Manifest> elsewhere) {
        ImmutableList.Builder<PodSource> all = ImmutableList.builder();
        int order = 0;
        for (Manifest object : Iterables.concat(objects, elsewhere)) {
            orders.put(object, order);
            OperatedPods.of(object, order++).ifPresent(all::add);
            if (OperatedPods.unknown(object)) {
                unknown.add(object.identity().namespace());
            }
        }
        this.sources = new Labelled<>(all.build(), PodSource::namespace, PodSource::labels);
    }

    /** All of that namespace, in order. */
    public ImmutableList<PodSource> in(String namespace) {
        return sources.in(namespace);
    }

    /** Those of that namespace, and those without one, that are selected; found as they are asked for. */
    public Stream<PodSource> selected(String namespace, Selector selector) {
        Stream<PodSource> there = sources.selected(namespace, selector);
        return namespace.isEmpty() ? there : Stream.concat(there, sources.selected("", selector));
    }

    /** Where that object stands among all. */
    public int order(Manifest object) {
        return orders.getOrDefault(object, -1);
    }

    /** Those of that namespace that are selected and stand behind that place, without looking at those before it. */
    public Stream<PodSource> selectedAfter(String namespace, Selector selector, int order) {
        List<PodSource> candidates = sources.candidates(namespace, selector);
        int low = 0;
        int high = candidates.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (candidates.get(middle).order() <= order) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return candidates.subList(low, candidates.size()).stream().filter(pod -> selector.matches(pod.labels()));
    }

    /** Whether some pod of that namespace bears a label of that name. */
    public boolean bears(String namespace, String label) {
        return sources.bears(namespace, label) || sources.bears("", label);
    }

    /** Whether pods may be in that namespace that nobody here knows of, because a custom resource may make them. */
    public boolean unknown(String namespace) {
        return unknown.contains(namespace) || unknown.contains("");
    }
}
