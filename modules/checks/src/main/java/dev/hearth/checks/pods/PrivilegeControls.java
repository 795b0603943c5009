package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.pods.Control.Violation;
import dev.hearth.checks.rule.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The controls about what a container may do and as whom. */
final class PrivilegeControls {

    static final ImmutableList<Control> ALL = ImmutableList.<Control>builder()
            .add(new Control("pod.security-privileged", PrivilegeControls::privileged))
            .add(new Control("pod.security-capabilities", PrivilegeControls::added))
            .add(new Control("pod.security-drop-capabilities", PrivilegeControls::dropped))
            .add(new Control("pod.security-escalation", PrivilegeControls::escalation))
            .add(new Control("pod.security-non-root", PrivilegeControls::nonRoot))
            .add(new Control("pod.security-user", PrivilegeControls::user))
            .addAll(RestrictedVolumes.ALL)
            .build();

    private static final ImmutableSet<String> DEFAULT_CAPABILITIES = ImmutableSet.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    private PrivilegeControls() {}

    /** Whether the users of the pod are not those of its node. */
    static boolean usersOfItsOwn(PodFields pod) {
        return pod.spec().get("hostUsers").isFalse();
    }

    private static void privileged(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        for (Field container : pod.containers()) {
            Field field = container.get("securityContext").get("privileged");
            if (field.isTrue()) {
                violations.accept(new Violation(
                        field,
                        PodFields.called(container) + " is privileged",
                        "remove privileged, or put the pod into a namespace for privileged pods"));
            }
        }
    }

    private static void added(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        boolean restricted = restrictsCapabilities(pod, policy);
        if (!restricted && policy.restricted() && policy.since(25)) {
            return;
        }
        for (Field container : pod.containers()) {
            for (Field added : container
                    .get("securityContext")
                    .get("capabilities")
                    .get("add")
                    .items()) {
                String capability = added.textOrEmpty();
                boolean good =
                        restricted ? capability.equals("NET_BIND_SERVICE") : DEFAULT_CAPABILITIES.contains(capability);
                if (!good) {
                    violations.accept(new Violation(
                            added,
                            PodFields.called(container) + " adds the capability " + capability,
                            restricted ? "remove it; only NET_BIND_SERVICE may be added" : "remove it"));
                }
            }
        }
    }

    /** Whether only one capability may be added and all must be dropped: then the baseline list does not count. */
    private static boolean restrictsCapabilities(PodFields pod, SecurityPolicy policy) {
        return policy.restricted() && policy.since(22) && !(policy.since(25) && pod.windows());
    }

    private static void dropped(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        if (!restrictsCapabilities(pod, policy)) {
            return;
        }
        for (Field container : pod.containers()) {
            Field drop = container.get("securityContext").get("capabilities").get("drop");
            if (!drop.texts().contains("ALL")) {
                boolean lower = drop.texts().stream().anyMatch("ALL"::equalsIgnoreCase);
                violations.accept(new Violation(
                        drop,
                        PodFields.called(container)
                                + (lower
                                        ? " drops 'all' in lower case, which is not ALL"
                                        : " does not drop all capabilities"),
                        "write capabilities: {drop: [ALL]} in its securityContext"));
            }
        }
    }

    private static void escalation(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        if (!policy.restricted() || !policy.since(8) || (policy.since(25) && pod.windows())) {
            return;
        }
        for (Field container : pod.containers()) {
            Field field = container.get("securityContext").get("allowPrivilegeEscalation");
            if (!field.isFalse()) {
                violations.accept(new Violation(
                        field,
                        PodFields.called(container) + " may gain privileges",
                        "write allowPrivilegeEscalation: false in its securityContext"));
            }
        }
    }

    private static void nonRoot(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        if (!policy.restricted() || (policy.since(35) && usersOfItsOwn(pod))) {
            return;
        }
        Field ofPod = pod.security().get("runAsNonRoot");
        boolean bad = mayBeRoot("the pod", ofPod, violations);
        List<Field> without = new ArrayList<>();
        for (Field container : pod.containers()) {
            Field own = container.get("securityContext").get("runAsNonRoot");
            bad |= mayBeRoot(PodFields.called(container), own, violations);
            if (!own.present()) {
                without.add(container);
            }
        }
        if (!bad && !ofPod.present()) {
            missing(
                    pod,
                    without,
                    "runAsNonRoot",
                    "",
                    "does not say that it runs as another user than root",
                    "write runAsNonRoot: true in the securityContext of the pod",
                    violations);
        }
    }

    private static boolean mayBeRoot(String who, Field field, Consumer<Violation> violations) {
        if (field.isFalse()) {
            violations.accept(new Violation(field, who + " says that it may run as root", "write runAsNonRoot: true"));
        }
        return field.isFalse();
    }

    /** What all containers lack is missing in the pod; what some lack is missing in them. */
    static void missing(
            PodFields pod,
            List<Field> containers,
            String field,
            String below,
            String message,
            String hint,
            Consumer<Violation> violations) {
        if (containers.isEmpty()) {
            return;
        }
        if (containers.size() == pod.containers().size()) {
            violations.accept(new Violation(in(pod.security(), field, below), "the pod " + message, hint));
        } else {
            for (Field container : containers) {
                violations.accept(new Violation(
                        in(container.get("securityContext"), field, below),
                        PodFields.called(container) + " " + message,
                        hint));
            }
        }
    }

    private static Field in(Field security, String field, String below) {
        return below.isEmpty() ? security.get(field) : security.get(field).get(below);
    }

    private static void user(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        if (!policy.restricted() || !policy.since(23) || (policy.since(35) && usersOfItsOwn(pod))) {
            return;
        }
        root("the pod", pod.security(), violations);
        for (Field container : pod.containers()) {
            root(PodFields.called(container), container.get("securityContext"), violations);
        }
    }

    private static void root(String who, Field security, Consumer<Violation> violations) {
        Field field = security.get("runAsUser");
        if (field.number().filter(user -> user == 0).isPresent()) {
            violations.accept(new Violation(field, who + " runs as root", "give runAsUser another number than 0"));
        }
    }
}
