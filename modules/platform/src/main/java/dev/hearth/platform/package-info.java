/**
 * Ready components, a package per layer.
 */
@NullMarked
package dev.hearth.platform;

import org.jspecify.annotations.NullMarked;
