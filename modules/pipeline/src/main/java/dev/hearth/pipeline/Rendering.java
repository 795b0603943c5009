package dev.hearth.pipeline;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.Finding;
import dev.hearth.checks.Severity;
import dev.hearth.dsl.Expansion;
import dev.hearth.manifest.Manifest;
import dev.hearth.tree.Tree;
import dev.hearth.tree.TreeFile;
import java.util.Collection;

/**
 * What became of a cluster, up to its files, with nothing on any disk.
 *
 * @param expansion the cluster, and what its components said
 * @param manifests all objects of the tree, Argo CD's too
 * @param files the files of the tree, in no particular order
 * @param findings all that is wrong, in {@link Finding#ORDER}
 */
public record Rendering(
        Expansion expansion,
        ImmutableList<Manifest> manifests,
        ImmutableList<TreeFile> files,
        ImmutableList<Finding> findings) {

    static Rendering of(Expansion expansion) {
        return new Rendering(expansion, ImmutableList.of(), ImmutableList.of(), ImmutableList.of());
    }

    Rendering with(Expansion next) {
        return new Rendering(next, manifests, files, findings);
    }

    Rendering manifests(Collection<Manifest> all) {
        return new Rendering(expansion, ImmutableList.copyOf(all), files, findings);
    }

    Rendering plus(Collection<TreeFile> more) {
        return new Rendering(
                expansion,
                manifests,
                ImmutableList.<TreeFile>builder().addAll(files).addAll(more).build(),
                findings);
    }

    Rendering found(Collection<Finding> more) {
        return new Rendering(
                expansion,
                manifests,
                files,
                ImmutableList.<Finding>builder().addAll(findings).addAll(more).build());
    }

    /** This, with the findings of all stages once and in order. */
    Rendering finished() {
        return new Rendering(
                expansion,
                manifests,
                files,
                ImmutableList.<Finding>builder().addAll(expansion.findings()).addAll(findings).build().stream()
                        .distinct()
                        .sorted(Finding.ORDER)
                        .collect(ImmutableList.toImmutableList()));
    }

    /** Whether there are errors, so that there is no tree. */
    public boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /**
     * The tree.
     *
     * @throws IllegalStateException where there are errors
     */
    public Tree tree() {
        if (hasErrors()) {
            throw new IllegalStateException("cluster " + expansion.cluster().name()
                    + " has errors, so it has no tree; look at findings() first");
        }
        return Tree.of(files);
    }
}
