/**
 * Applications for people. Start from {@link dev.hearth.platform.applications.Coder}.
 */
@NullMarked
package dev.hearth.platform.applications;

import org.jspecify.annotations.NullMarked;
