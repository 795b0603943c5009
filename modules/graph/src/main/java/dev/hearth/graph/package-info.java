/**
 * Manifests with the references between them, whoever wrote them. Start from {@link dev.hearth.graph.Graph}.
 */
@NullMarked
package dev.hearth.graph;

import org.jspecify.annotations.NullMarked;
