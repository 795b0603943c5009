package dev.hearth.argocd;

import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Manifest;

/**
 * One Application, and what its project must allow for it.
 *
 * @param file the name of its file
 * @param layer the name of the layer, or of the derived part, whose project it is in
 * @param manifest the Application
 * @param needs what it needs to be allowed
 */
record App(String file, String layer, Manifest manifest, ImmutableSet<Right> needs) {}
