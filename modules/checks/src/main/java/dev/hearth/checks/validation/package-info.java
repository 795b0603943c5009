/**
 * What the API server refuses in one object, by its schema and by the rules that are in no schema. Start from {@link dev.hearth.checks.validation.ValidationRules}.
 */
@NullMarked
package dev.hearth.checks.validation;

import org.jspecify.annotations.NullMarked;
