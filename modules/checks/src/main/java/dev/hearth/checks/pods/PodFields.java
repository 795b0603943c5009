package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pod that an object makes, or is, field by field.
 *
 * @param object the object
 * @param root what holds the pod's {@code metadata} and {@code spec}
 */
record PodFields(Manifest object, Field root) {

    private static final ImmutableList<String> SORTS =
            ImmutableList.of("initContainers", "containers", "ephemeralContainers");

    /** The pod of an object; empty where it makes none by itself. */
    static Optional<PodFields> of(Manifest object) {
        return PodTemplate.of(object).map(template -> {
            Field root = Field.of(object);
            for (Object step : template.path().steps()) {
                root = root.get((String) step);
            }
            return new PodFields(object, root);
        });
    }

    Field spec() {
        return root.get("spec");
    }

    Field annotations() {
        return root.get("metadata").get("annotations");
    }

    /** The labels of the pod. */
    Field labels() {
        return root.get("metadata").get("labels");
    }

    /** The security context of the whole pod. */
    Field security() {
        return spec().get("securityContext");
    }

    /** Every container of every sort, in the order in which admission looks at them. */
    List<Field> containers() {
        List<Field> containers = new ArrayList<>();
        for (String sort : SORTS) {
            containers.addAll(spec().get(sort).items());
        }
        return containers;
    }

    /** The containers that run as long as the pod does: the ordinary ones, and sidecars among the first ones. */
    List<Field> running() {
        List<Field> containers = new ArrayList<>();
        for (Field container : spec().get("initContainers").items()) {
            if (container.get("restartPolicy").textOrEmpty().equals("Always")) {
                containers.add(container);
            }
        }
        containers.addAll(spec().get("containers").items());
        return containers;
    }

    /** Whether it says that it is for nodes with Windows. */
    boolean windows() {
        return spec().get("os").get("name").textOrEmpty().equals("windows");
    }

    /** Whether the object is of that kind, as in {@code apps/Deployment}. */
    boolean isA(String groupAndKind) {
        return kind(object).equals(groupAndKind);
    }

    /** Whether it is meant to come to an end. */
    boolean ends() {
        return switch (kind(object)) {
            case "batch/Job", "batch/CronJob" -> true;
            case "/Pod" -> {
                String restart = spec().get("restartPolicy").textOrEmpty();
                yield restart.equals("Never") || restart.equals("OnFailure");
            }
            default -> false;
        };
    }

    /** The group and the kind of an object, as in {@code apps/Deployment}. */
    static String kind(Manifest object) {
        return object.identity().group() + "/" + object.kind();
    }

    /** The namespace in which an object is: the one it names, or the default one. */
    static String namespace(Manifest object) {
        return object.namespace().orElse("default");
    }

    /** A container as messages name it. */
    static String called(Field container) {
        return "container '" + container.get("name").textOrEmpty() + "'";
    }
}
