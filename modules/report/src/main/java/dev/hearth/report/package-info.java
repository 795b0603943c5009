/**
 * Findings in the formats of people and of tools. Start from {@link dev.hearth.report.Report} and {@link
 * dev.hearth.report.Format}.
 */
@NullMarked
package dev.hearth.report;

import org.jspecify.annotations.NullMarked;
