/**
 * Every rule over manifests of any origin. Start from {@link dev.hearth.checks.Checks}, and from {@link
 * dev.hearth.checks.RuleCatalog} for what the rules say of themselves.
 */
@NullMarked
package dev.hearth.checks;

import org.jspecify.annotations.NullMarked;
