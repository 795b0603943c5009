package dev.hearth.graph.network;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Arrays;
import java.util.Set;

/**
 * An end of a connection that is no pod: a node, the API server, something outside. Policies see its addresses alone.
 *
 * @param name for people, such as {@code node rack}
 * @param addresses where it is reached; empty where that is not known
 * @param sources as whom its own connections arrive; with several, it may be any of them
 * @param ports the ports on which it says it listens
 * @param policed whether policies are asked for its connections; only the kubelet of a pod's own node is exempt
 */
public record Host(
        String name,
        ImmutableSet<Cidr> addresses,
        ImmutableSet<Cidr> sources,
        ImmutableSortedSet<ContainerPort> ports,
        boolean policed)
        implements Endpoint {

    public Host {
        requireNonNull(name, "name");
        requireNonNull(addresses, "addresses");
        requireNonNull(sources, "sources");
        requireNonNull(ports, "ports");
    }

    /**
     * A node, as seen from a pod on another one.
     *
     * @param name the node's name
     * @param addresses its IP addresses, at least one
     */
    public static Host node(String name, String... addresses) {
        return of("node " + name, addresses);
    }

    /**
     * The API server.
     *
     * @param port the port it listens on itself, which policies see, and not that of the Service {@code kubernetes}
     * @param addresses its IP addresses, at least one
     */
    public static Host apiServer(int port, String... addresses) {
        return of("API server", addresses).port(port);
    }

    /** Something at an IP address outside the cluster. */
    public static Host outside(String address) {
        return of(address, address);
    }

    /** Anything in a range of IP addresses; what policies say of only some of them {@link Answer#DEPENDS}. */
    public static Host range(String cidr) {
        return of(cidr, Set.of(Cidr.parse(cidr)));
    }

    /** The kubelet of the node a pod runs on, which probes it and which no policy stops. It only ever calls. */
    public static Host kubelet() {
        return new Host("kubelet", ImmutableSet.of(), ImmutableSet.of(), ImmutableSortedSet.of(), false);
    }

    private static Host of(String name, String... addresses) {
        if (addresses.length == 0) {
            throw new IllegalArgumentException(
                    name + " needs at least one IP address, because policies see nothing else of it");
        }
        return of(name, Arrays.stream(addresses).map(Cidr::address).collect(ImmutableSet.toImmutableSet()));
    }

    private static Host of(String name, Set<Cidr> addresses) {
        ImmutableSet<Cidr> copy = ImmutableSet.copyOf(addresses);
        return new Host(name, copy, copy, ImmutableSortedSet.of(), true);
    }

    /** A copy that listens on that TCP port as well. */
    public Host port(int port) {
        return new Host(
                name,
                addresses,
                sources,
                ImmutableSortedSet.<ContainerPort>naturalOrder()
                        .addAll(ports)
                        .add(new ContainerPort("", port, Protocol.TCP))
                        .build(),
                policed);
    }

    /**
     * A copy whose connections to pods of other nodes may also arrive from these ranges: the tunnel addresses of an
     * overlay network, which are in the pod range.
     */
    public Host tunnel(String... cidrs) {
        ImmutableSet.Builder<Cidr> both = ImmutableSet.<Cidr>builder().addAll(sources);
        Arrays.stream(cidrs).map(Cidr::parse).forEach(both::add);
        return new Host(name, addresses, both.build(), ports, policed);
    }

    @Override
    public String toString() {
        return name;
    }
}
