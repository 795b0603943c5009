package dev.hearth.graph.network;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Identity;
import java.util.stream.Collectors;

/**
 * What the policies at one end of a connection say, and which.
 *
 * @param answer what they say
 * @param policies where allowed, those that allow it; where denied, those that isolate the pod and do not; where it
 *     depends, those that allow some addresses; sorted; empty where no policy is asked
 * @param reason why, in words: {@code allowed by NetworkPolicy monitoring/grafana}
 */
public record Decision(Answer answer, ImmutableList<Identity> policies, String reason) {

    public Decision {
        requireNonNull(answer, "answer");
        requireNonNull(policies, "policies");
        requireNonNull(reason, "reason");
    }

    static Decision free(String reason) {
        return new Decision(Answer.ALLOWED, ImmutableList.of(), reason);
    }

    static Decision allowed(ImmutableList<Identity> by) {
        return new Decision(Answer.ALLOWED, by, "allowed by " + names(by));
    }

    static Decision denied(ImmutableList<Identity> isolating) {
        return new Decision(Answer.DENIED, isolating, "isolated by " + names(isolating) + ", which do not allow it");
    }

    static Decision depends(ImmutableList<Identity> by) {
        return new Decision(Answer.DEPENDS, by, "allowed for some addresses by " + names(by));
    }

    private static String names(ImmutableList<Identity> policies) {
        return policies.stream().map(Identity::toString).collect(Collectors.joining(", "));
    }
}
