package dev.hearth.homelab;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How much a cluster of so many nodes requests, read from its objects: replicas, a pod of each DaemonSet on each node, and those pods that
 * an operator makes of a custom resource which names replicas and resources. Jobs come and go, so they are apart.
 *
 * @param nodes how many nodes there are
 * @param running what runs all the time, by component
 * @param jobs the sum of what Jobs request while they run, by component
 */
record Sizes(int nodes, Map<String, Amount> running, Map<String, Amount> jobs) {

    static Sizes of(Collection<Manifest> objects, int nodes) {
        Map<String, Long> least = autoscaled(objects);
        Sizes sizes = new Sizes(nodes, new TreeMap<>(), new TreeMap<>());
        objects.forEach(object -> sizes.add(object, least));
        return sizes;
    }

    /** By kind, namespace and name of a workload, the fewest pods that its autoscaler keeps. */
    private static Map<String, Long> autoscaled(Collection<Manifest> objects) {
        Map<String, Long> least = new TreeMap<>();
        for (Manifest object : objects) {
            if (object.kind().equals("HorizontalPodAutoscaler")) {
                Mapping target = object.spec().mapping("scaleTargetRef");
                least.put(
                        target.text("kind").orElse("") + " " + object.identity().namespace() + "/"
                                + target.text("name").orElse(""),
                        object.spec().number("minReplicas").orElse(1L));
            }
        }
        return least;
    }

    private void add(Manifest object, Map<String, Long> least) {
        String component = object.owner().orElse("");
        Mapping spec = object.spec();
        Mapping template = spec.mapping("template").mapping("spec");
        long replicas = least.getOrDefault(
                object.kind() + " " + object.identity().namespace() + "/" + object.name(),
                spec.number("replicas").orElse(1L));
        switch (object.kind()) {
            case "Deployment", "ReplicaSet", "StatefulSet" -> {
                Amount claims = spec.sequence("volumeClaimTemplates").mappings().stream()
                        .map(claim -> Amount.disk(claim.mapping("spec")))
                        .reduce(Amount.NONE, Amount::plus);
                add(running, component, pod(template).plus(claims).times(replicas));
            }
            case "DaemonSet" -> add(running, component, pod(template).times(nodes));
            case "PersistentVolumeClaim" -> add(running, component, Amount.disk(spec));
            case "Job" -> add(jobs, component, pod(template));
            case "CronJob" ->
                add(
                        jobs,
                        component,
                        pod(spec.mapping("jobTemplate")
                                .mapping("spec")
                                .mapping("template")
                                .mapping("spec")));
            default -> {
                if (spec.has("replicas") && spec.has("resources")) {
                    add(running, component, made(spec).times(replicas));
                }
            }
        }
    }

    /** A pod that an operator makes of a custom resource. */
    private static Amount made(Mapping spec) {
        return Amount.of(spec.mapping("resources"))
                .plus(Amount.disk(
                        spec.mapping("storage").mapping("volumeClaimTemplate").mapping("spec")));
    }

    /** What the scheduler counts: all containers at once, or the largest of those that run before them. */
    private static Amount pod(Mapping spec) {
        Predicate<Mapping> stays = init -> init.text("restartPolicy").orElse("").equals("Always");
        Amount together = spec.sequence("containers").mappings().stream()
                .map(container -> Amount.of(container.mapping("resources")))
                .reduce(Amount.NONE, Amount::plus);
        Amount sidecars = Amount.NONE;
        Amount before = Amount.NONE;
        for (Mapping init : spec.sequence("initContainers").mappings()) {
            Amount own = Amount.of(init.mapping("resources"));
            before = before.orMore(sidecars.plus(own));
            sidecars = stays.test(init) ? sidecars.plus(own) : sidecars;
        }
        return together.plus(sidecars).orMore(before);
    }

    private static void add(Map<String, Amount> to, String component, Amount amount) {
        if (!amount.equals(Amount.NONE)) {
            to.merge(component, amount, Amount::plus);
        }
    }

    Amount total() {
        return running.values().stream().reduce(Amount.NONE, Amount::plus);
    }

    Amount allJobs() {
        return jobs.values().stream().reduce(Amount.NONE, Amount::plus);
    }

    Amount running(String component) {
        return running.getOrDefault(component, Amount.NONE);
    }
}
