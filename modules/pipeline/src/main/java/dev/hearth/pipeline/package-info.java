/**
 * The way from a cluster definition to a tree. Start from {@link dev.hearth.pipeline.Hearth}; {@code Stages} lists what
 * happens, in order.
 */
@NullMarked
package dev.hearth.pipeline;

import org.jspecify.annotations.NullMarked;
