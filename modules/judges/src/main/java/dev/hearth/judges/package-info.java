/**
 * The real programs that judge what Hearth renders, for tests. Start from {@link dev.hearth.judges.Judges} for a program
 * that reads a file, and from {@link dev.hearth.judges.ApiServer} for what a Kubernetes API server says to an object.
 */
@NullMarked
package dev.hearth.judges;

import org.jspecify.annotations.NullMarked;
