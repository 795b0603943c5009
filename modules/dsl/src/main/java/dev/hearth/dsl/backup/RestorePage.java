package dev.hearth.dsl.backup;

import dev.hearth.dsl.Band;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Offered;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The page that says how to come from backups to running components, in which order. */
final class RestorePage {

    private final Expansion cluster;
    private final Offered<BackupOffer> velero;
    private final List<Plan> plans;
    private final StringBuilder out = new StringBuilder();

    private RestorePage(Expansion cluster, Offered<BackupOffer> velero, List<Plan> plans) {
        this.cluster = cluster;
        this.velero = velero;
        this.plans = plans;
    }

    static String of(Expansion cluster, Offered<BackupOffer> velero, List<Plan> plans) {
        return new RestorePage(cluster, velero, plans).text();
    }

    private String text() {
        paragraph("# Restoring cluster " + cluster.cluster().name());
        paragraph(
                "One component after the other, in the order below. On a new cluster follow the bootstrap page first, until"
                        + " everything is synced; the Secret `velero-repo-credentials` must have the password that the backups were"
                        + " made with, or no file of a volume can be read, and Secrets of components must be those of then.");
        heading("Look what there is");
        paragraph("Velero reads what its locations hold within a minute.");
        shell("kubectl get backupstoragelocations.velero.io,backups.velero.io --namespace " + velero.namespace());
        heading("Stop Argo CD");
        paragraph("It would make anew what has to go, before Velero has brought it back.");
        shell("kubectl scale statefulset argocd-application-controller --namespace argocd --replicas 0");
        ordered().forEach(this::component);
        without();
        heading("Start Argo CD");
        shell("kubectl scale statefulset argocd-application-controller --namespace argocd --replicas 1");
        paragraph("Whatever differs from the tree it sets right again; data it leaves alone.");
        return out.toString().stripTrailing() + "\n";
    }

    /** The component's name and its plans, those first that others need. */
    private List<List<Plan>> ordered() {
        return plans.stream().collect(Collectors.groupingBy(Plan::component)).values().stream()
                .sorted(Comparator.<List<Plan>>comparingInt(
                                some -> some.get(0).backup().restoreOrder())
                        .thenComparing(some -> band(some.get(0).component()))
                        .thenComparing(some -> some.get(0).component()))
                .toList();
    }

    private Band band(String component) {
        return cluster.cluster()
                .members()
                .map(member -> member.component())
                .filter(member -> member.name().equals(component))
                .map(member -> member.band())
                .findFirst()
                .orElse(Band.APPLICATIONS);
    }

    private void component(List<Plan> some) {
        Plan first = some.get(0);
        heading("Restore " + first.component());
        List<Marks> workloads = Marks.of(cluster.manifests().stream()
                        .filter(manifest -> manifest.owner().equals(Optional.of(first.component()))))
                .filter(marks -> !marks.taken(first.backup()).isEmpty())
                .toList();
        if (workloads.isEmpty()) {
            paragraph("Velero leaves alone what is there, so delete the objects that are to come back as they were.");
        } else {
            paragraph(
                    "Velero leaves alone what is there, so pods and claims go first. **This deletes the data that is there"
                            + " now.**");
            shell(workloads.stream()
                    .map(marks -> delete(marks, first.namespace()))
                    .collect(Collectors.joining("\n")));
        }
        paragraph(
                some.size() == 1
                        ? "Then the newest backup that succeeded:"
                        : "Then the newest backup that succeeded, from one of its locations:");
        shell(some.stream().map(this::restore).collect(Collectors.joining("\n# or\n")));
        if (!first.backup().restored().isEmpty()) {
            paragraph(first.backup().restored());
        }
    }

    private static String delete(Marks marks, String namespace) {
        String where = " --namespace " + marks.workload().namespace().orElse(namespace);
        String kind = marks.workload().kind().toLowerCase(Locale.ROOT);
        return "kubectl delete " + kind + " " + marks.workload().name() + where + "\n"
                + "kubectl delete pvc" + where + " --selector app.kubernetes.io/name="
                + marks.workload().name();
    }

    private String restore(Plan plan) {
        return "kubectl exec --namespace " + velero.namespace()
                + " deployment/velero --container velero -- \\\n  /velero restore create --from-schedule " + plan.name()
                + " --wait";
    }

    private void without() {
        List<String> reasons = cluster.facts(Backup.class).stream()
                .filter(stated -> stated.fact().none().isPresent())
                .map(stated ->
                        "- " + stated.component() + ": " + stated.fact().none().orElseThrow())
                .sorted()
                .toList();
        if (!reasons.isEmpty()) {
            heading("Without a backup");
            paragraph("These come from the tree alone, and start anew:");
            paragraph(String.join("\n", reasons));
        }
    }

    private void heading(String text) {
        paragraph("## " + text);
    }

    private void paragraph(String text) {
        out.append(text).append("\n\n");
    }

    private void shell(String commands) {
        paragraph("```sh\n" + commands + "\n```");
    }
}
