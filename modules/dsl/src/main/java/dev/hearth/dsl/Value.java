package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

/**
 * A text that may hold addresses which only the whole cluster knows; it becomes a string when the cluster is expanded.
 *
 * <pre>{@code
 * Value push = mimir.url().then("/api/v1/push");
 * Value dsn = Value.of("postgresql://").then(database.address()).then("/photos");
 * }</pre>
 *
 * @param pieces what it is put together from, in order
 */
public record Value(ImmutableList<Piece> pieces) {

    /** A piece of a value. */
    public sealed interface Piece permits Literal, ServiceAddress, PublicHost {}

    /** Text as it is. */
    public record Literal(String text) implements Piece {}

    /** An address of a service. */
    public record ServiceAddress(ServiceRef service, Address form) implements Piece {}

    /** The name under which a route is reached from outside: a label below the cluster's domain, or a full name. */
    public record PublicHost(String host) implements Piece {}

    /** What is wanted of a service's address. */
    public enum Address {
        URL,
        HOST_AND_PORT,
        HOST,
        PORT
    }

    public Value {
        requireNonNull(pieces, "pieces");
    }

    /** Just that text. */
    public static Value of(String text) {
        return new Value(ImmutableList.of(new Literal(text)));
    }

    static Value of(ServiceRef service, Address form) {
        return new Value(ImmutableList.of(new ServiceAddress(service, form)));
    }

    /** The public host name of a route at that host: {@code dashboard} becomes {@code dashboard.home.arpa}. */
    public static Value publicHost(String host) {
        return new Value(ImmutableList.of(new PublicHost(host)));
    }

    /** This, and that text behind it. */
    public Value then(String text) {
        return then(of(text));
    }

    /** This, and that value behind it. */
    public Value then(Value next) {
        return new Value(ImmutableList.<Piece>builder()
                .addAll(pieces)
                .addAll(next.pieces)
                .build());
    }

    /** The services whose addresses it holds. */
    public ImmutableSet<ServiceRef> services() {
        return pieces.stream()
                .filter(ServiceAddress.class::isInstance)
                .map(piece -> ((ServiceAddress) piece).service())
                .collect(ImmutableSet.toImmutableSet());
    }
}
