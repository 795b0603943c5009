package dev.hearth.pipeline;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.argocd.SecretNeed;
import dev.hearth.argocd.Wiring;
import dev.hearth.checks.CheckReport;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Mirrors;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.Manifest;
import dev.hearth.tree.Tree;
import dev.hearth.tree.TreeFile;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What became of a cluster, up to its files, with nothing on any disk.
 *
 * @param expansion the cluster, and what its components said
 * @param objects the objects of the components, as they are in the tree
 * @param argoCd Argo CD's own objects, by the path of their file
 * @param secrets the Secrets that must exist and are not in the tree
 * @param bootstrapPage how to come from an empty cluster to a synced one, in Markdown
 * @param files the files of the tree, in no particular order
 * @param findings all that is wrong, in {@link Finding#ORDER}
 * @param accepted what is wrong but accepted, with the reasons
 */
public record Rendering(
        Expansion expansion,
        ImmutableList<Manifest> objects,
        ImmutableSortedMap<String, ImmutableList<Manifest>> argoCd,
        ImmutableList<SecretNeed> secrets,
        String bootstrapPage,
        ImmutableList<TreeFile> files,
        ImmutableList<Finding> findings,
        ImmutableList<CheckReport.Accepted> accepted) {

    static Rendering of(Expansion expansion) {
        return new Rendering(
                expansion,
                ImmutableList.of(),
                ImmutableSortedMap.of(),
                ImmutableList.of(),
                "",
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of());
    }

    Rendering with(Expansion next) {
        return new Rendering(next, objects, argoCd, secrets, bootstrapPage, files, findings, accepted);
    }

    Rendering wired(Wiring wiring) {
        return new Rendering(
                        expansion,
                        wiring.manifests(),
                        wiring.files(),
                        wiring.secrets(),
                        wiring.bootstrapPage(),
                        files,
                        findings,
                        accepted)
                .found(wiring.findings().stream()
                        // The same problem is name.duplicate to the rules over all objects, with both places.
                        .filter(finding -> !finding.rule().equals("argo.shared"))
                        .toList());
    }

    Rendering laidOut(Collection<TreeFile> all) {
        return new Rendering(
                expansion, objects, argoCd, secrets, bootstrapPage, ImmutableList.copyOf(all), findings, accepted);
    }

    Rendering found(Collection<Finding> more) {
        ImmutableList<Finding> all =
                ImmutableList.<Finding>builder().addAll(findings).addAll(more).build();
        return new Rendering(expansion, objects, argoCd, secrets, bootstrapPage, files, all, accepted);
    }

    /** This, with what the checks say, those of earlier stages' findings among it that nobody accepts. */
    Rendering checked(CheckReport report) {
        return new Rendering(
                expansion, objects, argoCd, secrets, bootstrapPage, files, report.findings(), report.accepted());
    }

    /** This, with the images of all objects pulled from the mirrors of the cluster. */
    Rendering mirrored() {
        Mirrors mirrors = Mirrors.of(expansion.cluster());
        if (mirrors.isEmpty()) {
            return this;
        }
        List<Finding> unreached = expansion.facts(RemoteChart.Resolved.class).stream()
                .map(stated -> Finding.info(
                                "image.mirror",
                                "component " + stated.component(),
                                "Argo CD renders its chart "
                                        + stated.fact().chart().chart()
                                        + ", so its images come from where the chart says")
                        .from(expansion.placeOf(stated.component()))
                        .hint("name the mirror in its values"))
                .toList();
        return new Rendering(
                        expansion,
                        objects.stream().map(mirrors::apply).collect(ImmutableList.toImmutableList()),
                        argoCd,
                        secrets,
                        bootstrapPage,
                        files,
                        findings,
                        accepted)
                .found(unreached);
    }

    /** This, with the findings of all stages once and in order. */
    Rendering finished() {
        ImmutableList<Finding> all =
                findings.stream().distinct().sorted(Finding.ORDER).collect(ImmutableList.toImmutableList());
        return new Rendering(expansion, objects, argoCd, secrets, bootstrapPage, files, all, accepted);
    }

    /** All objects of the tree: those of the components, then Argo CD's. */
    public ImmutableList<Manifest> manifests() {
        return Stream.concat(objects.stream(), argoCd.values().stream().flatMap(Collection::stream))
                .collect(ImmutableList.toImmutableList());
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
