package dev.hearth.checks.hold;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;

/** A rule of which the API server can hold something too. */
public interface Holding {

    /** What it can hold, by the conditions that the rule itself asks. */
    ImmutableList<Held> held();

    /** The namespaces in which the rule finds nothing for a reason that no single object shows. */
    default ImmutableSet<String> spared(String id, Context context) {
        return ImmutableSet.of();
    }
}
