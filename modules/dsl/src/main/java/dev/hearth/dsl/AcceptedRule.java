package dev.hearth.dsl;

import dev.hearth.findings.Acceptance;
import dev.hearth.findings.Place;
import java.util.Optional;

/**
 * Accepts the findings of a rule on the objects of the component; the place is no part of what a component is.
 *
 * @param rule the id of the rule
 * @param reason why they are all right
 * @param place where in the source that is said
 */
record AcceptedRule(String rule, String reason, Place place) implements Part {

    AcceptedRule {
        Acceptance.check(rule, reason);
    }

    @Override
    public void expand(Scope scope) {
        scope.fact(new Acceptance(scope.component(), rule, reason, Optional.of(place)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AcceptedRule that && rule.equals(that.rule) && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
        return 31 * rule.hashCode() + reason.hashCode();
    }
}
