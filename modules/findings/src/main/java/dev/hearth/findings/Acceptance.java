package dev.hearth.findings;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Says in code that findings of a rule are all right for a component, and why. In YAML an annotation of the object says it.
 *
 * @param component the name of the component whose objects it is about
 * @param rule the id of the rule
 * @param reason why that is all right
 * @param place where in the source this was said
 */
public record Acceptance(String component, String rule, String reason, Optional<Place> place) {

    public Acceptance {
        requireNonNull(component, "component");
        requireNonNull(rule, "rule");
        requireNonNull(reason, "reason");
        requireNonNull(place, "place");
        check(rule, reason);
    }

    /**
     * Checks what is said.
     *
     * @throws IllegalArgumentException where there is no rule, or no reason that others can judge
     */
    public static void check(String rule, String reason) {
        if (rule.isBlank()) {
            throw new IllegalArgumentException("an acceptance needs the id of a rule, such as link.service");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException(
                    "accepting " + rule + " needs a reason that others can judge, but it was empty");
        }
    }
}
