package dev.hearth.dsl.backup;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Scope;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The classes of storage of a cluster, and whether the files on their volumes can be backed up.
 *
 * @param soFar the cluster
 * @param offered the classes that it says to have
 */
record StorageClasses(Expansion soFar, ImmutableList<StorageClassOffer> offered) {

    private static final String OF_MICROK8S = "microk8s-hostpath";

    static StorageClasses of(Expansion soFar) {
        return new StorageClasses(
                soFar,
                soFar.view().offers(StorageClassOffer.class).stream()
                        .map(Offered::offer)
                        .collect(ImmutableList.toImmutableList()));
    }

    /** Finds volumes that are to be backed up and cannot be. */
    void check(Backup backup, List<Marks> workloads, Scope scope) {
        for (Marks workload : workloads) {
            String namespace = workload.workload().namespace().orElse("");
            Stream.concat(
                            workload.claimTemplates().entrySet().stream(),
                            workload.claims().entrySet().stream()
                                    .flatMap(mount -> Backups.claim(soFar, namespace, mount.getValue())
                                            .map(Manifest::spec)
                                            .map(spec -> Map.entry(mount.getKey(), spec))
                                            .stream()))
                    .filter(claim -> workload.taken(backup).contains(claim.getKey()))
                    .forEach(claim -> hostPath(claim.getValue())
                            .ifPresent(name -> scope.finding(Finding.warning(
                                            "backup.host-path",
                                            workload.workload().identity(),
                                            "volume '" + claim.getKey() + "' is to be backed up, but storage class '"
                                                    + name + "' makes host paths, which Velero leaves out")
                                    .hint("use a class of local volumes, such as LocalPath makes"))));
        }
    }

    /** The class of that claim, where it makes host paths. */
    private Optional<String> hostPath(Mapping claim) {
        String name = claim.text("storageClassName").orElseGet(this::byDefault);
        Optional<StorageClassOffer> known =
                offered.stream().filter(one -> one.name().equals(name)).findFirst();
        boolean host = known.map(one -> !one.backedUp()).orElse(name.equals(OF_MICROK8S));
        return host ? Optional.of(name) : Optional.empty();
    }

    private String byDefault() {
        return offered.stream()
                .filter(StorageClassOffer::byDefault)
                .map(StorageClassOffer::name)
                .findFirst()
                .orElse(soFar.cluster().site().distribution().equals("MicroK8s") ? OF_MICROK8S : "");
    }
}
