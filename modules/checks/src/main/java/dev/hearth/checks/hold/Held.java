package dev.hearth.checks.hold;

import static java.util.Objects.requireNonNull;

import dev.hearth.manifest.Manifest;

/**
 * A rule of single objects that the API server can hold as well.
 *
 * @param id the id of the rule
 * @param target the objects it is about
 * @param broken what is so of an object that breaks it
 * @param declaring whether the tree decides by what it has: then its own objects are all right, and only others break the rule
 */
public record Held(String id, Target target, Condition broken, boolean declaring) {

    public Held {
        requireNonNull(id, "id");
        requireNonNull(target, "target");
        requireNonNull(broken, "broken");
    }

    /** A rule that is found in the tree as well. */
    public static Held of(String id, Target target, Condition broken) {
        return new Held(id, target, broken, false);
    }

    /** A rule that what is in the tree does not break, because it was meant. */
    public static Held declaring(String id, Target target, Condition broken) {
        return new Held(id, target, broken, true);
    }

    /** Whether that object breaks it. */
    public boolean brokenBy(Manifest object) {
        return target.means(object) && broken.holds(Scope.of(object));
    }
}
