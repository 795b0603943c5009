package dev.hearth.graph.network;

/** What policies say about a connection. */
public enum Answer {
    /** It is allowed, whichever of its addresses each end uses. */
    ALLOWED,
    /** It is refused, whichever of its addresses each end uses. */
    DENIED,
    /** An {@code ipBlock} decides it, and the addresses of an end are not known well enough to say how. */
    DEPENDS
}
