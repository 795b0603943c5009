/**
 * What the whole code base keeps to.
 */
@NullMarked
package dev.hearth.architecture;

import org.jspecify.annotations.NullMarked;
