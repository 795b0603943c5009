package dev.hearth.graph.network;

import com.google.common.collect.ImmutableMap;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads which pods a manifest makes. What the API server would refuse of it is passed over; other rules say it. */
final class PodReader {

    /** Where the kinds that make pods keep their template, by API group and kind. */
    private static final ImmutableMap<String, FieldPath> TEMPLATES = ImmutableMap.<String, FieldPath>builder()
            .put("/Pod", FieldPath.root())
            .put("/ReplicationController", FieldPath.of("spec", "template"))
            .put("apps/DaemonSet", FieldPath.of("spec", "template"))
            .put("apps/Deployment", FieldPath.of("spec", "template"))
            .put("apps/ReplicaSet", FieldPath.of("spec", "template"))
            .put("apps/StatefulSet", FieldPath.of("spec", "template"))
            .put("batch/CronJob", FieldPath.of("spec", "jobTemplate", "spec", "template"))
            .put("batch/Job", FieldPath.of("spec", "template"))
            .buildOrThrow();

    private PodReader() {}

    /** The namespace of an object that has one: {@code default} where it states none. */
    static String namespace(Manifest manifest) {
        return manifest.namespace().orElse("default");
    }

    /** The pods that manifest makes; empty where it makes none. */
    static Optional<Pod> read(Manifest manifest) {
        String kind = manifest.kind();
        return Optional.ofNullable(TEMPLATES.get(manifest.identity().group() + "/" + kind))
                .map(path -> read(manifest, template(manifest.root(), path)));
    }

    private static Mapping template(Mapping root, FieldPath path) {
        Mapping at = root;
        for (Object step : path.steps()) {
            at = at.mapping((String) step);
        }
        return at;
    }

    private static Pod read(Manifest manifest, Mapping template) {
        Mapping spec = template.mapping("spec");
        Pod pod = Pod.of(manifest.kind(), manifest.name(), namespace(manifest));
        if (manifest.kind().equals("Job") && !manifest.spec().isTrue("manualSelector")) {
            // The API server puts these on the pods of a Job by itself.
            pod = pod.label("job-name", manifest.name()).label("batch.kubernetes.io/job-name", manifest.name());
        }
        pod = pod.labels(Manifest.strings(template.mapping("metadata").mapping("labels")))
                .serviceAccount(spec.text("serviceAccountName").orElse("default"));
        pod = ports(pod, spec.sequence("containers").mappings());
        pod = ports(
                pod,
                spec.sequence("initContainers").mappings().stream()
                        .filter(PodReader::staysUp)
                        .toList());
        pod = spec.isTrue("hostNetwork") ? pod.onHostNetwork() : pod;
        return manifest.kind().equals("Pod") ? pod.single() : pod;
    }

    private static boolean staysUp(Mapping initContainer) {
        return initContainer.text("restartPolicy").equals(Optional.of("Always"));
    }

    private static Pod ports(Pod pod, List<Mapping> containers) {
        Pod out = pod;
        for (Mapping container : containers) {
            for (Mapping port : container.sequence("ports").mappings()) {
                Optional<ContainerPort> read = port(port);
                out = read.isPresent() ? out.port(read.get()) : out;
            }
        }
        return out;
    }

    private static Optional<ContainerPort> port(Mapping port) {
        String word = port.text("protocol").orElse("TCP");
        return Arrays.stream(Protocol.values())
                .filter(protocol -> protocol.name().equals(word))
                .findFirst()
                .flatMap(protocol -> port.number("containerPort")
                        .filter(ContainerPort::valid)
                        .map(number -> new ContainerPort(port.text("name").orElse(""), number.intValue(), protocol)));
    }
}
