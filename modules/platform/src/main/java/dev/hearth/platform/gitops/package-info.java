/**
 * What syncs the tree. Start from {@link dev.hearth.platform.gitops.ArgoCd}.
 */
@NullMarked
package dev.hearth.platform.gitops;

import org.jspecify.annotations.NullMarked;
