/**
 * What is wrong with a model, said with place, fault and remedy. Start from {@link
 * dev.hearth.checks.Finding}, and from {@link dev.hearth.checks.Rules} to ask for all at once.
 */
@NullMarked
package dev.hearth.checks;

import org.jspecify.annotations.NullMarked;
