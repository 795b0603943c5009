/**
 * Rules about secrets in clear.
 */
@NullMarked
package dev.hearth.checks.secrets;

import org.jspecify.annotations.NullMarked;
