package dev.hearth.graph;

import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Identity;
import java.util.Optional;

/**
 * An object that another brings about in the cluster.
 *
 * @param object what it will be; an empty namespace for every namespace, and a name that ends in {@code #} for a row of
 *     numbers
 * @param parts its keys or ports; empty where they are not told
 */
record Product(Identity object, Optional<ImmutableSet<String>> parts) {

    static Product of(String group, String kind, String namespace, String name) {
        return new Product(new Identity(group, kind, namespace, name), Optional.empty());
    }

    static Product of(String kind, String namespace, String name, ImmutableSet<String> parts) {
        return new Product(new Identity("", kind, namespace, name), Optional.of(parts));
    }
}
