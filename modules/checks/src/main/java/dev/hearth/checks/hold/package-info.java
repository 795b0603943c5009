/**
 * Conditions that are said once and judged twice: in Java over a tree, and in CEL by the API server. Start with {@link
 * dev.hearth.checks.hold.Held} and {@link dev.hearth.checks.hold.Condition}.
 */
@NullMarked
package dev.hearth.checks.hold;

import org.jspecify.annotations.NullMarked;
