package dev.hearth.checks.hold;

import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Manifest;

/**
 * What a policy leaves alone.
 *
 * @param condition what is so of such an object
 */
public record Spared(Condition condition) {

    private static final Term NAMESPACE = Term.object().get("metadata", "namespace");
    private static final Term NAME = Term.object().get("metadata", "name");
    private static final Term KIND = Term.object().get("kind");
    /** What stands between a workload and its pods. */
    private static final ImmutableSet<String> BETWEEN = ImmutableSet.of("Job", "ReplicaSet");

    /** Everything in that namespace. */
    public static Spared namespace(String name) {
        return new Spared(NAMESPACE.is(name));
    }

    /** What is of no namespace and has that name, or one that begins with it and a hyphen. */
    public static Spared release(String name) {
        return new Spared(NAMESPACE.is("").and(NAME.matches(plain(name) + "(?:-.*)?")));
    }

    /** That object, and what its controller makes of it. */
    public static Spared object(Manifest object) {
        Condition itself = KIND.is(object.kind()).and(NAME.is(object.name()));
        Condition place = NAMESPACE.is(object.identity().namespace());
        return new Spared(place.and(Target.PODS.means(object) ? itself.or(madeOf(object)) : itself));
    }

    private static Condition madeOf(Manifest workload) {
        Term owner = Term.of("owner");
        Condition direct =
                owner.get("kind").is(workload.kind()).and(owner.get("name").is(workload.name()));
        Condition between =
                owner.get("kind").isIn(BETWEEN).and(owner.get("name").matches(plain(workload.name()) + "-[a-z0-9]+"));
        return Items.of("owner", Term.object().get("metadata", "ownerReferences"))
                .any(direct.or(between));
    }

    /** A name as a part of a regular expression. */
    static String plain(String name) {
        return name.replace(".", "\\.");
    }
}
