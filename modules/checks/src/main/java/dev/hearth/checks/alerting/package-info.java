/**
 * Rules about alerts and whoever is told of them: what Alertmanager reads, which alerts can reach a receiver, and which can never
 * fire. {@code AlertingRules} lists them.
 */
@NullMarked
package dev.hearth.checks.alerting;

import org.jspecify.annotations.NullMarked;
