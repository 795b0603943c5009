/**
 * Assertions and a JUnit extension for cluster definitions.
 */
@NullMarked
package dev.hearth.testing;

import org.jspecify.annotations.NullMarked;
