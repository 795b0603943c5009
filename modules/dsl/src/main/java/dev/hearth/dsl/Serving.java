package dev.hearth.dsl;

import com.google.common.collect.ImmutableList;

/** A part that makes Services: its own component may refer to them without offering them to others. */
public interface Serving {

    /** The services it makes. */
    ImmutableList<ServiceOffer> services();
}
