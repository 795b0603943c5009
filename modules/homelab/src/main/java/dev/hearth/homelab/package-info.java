/**
 * The home cluster.
 */
@NullMarked
package dev.hearth.homelab;

import org.jspecify.annotations.NullMarked;
