/**
 * The language in which a cluster is described. Start from {@link dev.hearth.dsl.Cluster} and {@link dev.hearth.dsl.Component}.
 */
@NullMarked
package dev.hearth.dsl;

import org.jspecify.annotations.NullMarked;
