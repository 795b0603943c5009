package dev.hearth.checks;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;

/** Something that the objects of a tree must hold, whoever wrote them. A rule has no state and asks nobody else. */
public interface Rule {

    /** The ids of its findings; they never change. */
    ImmutableSet<String> ids();

    /**
     * Says everything in which the objects do not hold it. The place of a finding may be left to {@link Rules}.
     *
     * @param objects all objects of the tree
     * @param findings told each finding, in any order
     */
    void check(ImmutableList<Manifest> objects, Consumer<Finding> findings);
}
