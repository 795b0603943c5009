/**
 * Kubernetes objects as immutable trees. Start from {@link dev.hearth.manifest.Manifest} and {@link dev.hearth.manifest.Node}.
 */
@NullMarked
package dev.hearth.manifest;

import org.jspecify.annotations.NullMarked;
