package dev.hearth.graph.network;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A connection that one endpoint could open to a port of another, and what policies say to it.
 *
 * @param from who opens it
 * @param to who listens
 * @param protocol the transport protocol
 * @param port the port at the pod or host itself, after any Service
 * @param verdict what policies say
 */
public record Connection(Endpoint from, Endpoint to, Protocol protocol, int port, Verdict verdict)
        implements Comparable<Connection> {

    private static final Comparator<Connection> ORDER = Comparator.comparing(
                    (Connection connection) -> connection.from().toString())
            .thenComparing(connection -> connection.to().toString())
            .thenComparing(Connection::port)
            .thenComparing(Connection::protocol);

    public Connection {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(protocol, "protocol");
        ContainerPort.requireValid(port);
        requireNonNull(verdict, "verdict");
    }

    @Override
    public int compareTo(Connection other) {
        return ORDER.compare(this, other);
    }

    /** For example {@code Deployment monitoring/grafana -> Pod monitoring/prometheus TCP 9090: allowed (...)}. */
    @Override
    public String toString() {
        return from + " -> " + to + " " + protocol + " " + port + ": " + verdict;
    }
}
