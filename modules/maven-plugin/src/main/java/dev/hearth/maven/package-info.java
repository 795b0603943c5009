/**
 * The goals {@code hearth:render} and {@code hearth:verify}.
 */
@NullMarked
package dev.hearth.maven;

import org.jspecify.annotations.NullMarked;
