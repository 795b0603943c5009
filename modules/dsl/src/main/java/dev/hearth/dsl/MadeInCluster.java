package dev.hearth.dsl;

import com.google.common.collect.ImmutableSortedSet;

/**
 * A ConfigMap or a Secret that a component makes in the running cluster, so that no tree has it and others may mount it. A
 * part states it with {@link Scope#fact}.
 *
 * @param kind {@code ConfigMap} or {@code Secret}
 * @param namespace where it will be
 * @param name its name
 * @param keys the keys it will have
 */
public record MadeInCluster(String kind, String namespace, String name, ImmutableSortedSet<String> keys) {

    public MadeInCluster {
        Names.label("namespace", namespace);
        Names.subdomain(kind, name);
        keys.forEach(key -> Names.key("key of " + kind + " " + name, key));
    }

    /** A ConfigMap with those keys. */
    public static MadeInCluster configMap(String namespace, String name, String... keys) {
        return new MadeInCluster("ConfigMap", namespace, name, ImmutableSortedSet.copyOf(keys));
    }

    /** A Secret with those keys. */
    public static MadeInCluster secret(String namespace, String name, String... keys) {
        return new MadeInCluster("Secret", namespace, name, ImmutableSortedSet.copyOf(keys));
    }
}
