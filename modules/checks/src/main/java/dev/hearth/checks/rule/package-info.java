/**
 * What rules are made of. Start from {@link dev.hearth.checks.rule.Rule} and {@link dev.hearth.checks.rule.Context}.
 */
@NullMarked
package dev.hearth.checks.rule;

import org.jspecify.annotations.NullMarked;
