/**
 * Rules about the configuration of programs that keep metrics, logs, traces and profiles: what makes them fail or lose data, and
 * what no tool of their own tells.
 */
@NullMarked
package dev.hearth.checks.programs;

import org.jspecify.annotations.NullMarked;
