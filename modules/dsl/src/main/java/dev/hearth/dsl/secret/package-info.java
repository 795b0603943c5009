/**
 * Stores of secrets outside of the cluster, from which the External Secrets Operator takes values: {@link
 * dev.hearth.dsl.secret.SecretStore}.
 */
@NullMarked
package dev.hearth.dsl.secret;

import org.jspecify.annotations.NullMarked;
