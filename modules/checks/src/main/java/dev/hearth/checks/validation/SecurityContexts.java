package dev.hearth.checks.validation;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the API server asks of the security contexts of a pod and of its containers.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/configure-pod-container/security-context/">Security Context</a>
 */
final class SecurityContexts {

    private static final int SE_LINUX_MOUNT = 36;
    private static final int LONGEST_SYSCTL = 253;
    private static final int LONGEST_PROFILE = 4095;
    private static final Pattern SYSCTL =
            Pattern.compile("([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?");
    private static final ImmutableList<String> PROFILES = ImmutableList.of("Localhost", "RuntimeDefault", "Unconfined");
    private static final ImmutableList<String> PROC_MOUNTS = ImmutableList.of("Default", "Unmasked");
    private static final ImmutableList<String> FS_GROUP = ImmutableList.of("Always", "OnRootMismatch");
    private static final ImmutableList<String> SUPPLEMENTAL = ImmutableList.of("Merge", "Strict");
    private static final ImmutableList<String> SE_LINUX = ImmutableList.of("Recursive", "MountOption");

    private SecurityContexts() {}

    /** Tells every fault of the context of the pod, and of the namespaces of the node that it shares. */
    static void validate(PodScope scope) {
        Faults faults = scope.faults();
        Field context = scope.spec().get("securityContext");
        id(context.get("fsGroup"), faults);
        id(context.get("runAsUser"), faults);
        id(context.get("runAsGroup"), faults);
        context.get("supplementalGroups").items().forEach(group -> id(group, faults));
        if (scope.spec().get("shareProcessNamespace").isTrue()
                && scope.spec().get("hostPID").isTrue()) {
            faults.invalid(context.get("shareProcessNamespace"), "must not be true where hostPID is");
        }
        sysctls(scope, context.get("sysctls"));
        faults.oneOf(context.get("fsGroupChangePolicy"), FS_GROUP);
        faults.oneOf(context.get("supplementalGroupsPolicy"), SUPPLEMENTAL);
        faults.oneOf(
                context.get("seLinuxChangePolicy"),
                faults.version().atLeast(SE_LINUX_MOUNT) ? SE_LINUX : SE_LINUX.subList(0, 1));
        profiles(context, faults);
        WindowsOptions.pod(scope);
        hostUsers(scope);
    }

    /** Tells every fault of the context of a container. */
    static void container(PodScope scope, Field context) {
        Faults faults = scope.faults();
        id(context.get("runAsUser"), faults);
        id(context.get("runAsGroup"), faults);
        Field proc = context.get("procMount");
        faults.oneOf(proc, PROC_MOUNTS);
        if (scope.hostUsers() && proc.textOrEmpty().equals("Unmasked")) {
            faults.invalid(proc, "must not be Unmasked unless hostUsers is false");
        }
        if (context.get("allowPrivilegeEscalation").isFalse()) {
            escalation(context, faults);
        }
        profiles(context, faults);
    }

    private static void escalation(Field context, Faults faults) {
        if (context.get("privileged").isTrue()) {
            faults.invalid(context, "must not be privileged where allowPrivilegeEscalation is false");
        }
        if (context.get("capabilities").get("add").texts().contains("CAP_SYS_ADMIN")) {
            faults.invalid(context, "must not add CAP_SYS_ADMIN where allowPrivilegeEscalation is false");
        }
    }

    private static void id(Field id, Faults faults) {
        if (id.present()) {
            faults.within(id, 0, Integer.MAX_VALUE);
        }
    }

    private static void profiles(Field context, Faults faults) {
        seccomp(context.get("seccompProfile"), faults);
        appArmor(context.get("appArmorProfile"), faults);
        WindowsOptions.validate(context.get("windowsOptions"), faults);
    }

    private static void seccomp(Field profile, Faults faults) {
        if (!profile.present()) {
            return;
        }
        faults.requiredOneOf(profile.get("type"), PROFILES);
        Field local = profile.get("localhostProfile");
        if (profile.get("type").textOrEmpty().equals("Localhost")) {
            if (local.present()) {
                faults.form(local, Syntax::relativePath);
            } else {
                faults.required(local, "the type Localhost needs it");
            }
        } else if (local.present()) {
            faults.invalid(local, "must not be there unless the type is Localhost");
        }
    }

    private static void appArmor(Field profile, Faults faults) {
        if (!profile.present() || !faults.requiredOneOf(profile.get("type"), PROFILES)) {
            return;
        }
        Field local = profile.get("localhostProfile");
        String text = local.textOrEmpty();
        if (!profile.get("type").textOrEmpty().equals("Localhost")) {
            if (local.present()) {
                faults.invalid(local, "must not be there unless the type is Localhost");
            }
        } else if (text.isEmpty()) {
            faults.required(local, "the type Localhost needs it");
        } else if (!CharMatcher.whitespace().trimFrom(text).equals(text)) {
            faults.invalid(local, "must not have spaces around it");
        } else {
            faults.atMostBytes(local, LONGEST_PROFILE);
        }
    }

    private static void sysctls(PodScope scope, Field sysctls) {
        Set<String> names = new HashSet<>();
        for (Field sysctl : sysctls.items()) {
            Field name = sysctl.get("name");
            String text = name.textOrEmpty();
            if (scope.faults().present(name)) {
                if (text.length() > LONGEST_SYSCTL || !SYSCTL.matcher(text).matches()) {
                    scope.faults().invalid(name, "must be a name like net.core.somaxconn, of at most 253 characters");
                } else if (!names.add(text)) {
                    scope.faults().duplicate(name);
                }
            }
            ofNode(scope, name, dotted(text));
        }
    }

    private static void ofNode(PodScope scope, Field name, String sysctl) {
        boolean ipc = sysctl.equals("kernel.sem")
                || sysctl.startsWith("kernel.shm")
                || sysctl.startsWith("kernel.msg")
                || sysctl.startsWith("fs.mqueue.");
        if (scope.hostNetwork() && sysctl.startsWith("net.")) {
            scope.faults().invalid(name, "must not be set where hostNetwork is true");
        } else if (ipc && scope.spec().get("hostIPC").isTrue()) {
            scope.faults().invalid(name, "must not be set where hostIPC is true");
        }
    }

    /** Where the first separator is a slash, slashes and dots have changed places. */
    private static String dotted(String sysctl) {
        int separator = CharMatcher.anyOf("./").indexIn(sysctl);
        if (separator < 0 || sysctl.charAt(separator) == '.') {
            return sysctl;
        }
        StringBuilder out = new StringBuilder(sysctl.length());
        for (int at = 0; at < sysctl.length(); at++) {
            char c = sysctl.charAt(at);
            out.append(c == '/' ? '.' : c == '.' ? '/' : c);
        }
        return out.toString();
    }

    private static void hostUsers(PodScope scope) {
        if (scope.hostUsers()) {
            return;
        }
        Faults faults = scope.faults();
        String why = "hostUsers is false";
        if (scope.hostNetwork()) {
            faults.forbidden(scope.spec().get("hostNetwork"), why);
        }
        // The API server writes these two so.
        if (scope.spec().get("hostPID").isTrue()) {
            faults.forbidden(scope.spec().get("HostPID"), why);
        }
        if (scope.spec().get("hostIPC").isTrue()) {
            faults.forbidden(scope.spec().get("HostIPC"), why);
        }
        if (faults.version().atLeast(35)) {
            scope.allContainers().stream()
                    .map(container -> container.get("volumeDevices"))
                    .filter(devices -> !devices.empty())
                    .forEach(devices -> faults.forbidden(devices, why));
        }
    }
}
