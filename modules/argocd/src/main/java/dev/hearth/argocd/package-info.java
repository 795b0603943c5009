/**
 * Argo CD's objects for a cluster: root, projects, applications, their order, and the page that says how to start.
 * Start from {@link dev.hearth.argocd.ArgoCd}.
 */
@NullMarked
package dev.hearth.argocd;

import org.jspecify.annotations.NullMarked;
