/** What objects ask of a namespace, and whether it has that. Start with {@link dev.hearth.checks.quota.Usage}. */
@NullMarked
package dev.hearth.checks.quota;

import org.jspecify.annotations.NullMarked;
