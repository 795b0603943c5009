/**
 * Findings in the formats of people and of tools.
 */
@NullMarked
package dev.hearth.report;

import org.jspecify.annotations.NullMarked;
