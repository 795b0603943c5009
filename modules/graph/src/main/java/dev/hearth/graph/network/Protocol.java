package dev.hearth.graph.network;

/** The transport protocols that a NetworkPolicy knows. */
public enum Protocol {
    TCP,
    UDP,
    SCTP
}
