/**
 * Components that let workloads grow with what they have to do. Start from {@link
 * dev.hearth.platform.scaling.MetricsServer}.
 */
@NullMarked
package dev.hearth.platform.scaling;

import org.jspecify.annotations.NullMarked;
