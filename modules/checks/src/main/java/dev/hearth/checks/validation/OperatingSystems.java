package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Field;
import java.util.List;

/** What the API server does not let a pod say that names its operating system, since it means nothing there. */
final class OperatingSystems {

    private static final ImmutableList<String> LINUX_PODS = ImmutableList.of(
            "appArmorProfile",
            "seLinuxOptions",
            "seccompProfile",
            "fsGroup",
            "fsGroupChangePolicy",
            "runAsUser",
            "runAsGroup",
            "supplementalGroups",
            "supplementalGroupsPolicy",
            "seLinuxChangePolicy");
    private static final ImmutableList<String> LINUX_CONTAINERS = ImmutableList.of(
            "appArmorProfile",
            "seLinuxOptions",
            "seccompProfile",
            "capabilities",
            "readOnlyRootFilesystem",
            "privileged",
            "allowPrivilegeEscalation",
            "procMount",
            "runAsUser",
            "runAsGroup");
    private static final String CONTEXT = "securityContext";

    private OperatingSystems() {}

    static void validate(PodScope scope) {
        if (scope.os().equals("windows")) {
            windows(scope);
        } else {
            forbid(scope.spec().get(CONTEXT), List.of("windowsOptions"), scope);
            scope.allContainers()
                    .forEach(container -> forbid(container.get(CONTEXT), List.of("windowsOptions"), scope));
        }
    }

    private static void windows(PodScope scope) {
        Field spec = scope.spec();
        forbid(spec.get(CONTEXT), LINUX_PODS, scope);
        forbid(spec, List.of("hostUsers", "shareProcessNamespace"), scope);
        for (String shared : List.of("hostPID", "hostIPC")) {
            if (spec.get(shared).isTrue()) {
                forbidden(spec.get(shared), scope);
            }
        }
        if (!spec.get(CONTEXT).get("sysctls").empty()) {
            forbidden(spec.get(CONTEXT).get("sysctls"), scope);
        }
        scope.allContainers().forEach(container -> forbid(container.get(CONTEXT), LINUX_CONTAINERS, scope));
    }

    private static void forbid(Field in, List<String> fields, PodScope scope) {
        fields.stream().map(in::get).filter(Field::present).forEach(field -> forbidden(field, scope));
    }

    private static void forbidden(Field field, PodScope scope) {
        scope.faults().forbidden(field, "a pod for " + scope.os() + " cannot have it");
    }
}
