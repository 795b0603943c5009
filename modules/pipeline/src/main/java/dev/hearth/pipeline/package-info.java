/**
 * The stages from a cluster definition to a tree.
 */
@NullMarked
package dev.hearth.pipeline;

import org.jspecify.annotations.NullMarked;
