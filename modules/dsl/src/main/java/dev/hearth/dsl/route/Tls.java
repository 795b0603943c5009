package dev.hearth.dsl.route;

/** How a host comes to its certificate. */
sealed interface Tls {

    /** cert-manager makes one; an empty issuer means the only one of the cluster. */
    record Issued(String issuer) implements Tls {}

    /** Somebody else makes the Secret. */
    record Existing(String secret) implements Tls {}

    /** There is none, and why. */
    record None(String reason) implements Tls {}

    /** Whether connections are encrypted. */
    default boolean on() {
        return !(this instanceof None);
    }
}
