/**
 * Components that watch the cluster. Start from {@link dev.hearth.platform.observability.Prometheus} and
 * {@link dev.hearth.platform.observability.Grafana}.
 */
@NullMarked
package dev.hearth.platform.observability;

import org.jspecify.annotations.NullMarked;
