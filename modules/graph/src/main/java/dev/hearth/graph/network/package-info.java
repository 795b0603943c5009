/**
 * Which connections the NetworkPolicies of a set of manifests really allow. Start from
 * {@link dev.hearth.graph.network.NetworkPolicies} and {@link dev.hearth.graph.network.Endpoint}.
 */
@NullMarked
package dev.hearth.graph.network;

import org.jspecify.annotations.NullMarked;
