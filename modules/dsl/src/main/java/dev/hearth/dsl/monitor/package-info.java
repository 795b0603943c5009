/**
 * Metrics that a Prometheus gathers, and rules that it evaluates. Start from {@link dev.hearth.dsl.monitor.Monitor} and
 * {@link dev.hearth.dsl.monitor.Rules}; the component of a Prometheus offers {@link dev.hearth.dsl.monitor.ScraperOffer}.
 */
@NullMarked
package dev.hearth.dsl.monitor;

import org.jspecify.annotations.NullMarked;
