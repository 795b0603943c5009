/**
 * The goals {@code hearth:render} and {@code hearth:verify}, {@code hearth:seal} and {@code hearth:secrets}.
 */
@NullMarked
package dev.hearth.maven;

import org.jspecify.annotations.NullMarked;
