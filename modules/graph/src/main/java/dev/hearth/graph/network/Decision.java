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
 * @param exemption why no policy is asked: {@code no policy isolates Deployment shop/web}; empty where one is
 */
public record Decision(Answer answer, ImmutableList<Identity> policies, String exemption) {

    public Decision {
        requireNonNull(answer, "answer");
        requireNonNull(policies, "policies");
        requireNonNull(exemption, "exemption");
    }

    static Decision free(String exemption) {
        return new Decision(Answer.ALLOWED, ImmutableList.of(), exemption);
    }

    static Decision allowed(ImmutableList<Identity> by) {
        return new Decision(Answer.ALLOWED, by, "");
    }

    static Decision denied(ImmutableList<Identity> isolating) {
        return new Decision(Answer.DENIED, isolating, "");
    }

    static Decision depends(ImmutableList<Identity> by) {
        return new Decision(Answer.DEPENDS, by, "");
    }

    /** Why, for people: {@code allowed by NetworkPolicy monitoring/grafana}. */
    public String reason() {
        if (policies.isEmpty()) {
            return exemption;
        }
        String names = policies.stream().map(Identity::toString).collect(Collectors.joining(", "));
        return switch (answer) {
            case ALLOWED -> "allowed by " + names;
            case DENIED ->
                "isolated by " + names + (policies.size() == 1 ? ", which does" : ", which do") + " not allow it";
            case DEPENDS -> "allowed for some addresses by " + names;
        };
    }
}
