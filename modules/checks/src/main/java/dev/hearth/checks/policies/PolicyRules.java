package dev.hearth.checks.policies;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Rule;

/** The rules about access rights, API versions, hosts, storage and Argo CD. */
public final class PolicyRules {

    private PolicyRules() {}

    /** All of them, in no order that matters. */
    public static ImmutableList<Rule> all() {
        return ImmutableList.of();
    }
}
