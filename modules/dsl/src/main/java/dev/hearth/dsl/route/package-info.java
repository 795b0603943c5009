/**
 * Public hosts and paths that lead to services, and how an ingress controller is told of them. Start from
 * {@link dev.hearth.dsl.route.Route}; an ingress component offers {@link dev.hearth.dsl.route.IngressOffer}.
 */
@NullMarked
package dev.hearth.dsl.route;

import org.jspecify.annotations.NullMarked;
