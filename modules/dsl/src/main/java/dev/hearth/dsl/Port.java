package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

/**
 * A port on which a container listens, and on which its Service offers it.
 *
 * @param name the name by which Services, probes and monitors refer to it
 * @param number where the container listens, 1 to 65535
 * @param servicePort where the Service listens; the same number unless said otherwise
 * @param protocol the transport
 * @param scheme what is spoken, as the scheme of a URL: {@code http}, {@code https}, {@code grpc}, {@code redis} ...;
 *     {@code tcp} or {@code udp} where nothing more is known
 */
public record Port(String name, int number, int servicePort, Protocol protocol, String scheme) {

    public Port {
        Names.port(name);
        inRange("port " + name, number);
        inRange("service port of " + name, servicePort);
        requireNonNull(protocol, "protocol");
        Names.label("scheme of port " + name, scheme);
    }

    /** HTTP, named {@code http}. */
    public static Port http(int number) {
        return new Port("http", number, number, Protocol.TCP, "http");
    }

    /** HTTP with TLS, named {@code https}. */
    public static Port https(int number) {
        return new Port("https", number, number, Protocol.TCP, "https");
    }

    /** gRPC without TLS, named {@code grpc}. */
    public static Port grpc(int number) {
        return new Port("grpc", number, number, Protocol.TCP, "grpc");
    }

    /** Some protocol over TCP. */
    public static Port tcp(String name, int number) {
        return new Port(name, number, number, Protocol.TCP, "tcp");
    }

    /** Some protocol over UDP. */
    public static Port udp(String name, int number) {
        return new Port(name, number, number, Protocol.UDP, "udp");
    }

    /** A copy with another name. */
    public Port named(String other) {
        return new Port(other, number, servicePort, protocol, scheme);
    }

    /** A copy which the Service offers at another number. */
    public Port servedAt(int other) {
        return new Port(name, number, other, protocol, scheme);
    }

    /** A copy that speaks something else, as the scheme of a URL: {@code redis}, {@code postgresql}. */
    public Port speaking(String other) {
        return new Port(name, number, servicePort, protocol, other);
    }

    private static void inRange(String what, int number) {
        if (number < 1 || number > 65535) {
            throw new IllegalArgumentException(what + " must be 1 to 65535, but was " + number);
        }
    }

    /** For people: {@code http (8080)}. */
    @Override
    public String toString() {
        return name + " (" + servicePort + ")";
    }
}
