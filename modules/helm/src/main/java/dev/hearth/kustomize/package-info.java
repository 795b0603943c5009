/**
 * Kustomize bases of the repository become objects of the tree. Start from {@link dev.hearth.kustomize.Bases}.
 */
@NullMarked
package dev.hearth.kustomize;

import org.jspecify.annotations.NullMarked;
