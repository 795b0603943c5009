package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Rule;

/** The rules about pods. */
public final class PodRules {

    private PodRules() {}

    /** All of them, in no order that matters. */
    public static ImmutableList<Rule> all() {
        return ImmutableList.of(new PodSecurity(), new NamespaceLabels());
    }
}
