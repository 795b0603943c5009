/**
 * Reads files and folders of manifests that nobody wrote in Java.
 */
@NullMarked
package dev.hearth.importer;

import org.jspecify.annotations.NullMarked;
