/**
 * The rules in CEL that custom resource definitions bring, with the functions that Kubernetes adds to the language. Start from
 * {@link dev.hearth.schemas.cel.CelRules}.
 */
@NullMarked
package dev.hearth.schemas.cel;

import org.jspecify.annotations.NullMarked;
