package dev.hearth.graph.network;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A port on which an endpoint says it listens.
 *
 * @param name the name policies may use for it; empty where it has none
 * @param port 1 to 65535
 * @param protocol the transport protocol
 */
public record ContainerPort(String name, int port, Protocol protocol) implements Comparable<ContainerPort> {

    private static final Comparator<ContainerPort> ORDER = Comparator.comparingInt(ContainerPort::port)
            .thenComparing(ContainerPort::protocol)
            .thenComparing(ContainerPort::name);

    public ContainerPort {
        requireNonNull(name, "name");
        requireValid(port);
        requireNonNull(protocol, "protocol");
    }

    static void requireValid(int port) {
        if (!valid(port)) {
            throw new IllegalArgumentException("a port is between 1 and 65535, but was " + port);
        }
    }

    static boolean valid(long port) {
        return port >= 1 && port <= 65_535;
    }

    @Override
    public int compareTo(ContainerPort other) {
        return ORDER.compare(this, other);
    }
}
