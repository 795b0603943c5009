/**
 * Argo CD's objects for a cluster.
 */
@NullMarked
package dev.hearth.argocd;

import org.jspecify.annotations.NullMarked;
