package dev.hearth.checks.rule;

import com.google.common.collect.ImmutableMap;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.Optional;

/**
 * The pod that an object makes, or is.
 *
 * @param path where in the object it stands; the root where the object is a Pod
 * @param content its {@code metadata} and {@code spec}
 */
public record PodTemplate(FieldPath path, Mapping content) {

    private static final FieldPath TEMPLATE = FieldPath.of("spec", "template");
    private static final ImmutableMap<String, FieldPath> PATHS = ImmutableMap.<String, FieldPath>builder()
            .put("/Pod", FieldPath.root())
            .put("/PodTemplate", FieldPath.of("template"))
            .put("/ReplicationController", TEMPLATE)
            .put("apps/DaemonSet", TEMPLATE)
            .put("apps/Deployment", TEMPLATE)
            .put("apps/ReplicaSet", TEMPLATE)
            .put("apps/StatefulSet", TEMPLATE)
            .put("batch/CronJob", FieldPath.of("spec", "jobTemplate", "spec", "template"))
            .put("batch/Job", TEMPLATE)
            .buildOrThrow();

    /** The pod of an object; empty where it makes none by itself. */
    public static Optional<PodTemplate> of(Manifest manifest) {
        Identity identity = manifest.identity();
        FieldPath path = PATHS.get(identity.group() + "/" + identity.kind());
        if (path == null) {
            return Optional.empty();
        }
        Mapping content = manifest.root();
        for (Object step : path.steps()) {
            content = content.mapping((String) step);
        }
        return Optional.of(new PodTemplate(path, content));
    }

    public Mapping spec() {
        return content.mapping("spec");
    }

    public Mapping metadata() {
        return content.mapping("metadata");
    }

    public FieldPath specPath() {
        return path.field("spec");
    }

    /** Told each container of every sort, with its path. */
    public void containers(At<Mapping> each) {
        for (String sort : new String[] {"initContainers", "containers", "ephemeralContainers"}) {
            items(spec(), specPath(), sort, each);
        }
    }

    /** Told each item of that list which is a mapping, with its path. */
    public static void items(Mapping from, FieldPath path, String list, At<Mapping> each) {
        int index = 0;
        for (Node item : from.sequence(list)) {
            if (item instanceof Mapping mapping) {
                each.accept(path.field(list).index(index), mapping);
            }
            index++;
        }
    }

    /** Told something of an object, and where it stands. */
    @FunctionalInterface
    public interface At<T> {
        void accept(FieldPath path, T value);
    }
}
