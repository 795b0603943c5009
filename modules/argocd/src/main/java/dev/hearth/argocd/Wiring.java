package dev.hearth.argocd;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;

/**
 * What the stage made.
 *
 * @param manifests the objects of the expansion, in their order, with what Argo CD is to do with each of them written on
 *     it: order, confirmation before deletion, server-side apply
 * @param files Argo CD's own objects, by the path of their file in the tree; more than one are documents of one file
 * @param secrets the Secrets that must exist and are not in the tree
 * @param bootstrapPage the text of the page that says how to come from an empty cluster to a synced one, in Markdown
 * @param findings what is wrong
 */
public record Wiring(
        ImmutableList<Manifest> manifests,
        ImmutableSortedMap<String, ImmutableList<Manifest>> files,
        ImmutableList<SecretNeed> secrets,
        String bootstrapPage,
        ImmutableList<Finding> findings) {}
