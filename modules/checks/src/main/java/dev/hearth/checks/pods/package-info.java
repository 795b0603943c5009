/**
 * Rules about pods: Pod Security Standards, resources, probes, images.
 */
@NullMarked
package dev.hearth.checks.pods;

import org.jspecify.annotations.NullMarked;
