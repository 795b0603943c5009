/**
 * Typed Deployments, StatefulSets, DaemonSets, Jobs and CronJobs with all that belongs to them. Start from
 * {@link dev.hearth.dsl.workload.Workload}.
 */
@NullMarked
package dev.hearth.dsl.workload;

import org.jspecify.annotations.NullMarked;
