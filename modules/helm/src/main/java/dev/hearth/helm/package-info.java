/**
 * Helm charts whose archives are in the repository become objects of the tree. Start from {@link
 * dev.hearth.helm.Charts}; {@link dev.hearth.helm.ChartInflater} is what renders their templates.
 */
@NullMarked
package dev.hearth.helm;

import org.jspecify.annotations.NullMarked;
