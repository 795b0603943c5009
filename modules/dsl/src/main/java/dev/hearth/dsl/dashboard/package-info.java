/**
 * Dashboards of Grafana as code. Start from {@link dev.hearth.dsl.dashboard.Dashboard} and
 * {@link dev.hearth.dsl.dashboard.TimeSeries}.
 */
@NullMarked
package dev.hearth.dsl.dashboard;

import org.jspecify.annotations.NullMarked;
