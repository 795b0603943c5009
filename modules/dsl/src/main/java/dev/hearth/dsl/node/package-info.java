/**
 * What nodes must be set up with, which no object of a cluster can do; start with {@link dev.hearth.dsl.node.NodeSetting}.
 */
@NullMarked
package dev.hearth.dsl.node;

import org.jspecify.annotations.NullMarked;
