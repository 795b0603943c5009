package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.pods.Control.Violation;
import dev.hearth.checks.rule.Field;
import java.util.function.Consumer;

/** The volumes that the restricted level knows; all others it does not admit. */
final class RestrictedVolumes {

    static final ImmutableList<Control> ALL =
            ImmutableList.of(new Control("pod.security-volumes", RestrictedVolumes::check));

    private static final ImmutableSet<String> ADMITTED = ImmutableSet.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");

    private RestrictedVolumes() {}

    /** A volume without any source is an emptyDir: the API server makes it one. */
    static boolean admits(Field volume) {
        boolean sourceless =
                volume.fields().stream().noneMatch(source -> !source.name().equals("name") && source.present());
        return sourceless
                || ADMITTED.stream().anyMatch(source -> volume.get(source).present());
    }

    private static void check(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        if (!policy.restricted()) {
            return;
        }
        for (Field volume : pod.spec().get("volumes").items()) {
            if (!admits(volume) && !volume.get("hostPath").present()) {
                Field source = volume.fields().stream()
                        .filter(field -> !field.name().equals("name") && field.present())
                        .findFirst()
                        .orElse(volume);
                violations.accept(new Violation(
                        source,
                        "volume '" + volume.get("name").textOrEmpty() + "' is of type " + source.name(),
                        "use one of " + String.join(", ", ADMITTED)));
            }
        }
    }
}
