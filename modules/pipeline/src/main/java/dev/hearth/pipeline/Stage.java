package dev.hearth.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.function.UnaryOperator;

/**
 * One step from a cluster to its tree, a pure function. What it finds wrong it adds to the findings, and goes on.
 *
 * @param name what it does, for whoever watches
 * @param step what becomes of the rendering
 */
record Stage(String name, UnaryOperator<Rendering> step) {

    Stage {
        requireNonNull(name, "name");
        requireNonNull(step, "step");
    }
}
