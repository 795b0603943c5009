package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

/**
 * These may open that port: one end opens it, the other has it.
 *
 * <p>At least one end is pods, whose namespaces are known by now. The port is the pods' own, not the Service's.
 *
 * @param from who opens it
 * @param to who has it
 * @param protocol the transport
 * @param port the number where the other end listens, 1 to 65535
 * @param owner the component that declared it
 */
public record Flow(Peer from, Peer to, Protocol protocol, int port, String owner) {

    public Flow {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(protocol, "protocol");
        requireNonNull(owner, "owner");
        if (!(from instanceof Pods) && !(to instanceof Pods)) {
            throw new IllegalArgumentException("a flow needs pods at one end, but goes from " + from + " to " + to);
        }
    }
}
