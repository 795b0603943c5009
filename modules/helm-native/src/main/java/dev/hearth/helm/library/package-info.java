/**
 * Helm in this process. Nobody names these classes: {@link java.util.ServiceLoader} finds them.
 */
@NullMarked
package dev.hearth.helm.library;

import org.jspecify.annotations.NullMarked;
