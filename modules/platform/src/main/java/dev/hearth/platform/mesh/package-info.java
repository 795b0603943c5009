/**
 * A mesh between chosen workloads. Start from {@link dev.hearth.platform.mesh.Istio}; a cluster without it has none.
 */
@NullMarked
package dev.hearth.platform.mesh;

import org.jspecify.annotations.NullMarked;
