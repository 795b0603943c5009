package dev.hearth.dsl.backup;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.hearth.dsl.Patch;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pods of a workload, and what is written on them of their volumes.
 *
 * @param workload a Deployment, StatefulSet or DaemonSet
 */
record Marks(Manifest workload) {

    private static final String TAKEN = "backup.velero.io/backup-volumes";
    private static final String LEFT = "backup.velero.io/backup-volumes-excludes";
    private static final ImmutableSet<String> KINDS = ImmutableSet.of("Deployment", "StatefulSet", "DaemonSet");

    static Stream<Marks> of(Stream<Manifest> manifests) {
        return manifests
                .filter(manifest -> manifest.identity().group().equals("apps") && KINDS.contains(manifest.kind()))
                .map(Marks::new);
    }

    /** The names of all volumes. */
    ImmutableSet<String> volumes() {
        return Stream.concat(
                        claimTemplates().keySet().stream(),
                        volumeNodes().map(volume -> volume.text("name").orElse("")))
                .collect(ImmutableSet.toImmutableSet());
    }

    /** By the name of a volume, the claim's own specification, of a StatefulSet's templates. */
    ImmutableMap<String, Mapping> claimTemplates() {
        return workload.spec().sequence("volumeClaimTemplates").mappings().stream()
                .collect(ImmutableMap.toImmutableMap(
                        claim -> claim.mapping("metadata").text("name").orElse(""),
                        claim -> claim.mapping("spec"),
                        (first, second) -> first));
    }

    /** By the name of a volume, the name of the claim that it mounts. */
    ImmutableMap<String, String> claims() {
        return volumeNodes()
                .filter(volume -> volume.has("persistentVolumeClaim"))
                .collect(ImmutableMap.toImmutableMap(
                        volume -> volume.text("name").orElse(""),
                        volume -> volume.mapping("persistentVolumeClaim")
                                .text("claimName")
                                .orElse(""),
                        (first, second) -> first));
    }

    private Stream<Mapping> volumeNodes() {
        return workload.spec().mapping("template").mapping("spec").sequence("volumes").mappings().stream();
    }

    /** The names of the volumes whose files that backup has. */
    ImmutableSet<String> taken(Backup backup) {
        return backup.everyVolume()
                ? Sets.difference(
                                Sets.union(claimTemplates().keySet(), claims().keySet()),
                                backup.without().keySet())
                        .immutableCopy()
                : Sets.intersection(backup.volumes(), volumes()).immutableCopy();
    }

    /** The change that says of its volumes what the backup does; empty where it says nothing of them. */
    Optional<Patch> patch(Backup backup) {
        ImmutableSet<String> taken = taken(backup);
        ImmutableSet<String> left = backup.none().isPresent()
                ? Sets.union(claimTemplates().keySet(), claims().keySet()).immutableCopy()
                : Sets.intersection(backup.without().keySet(), volumes()).immutableCopy();
        if (taken.isEmpty() && left.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Patch.of(
                        workload.kind(), workload.name(), manifest -> mark(mark(manifest, TAKEN, taken), LEFT, left))
                .in(workload.namespace().orElseThrow()));
    }

    private static Manifest mark(Manifest manifest, String annotation, ImmutableSet<String> volumes) {
        Mapping template = manifest.spec().mapping("template");
        Mapping metadata = template.mapping("metadata");
        Mapping annotations = metadata.mapping("annotations");
        if (volumes.isEmpty() || annotations.has(annotation)) {
            return manifest;
        }
        Node names = Node.text(String.join(",", volumes.stream().sorted().toList()));
        Mapping marked = metadata.with("annotations", annotations.with(annotation, names));
        return manifest.with(manifest.root()
                .with("spec", manifest.spec().with("template", template.with("metadata", marked))));
    }
}
