/**
 * Rules about what objects refer to.
 */
@NullMarked
package dev.hearth.checks.links;

import org.jspecify.annotations.NullMarked;
