package dev.hearth.checks.rule;

import com.google.common.collect.ImmutableSet;
import dev.hearth.findings.Finding;
import java.util.function.Consumer;

/**
 * Something that the objects of a tree must hold, whoever wrote them. A rule has no state and asks nobody but the context.
 *
 * @see ObjectRule
 */
public interface Rule {

    /** The ids of its findings; they never change. Each has a page, see {@code RuleCatalog}. */
    ImmutableSet<String> ids();

    /**
     * Says everything in which the objects do not hold it. The place of a finding may be left to the caller.
     *
     * @param context all objects, and what is known beside them
     * @param findings told each finding, in any order
     */
    void check(Context context, Consumer<Finding> findings);
}
