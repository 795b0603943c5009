/**
 * Rules about access rights, API versions, hosts, storage and Argo CD.
 */
@NullMarked
package dev.hearth.checks.policies;

import org.jspecify.annotations.NullMarked;
