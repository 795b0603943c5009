package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import dev.hearth.manifest.Identity;

/** That object holds data, which must survive its deletion unless somebody confirms. */
public record HoldsData(Identity object) {

    public HoldsData {
        requireNonNull(object, "object");
    }
}
