package dev.hearth.checks;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;

/**
 * A Service that the tree does not hold, but that will be there.
 *
 * @param namespace where it is
 * @param name its name
 * @param portNames the names of its ports, as far as they are known
 * @param ports the numbers of its ports, as far as they are known
 */
public record KnownService(String namespace, String name, ImmutableSet<String> portNames, ImmutableSet<Integer> ports) {

    public KnownService {
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        requireNonNull(portNames, "portNames");
        requireNonNull(ports, "ports");
    }
}
