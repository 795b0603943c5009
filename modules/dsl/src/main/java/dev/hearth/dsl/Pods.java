package dev.hearth.dsl;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;

/**
 * Pods of one namespace, by their labels: those of a workload, or those that an operator or a chart makes.
 *
 * @param namespace where they run; empty for the namespace of the component that says it
 * @param name what people call them; names of policies are made from it
 * @param labels the labels that all of them have, and no other pod of the namespace
 */
public record Pods(String namespace, String name, ImmutableSortedMap<String, String> labels) implements Peer {

    public Pods {
        if (!namespace.isEmpty()) {
            Names.label("namespace", namespace);
        }
        Names.label("name of pods", name);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException(
                    "pods " + name + " must have at least one label; without any, every pod of the namespace is meant");
        }
    }

    /** Pods of the component's own namespace that have all of those labels. */
    public static Pods labelled(String name, Map<String, String> labels) {
        return new Pods("", name, ImmutableSortedMap.copyOf(labels));
    }

    /** Pods of the component's own namespace that have that label. */
    public static Pods labelled(String name, String label, String value) {
        return labelled(name, ImmutableMap.of(label, value));
    }

    /** A copy in that namespace, unless it names one already. */
    public Pods orIn(String other) {
        return namespace.isEmpty() ? new Pods(other, name, labels) : this;
    }

    /** For people: {@code monitoring/grafana}. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
