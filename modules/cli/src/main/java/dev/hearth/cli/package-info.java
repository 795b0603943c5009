/**
 * The command line: maps arguments, makes one call, reports. Start from {@link dev.hearth.cli.Main}.
 */
@NullMarked
package dev.hearth.cli;

import org.jspecify.annotations.NullMarked;
