package dev.hearth.homelab;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The pods and claims that the controllers of Kubernetes make of workloads, where all autoscalers have gone as far as they may. */
final class WorkloadPods {

    private final List<Manifest> objects;
    private final Map<String, Long> scaled = new HashMap<>();
    private final int nodes;

    /** Of the objects of one namespace, in a cluster of so many nodes. */
    WorkloadPods(List<Manifest> objects, int nodes) {
        this.objects = List.copyOf(objects);
        this.nodes = nodes;
        objects.stream()
                .filter(object -> object.kind().equals("HorizontalPodAutoscaler"))
                .map(Manifest::spec)
                .forEach(spec -> scaled.put(
                        spec.mapping("scaleTargetRef").text("kind").orElseThrow()
                                + spec.mapping("scaleTargetRef").text("name").orElseThrow(),
                        spec.number("maxReplicas").orElseThrow()));
    }

    /** Those that run when nothing changes, and the jobs. */
    List<Mapping> steady() {
        return objects.stream()
                .flatMap(workload -> pods(workload, 0, count(workload)))
                .toList();
    }

    /** Those that come besides, when all Deployments change at once: a quarter more, rounded up. */
    List<Mapping> surging() {
        return objects.stream()
                .filter(workload -> workload.kind().equals("Deployment"))
                .filter(workload -> !workload.spec()
                        .mapping("strategy")
                        .text("type")
                        .orElse("")
                        .equals("Recreate"))
                .flatMap(workload -> pods(workload, count(workload), count(workload) + (count(workload) + 3) / 4))
                .toList();
    }

    /** All claims: those of the tree, and those of each pod of a StatefulSet. */
    List<Mapping> claims() {
        List<Mapping> all = new ArrayList<>();
        for (Manifest object : objects) {
            if (object.kind().equals("PersistentVolumeClaim")) {
                all.add(object.root());
            }
            for (Mapping claim : object.spec().sequence("volumeClaimTemplates").mappings()) {
                for (long i = 0; i < count(object); i++) {
                    String name = claim.mapping("metadata").text("name").orElseThrow();
                    all.add(object(
                            "PersistentVolumeClaim",
                            named(object, name + "-" + object.name() + "-" + i),
                            claim.mapping("spec")));
                }
            }
        }
        return all;
    }

    private long count(Manifest workload) {
        return switch (workload.kind()) {
            case "Deployment", "StatefulSet" ->
                scaled.getOrDefault(
                        workload.kind() + workload.name(),
                        workload.spec().number("replicas").orElse(1L));
            case "DaemonSet" -> nodes;
            case "Job", "CronJob" -> 1;
            default -> 0;
        };
    }

    private static Stream<Mapping> pods(Manifest workload, long from, long to) {
        return Stream.iterate(from, i -> i < to, i -> i + 1).map(i -> pod(workload, workload.name() + "-" + i));
    }

    private static Mapping pod(Manifest workload, String name) {
        Mapping job = workload.spec().mapping("jobTemplate").mapping("spec");
        Mapping template = (job.isEmpty() ? workload.spec() : job).mapping("template");
        Mapping spec = template.mapping("spec");
        List<Node> volumes = new ArrayList<>(spec.sequence("volumes").items());
        for (Mapping claim : workload.spec().sequence("volumeClaimTemplates").mappings()) {
            String volume = claim.mapping("metadata").text("name").orElseThrow();
            volumes.add(Mapping.builder()
                    .put("name", volume)
                    .put("persistentVolumeClaim", Mapping.of("claimName", Node.text(volume + "-" + name)))
                    .build());
        }
        return object(
                "Pod",
                named(workload, name)
                        .with("labels", template.mapping("metadata").mapping("labels")),
                spec.with("volumes", Sequence.of(volumes)));
    }

    private static Mapping named(Manifest workload, String name) {
        return Mapping.builder()
                .put("name", name)
                .put("namespace", workload.identity().namespace())
                .build();
    }

    private static Mapping object(String kind, Mapping metadata, Mapping spec) {
        return Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", kind)
                .put("metadata", metadata)
                .put("spec", spec)
                .build();
    }
}
