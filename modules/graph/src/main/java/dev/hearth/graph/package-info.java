/**
 * What the objects of a tree really allow and refer to, whoever wrote them.
 */
@NullMarked
package dev.hearth.graph;

import org.jspecify.annotations.NullMarked;
