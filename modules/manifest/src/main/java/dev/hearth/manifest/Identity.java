package dev.hearth.manifest;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * What makes an object one and the same for the API server, whatever version it is written in.
 *
 * @param group the API group; empty for the core group
 * @param kind the kind
 * @param namespace the namespace; empty for what is cluster-scoped
 * @param name the name
 */
public record Identity(String group, String kind, String namespace, String name) implements Comparable<Identity> {

    private static final Comparator<Identity> ORDER = Comparator.comparing(Identity::namespace)
            .thenComparing(Identity::kind)
            .thenComparing(Identity::name)
            .thenComparing(Identity::group);

    public Identity {
        requireNonNull(group, "group");
        requireNonNull(kind, "kind");
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
    }

    /** The API group of an {@code apiVersion}: {@code apps} of {@code apps/v1}, empty of {@code v1}. */
    public static String groupOf(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    @Override
    public int compareTo(Identity other) {
        return ORDER.compare(this, other);
    }

    /** For people: {@code Deployment monitoring/grafana}, {@code Namespace monitoring}. */
    @Override
    public String toString() {
        return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
