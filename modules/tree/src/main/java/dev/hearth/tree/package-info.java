/**
 * Files: where each object goes, what changed, and writing it safely. The only package that touches the disk.
 *
 * <p>Start from {@link dev.hearth.tree.Layout} for paths, {@link dev.hearth.tree.Tree} for what is to be on the disk and
 * {@link dev.hearth.tree.TreeWriter} to write it; {@link dev.hearth.tree.Comparison} says the same without writing.
 */
@NullMarked
package dev.hearth.tree;

import org.jspecify.annotations.NullMarked;
