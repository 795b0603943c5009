/**
 * What keeps secrets, and what watches over the cluster.
 */
@NullMarked
package dev.hearth.platform.security;

import org.jspecify.annotations.NullMarked;
