package dev.hearth.dsl.backup;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Page;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes a Velero Schedule of each component's {@link Backup} for each place where backups are kept, marks the volumes on the
 * pods, and adds the alerts on missing backups and the page that says how to restore.
 *
 * <p>It comes before what makes rules of alerts. Where the cluster has no Velero there is one warning, {@code backup.velero}.
 */
public final class Backups implements Derivation {

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        Map<String, Stated<Backup>> stated = stated(soFar, scopes);
        List<Offered<BackupOffer>> veleros = soFar.view().offers(BackupOffer.class);
        if (veleros.isEmpty()) {
            warn(stated, scopes);
            return;
        }
        StorageClasses classes = StorageClasses.of(soFar);
        stated.values().forEach(one -> {
            Scope scope = scopes.apply(one.component());
            List<Marks> workloads = workloads(soFar, one.component()).toList();
            workloads.forEach(workload -> workload.patch(one.fact()).ifPresent(scope::fact));
            volumes(one.fact(), workloads, scope);
            classes.check(one.fact(), workloads, scope);
        });
        silent(soFar, stated, scopes);
        for (Offered<BackupOffer> velero : veleros) {
            List<Plan> plans = plans(soFar, stated, velero.offer(), scopes);
            if (!plans.isEmpty()) {
                made(soFar, velero, plans, scopes);
            }
        }
    }

    private static Map<String, Stated<Backup>> stated(Expansion soFar, Function<String, Scope> scopes) {
        Map<String, Stated<Backup>> stated = new LinkedHashMap<>();
        for (Stated<Backup> one : soFar.facts(Backup.class)) {
            if (stated.putIfAbsent(one.component(), one) != null) {
                scopes.apply(one.component())
                        .finding(Finding.error(
                                        "model.twice",
                                        "component " + one.component(),
                                        "says twice what of it is backed up")
                                .hint("put both into one Backup"));
            }
        }
        return stated;
    }

    private static void warn(Map<String, Stated<Backup>> stated, Function<String, Scope> scopes) {
        TreeSet<String> wanting = stated.values().stream()
                .filter(one -> one.fact().none().isEmpty())
                .map(Stated::component)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!wanting.isEmpty()) {
            scopes.apply(wanting.first())
                    .finding(Finding.warning(
                                    "backup.velero",
                                    "component " + wanting.first(),
                                    "nothing in the cluster makes backups, so " + wanting + " have none")
                            .hint("add a Velero to a layer, or declare one with Site.preinstalled(...)"));
        }
    }

    private static Stream<Marks> workloads(Expansion soFar, String component) {
        return Marks.of(
                soFar.manifests().stream().filter(manifest -> manifest.owner().equals(Optional.of(component))));
    }

    private static void volumes(Backup backup, List<Marks> workloads, Scope scope) {
        TreeSet<String> known = workloads.stream()
                .flatMap(workload -> workload.volumes().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Stream.concat(backup.volumes().stream(), backup.without().keySet().stream())
                .filter(volume -> !known.contains(volume))
                .forEach(volume -> scope.finding(Finding.error(
                                "backup.volume",
                                "component " + scope.component(),
                                "speaks of the backup of volume '" + volume + "', but its pods have " + known)
                        .hint("name a volume of its pods, or Backup.objects() where it has none")));
    }

    /** Claims without a word are found on the objects; what an operator makes storage of is found here. */
    private static void silent(Expansion soFar, Map<String, Stated<Backup>> stated, Function<String, Scope> scopes) {
        ImmutableSet<String> seen = ImmutableSet.of("/PersistentVolumeClaim", "apps/StatefulSet");
        for (Stated<HoldsData> data : soFar.facts(HoldsData.class)) {
            Identity object = data.fact().object();
            if (!stated.containsKey(data.component()) && !seen.contains(object.group() + "/" + object.kind())) {
                scopes.apply(data.component())
                        .finding(Finding.warning(
                                        "storage.backup",
                                        object,
                                        "holds data, and component " + data.component()
                                                + " does not say whether that is backed up")
                                .hint("add a Backup to the component, or Backup.none(reason)"));
            }
        }
    }

    private static List<Plan> plans(
            Expansion soFar, Map<String, Stated<Backup>> stated, BackupOffer velero, Function<String, Scope> scopes) {
        List<Plan> plans = new ArrayList<>();
        for (Stated<Backup> one : stated.values()) {
            if (one.fact().none().isPresent()) {
                continue;
            }
            List<BackupOffer.Location> elsewhere = velero.locations().stream()
                    .filter(location -> !location.component().equals(Optional.of(one.component())))
                    .toList();
            elsewhere.forEach(location -> plans.add(
                    new Plan(one.component(), one.namespace(), alone(soFar, one.namespace()), one.fact(), location)));
            if (elsewhere.isEmpty()) {
                scopes.apply(one.component())
                        .finding(Finding.warning(
                                        "backup.location",
                                        "component " + one.component(),
                                        "keeps all backups of the cluster itself, so there is none of its own data")
                                .hint("give Velero a location outside of the cluster"));
            }
        }
        return plans;
    }

    private static boolean alone(Expansion soFar, String namespace) {
        return soFar.cluster()
                        .members()
                        .filter(member -> member.component().namespace().equals(namespace))
                        .count()
                == 1;
    }

    private static void made(
            Expansion soFar, Offered<BackupOffer> velero, List<Plan> plans, Function<String, Scope> scopes) {
        for (Plan plan : plans) {
            // What is installed already has no folder in the tree.
            String owner = velero.preinstalled() ? plan.component() : velero.component();
            scopes.apply(owner).manifest(plan.manifest(velero.namespace()));
        }
        Scope scope = scopes.apply(velero.preinstalled() ? plans.get(0).component() : velero.component());
        MissedBackups.rules(velero.component() + "-backups", plans).expand(scope);
        scope.fact(new Page("docs/restore/" + soFar.cluster().name() + ".md", RestorePage.of(soFar, velero, plans)));
    }

    /** The claim of that name. */
    static Optional<Manifest> claim(Expansion soFar, String namespace, String name) {
        return soFar.manifests().stream()
                .filter(manifest ->
                        manifest.identity().equals(new Identity("", "PersistentVolumeClaim", namespace, name)))
                .findFirst();
    }
}
