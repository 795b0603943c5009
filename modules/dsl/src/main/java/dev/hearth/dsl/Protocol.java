package dev.hearth.dsl;

/** A transport that Services and NetworkPolicies know. */
public enum Protocol {
    TCP,
    UDP,
    SCTP
}
