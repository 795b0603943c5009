package dev.hearth.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Things with labels in namespaces, so that a selector looks only at those that have the rarest label it asks for.
 *
 * @param <T> what is selected
 */
final class Labelled<T> {

    private record Label(String namespace, String name, String value) {}

    private final Function<T, Map<String, String>> labels;
    private final ImmutableListMultimap<String, T> byNamespace;
    private final ImmutableListMultimap<Label, T> byLabel;
    private final Set<Label> borne = new HashSet<>();

    Labelled(Collection<T> things, Function<T, String> namespace, Function<T, Map<String, String>> labels) {
        this.labels = labels;
        ImmutableListMultimap.Builder<String, T> spaces = ImmutableListMultimap.builder();
        ImmutableListMultimap.Builder<Label, T> labelled = ImmutableListMultimap.builder();
        for (T thing : things) {
            String space = namespace.apply(thing);
            spaces.put(space, thing);
            labels.apply(thing).forEach((name, value) -> {
                labelled.put(new Label(space, name, value), thing);
                borne.add(new Label(space, name, ""));
            });
        }
        this.byNamespace = spaces.build();
        this.byLabel = labelled.build();
    }

    /** All of that namespace. */
    ImmutableList<T> in(String namespace) {
        return byNamespace.get(namespace);
    }

    /** Whether something of that namespace has a label of that name. */
    boolean bears(String namespace, String label) {
        return borne.contains(new Label(namespace, label, ""));
    }

    /** Those of that namespace which are selected, in order; looked for as they are asked for. */
    Stream<T> selected(String namespace, Selector selector) {
        return candidates(namespace, selector).stream().filter(thing -> selector.matches(labels.apply(thing)));
    }

    /** Those of the namespace that the selector has to look at. */
    List<T> candidates(String namespace, Selector selector) {
        List<T> fewest = byNamespace.get(namespace);
        for (Map.Entry<String, String> label : selector.labels().entrySet()) {
            List<T> those = byLabel.get(new Label(namespace, label.getKey(), label.getValue()));
            fewest = those.size() < fewest.size() ? those : fewest;
        }
        return fewest;
    }
}
