/**
 * Files: where each object goes, what changed, and writing it safely. The only package that touches the disk.
 */
@NullMarked
package dev.hearth.tree;

import org.jspecify.annotations.NullMarked;
