package dev.hearth.checks.pods;

import dev.hearth.checks.pods.SecurityLabels.Mode;
import dev.hearth.checks.rule.Context;
import java.util.Arrays;

/** Whether somebody has said which Pod Security level a pod must keep: then admission judges it, and nobody else need. */
final class AskedLevels {

    private AskedLevels() {}

    /** Whether there is a level for that pod; {@code privileged} is one too, chosen by somebody. */
    static boolean asked(PodFields pod, Context context) {
        return context.podSecurity().isPresent()
                || context.graph()
                        .find("", "Namespace", "", PodFields.namespace(pod.object()))
                        .filter(namespace -> Arrays.stream(Mode.values())
                                .anyMatch(mode -> SecurityLabels.label(namespace, mode.level())
                                        .present()))
                        .isPresent();
    }
}
