/**
 * Assertions for tests of cluster definitions. Start from {@link dev.hearth.testing.FlowProof}.
 */
@NullMarked
package dev.hearth.testing;

import org.jspecify.annotations.NullMarked;
