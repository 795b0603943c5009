package dev.hearth.graph.network;

import static java.util.Objects.requireNonNull;

/**
 * Whether a connection is allowed, and why: the policies at both ends must allow it.
 *
 * @param egress what the policies of the caller's end say
 * @param ingress what the policies of the called end say
 */
public record Verdict(Decision egress, Decision ingress) {

    public Verdict {
        requireNonNull(egress, "egress");
        requireNonNull(ingress, "ingress");
    }

    /** What both ends say together. */
    public Answer answer() {
        if (egress.answer() == Answer.DENIED || ingress.answer() == Answer.DENIED) {
            return Answer.DENIED;
        }
        return egress.answer() == Answer.DEPENDS || ingress.answer() == Answer.DEPENDS
                ? Answer.DEPENDS
                : Answer.ALLOWED;
    }

    /** Whether the connection is allowed for sure. */
    public boolean allowed() {
        return answer() == Answer.ALLOWED;
    }

    /** Whether the connection is refused for sure. */
    public boolean denied() {
        return answer() == Answer.DENIED;
    }

    /** For people, on one line. */
    @Override
    public String toString() {
        return switch (answer()) {
                    case ALLOWED -> "allowed";
                    case DENIED -> "denied";
                    case DEPENDS -> "depends on addresses";
                }
                + " (egress: " + egress.reason() + "; ingress: " + ingress.reason() + ")";
    }
}
