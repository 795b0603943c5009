package dev.hearth.graph.network;

/** Which way a connection goes, seen from the pod whose policies are asked. */
enum Direction {
    EGRESS("egress", "to"),
    INGRESS("ingress", "from");

    final String field;
    final String peers;

    Direction(String field, String peers) {
        this.field = field;
        this.peers = peers;
    }
}
