package dev.hearth.parity;

import static java.util.stream.Collectors.toSet;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What both said of one object. */
record Comparison(
        Mutant mutant, Answer server, Optional<Answer> created, Hearth.Opinion hearth, Exceptions exceptions) {

    /** How two verdicts meet. */
    enum Outcome {
        BOTH_ACCEPT,
        BOTH_REFUSE,
        MISSED,
        FALSE_ALARM,
        /** They differ, and it is known why. */
        EXCEPTED,
        /** The server refused for what is no part of the object. */
        BESIDE
    }

    /** Whether the server would create the object but not apply it, or the other way round. */
    boolean createDiffers() {
        return created.isPresent() && created.get().accepted() != server.accepted();
    }

    /** How the fields of two refusals meet. */
    enum Paths {
        EQUAL,
        OVERLAP,
        DIFFERENT,
        /** The server names none. */
        UNNAMED
    }

    Outcome outcome() {
        Outcome seen = seen();
        boolean differs = seen == Outcome.MISSED || seen == Outcome.FALSE_ALARM;
        return differs && exceptions.reason(mutant).isPresent() ? Outcome.EXCEPTED : seen;
    }

    private Outcome seen() {
        if (server.beside(mutant.object())) {
            return Outcome.BESIDE;
        }
        if (server.accepted()) {
            return hearth.accepted() ? Outcome.BOTH_ACCEPT : Outcome.FALSE_ALARM;
        }
        return hearth.accepted() ? Outcome.MISSED : Outcome.BOTH_REFUSE;
    }

    Paths paths() {
        Set<String> said = canonical(server.paths(mutant.object()));
        if (said.isEmpty()) {
            return Paths.UNNAMED;
        }
        Set<String> ours = canonical(hearth.paths());
        if (said.equals(ours)) {
            return Paths.EQUAL;
        }
        Set<String> common = new HashSet<>(said);
        common.retainAll(ours);
        return common.isEmpty() ? Paths.DIFFERENT : Paths.OVERLAP;
    }

    private static Set<String> canonical(Set<String> paths) {
        return paths.stream().map(ServerPath::canonical).collect(toSet());
    }
}
