package dev.hearth.graph.network;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Identity;
import java.util.Optional;

/** One NetworkPolicy with its defaults applied. */
record Policy(
        Identity identity,
        String namespace,
        LabelSelector pods,
        Optional<ImmutableList<Rule>> ingress,
        Optional<ImmutableList<Rule>> egress) {

    /** The rules of that direction; empty where the policy does not isolate pods in it. */
    Optional<ImmutableList<Rule>> rules(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }

    /** What one rule lets through: any of the peers on any of the ports; an empty list stands for all of them. */
    record Rule(ImmutableList<Peer> peers, ImmutableList<PortRange> ports) {

        boolean open(Pod destination, Protocol protocol, int port) {
            if (ports.isEmpty()) {
                return true;
            }
            for (PortRange range : ports) {
                if (range.contains(destination, protocol, port)) {
                    return true;
                }
            }
            return false;
        }

        /** The same for a destination that is no pod and so has no named ports. */
        boolean open(Protocol protocol, int port) {
            if (ports.isEmpty()) {
                return true;
            }
            for (PortRange range : ports) {
                if (range.contains(protocol, port)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Ports of one protocol: those a name stands for at the destination, or from the first to the last. */
    record PortRange(Protocol protocol, Optional<String> name, int first, int last) {

        static PortRange named(Protocol protocol, String name) {
            return new PortRange(protocol, Optional.of(name), 0, 0);
        }

        static PortRange between(Protocol protocol, int first, int last) {
            return new PortRange(protocol, Optional.empty(), first, last);
        }

        boolean contains(Protocol wanted, int port) {
            return protocol == wanted && first <= port && port <= last;
        }

        boolean contains(Pod destination, Protocol wanted, int port) {
            if (name.isEmpty()) {
                return contains(wanted, port);
            }
            return protocol == wanted
                    && destination.ports().stream()
                            .anyMatch(candidate -> candidate.name().equals(name.get())
                                    && candidate.protocol() == wanted
                                    && candidate.port() == port);
        }
    }

    /** What a rule names on the other end. */
    sealed interface Peer permits PodPeer, IpBlock {}

    /** Pods by labels: of the policy's own namespace, or of the namespaces with those labels. */
    record PodPeer(Optional<LabelSelector> namespaces, LabelSelector pods) implements Peer {}

    /** Addresses: those of a range without those of some ranges in it. */
    record IpBlock(Cidr cidr, ImmutableList<Cidr> except) implements Peer {

        boolean holdsAll(Cidr range) {
            return cidr.contains(range) && except.stream().noneMatch(range::overlaps);
        }

        boolean holdsNone(Cidr range) {
            return !cidr.overlaps(range) || except.stream().anyMatch(hole -> hole.contains(range));
        }
    }
}
