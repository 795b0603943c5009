/**
 * Reads files and folders of manifests that nobody wrote in Java. Start from {@link dev.hearth.importer.Inputs}.
 */
@NullMarked
package dev.hearth.importer;

import org.jspecify.annotations.NullMarked;
