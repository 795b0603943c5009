/**
 * The parity harness: many objects of every kind, valid and mutated, shown to a real API server as dry-run applies and to
 * Hearth's rules, compared verdict for verdict and field for field. For Hearth's own tests; start at {@link
 * dev.hearth.parity.Parity}.
 */
@NullMarked
package dev.hearth.parity;

import org.jspecify.annotations.NullMarked;
