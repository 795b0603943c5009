/**
 * Assertions for repositories that describe clusters. Start from {@link dev.hearth.testing.HearthAssertions}, and from
 * {@link dev.hearth.testing.FlowProof} for what network policies allow.
 */
@NullMarked
package dev.hearth.testing;

import org.jspecify.annotations.NullMarked;
