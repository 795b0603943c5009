/**
 * NetworkPolicies that follow from flows. Start from {@link dev.hearth.dsl.network.NetworkPolicyDerivation}.
 */
@NullMarked
package dev.hearth.dsl.network;

import org.jspecify.annotations.NullMarked;
