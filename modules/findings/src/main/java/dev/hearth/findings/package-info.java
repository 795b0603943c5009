/**
 * What is wrong with a model or a tree, said with place, fault and remedy. Start from {@link dev.hearth.findings.Finding}.
 */
@NullMarked
package dev.hearth.findings;

import org.jspecify.annotations.NullMarked;
