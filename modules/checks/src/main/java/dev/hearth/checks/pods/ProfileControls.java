package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.pods.Control.Violation;
import dev.hearth.checks.rule.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The controls about what the kernel lets a container do: AppArmor, seccomp, SELinux and sysctls. */
final class ProfileControls {

    static final ImmutableList<Control> ALL = ImmutableList.of(
            new Control("pod.security-apparmor", ProfileControls::appArmor),
            new Control("pod.security-seccomp", ProfileControls::seccomp),
            new Control("pod.security-selinux", ProfileControls::seLinux),
            new Control("pod.security-sysctls", ProfileControls::sysctls));

    private static final String APPARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP = "container.seccomp.security.alpha.kubernetes.io/";
    private static final ImmutableSet<String> PROFILES = ImmutableSet.of("RuntimeDefault", "Localhost");
    private static final ImmutableSet<String> SELINUX_TYPES =
            ImmutableSet.of("", "container_t", "container_init_t", "container_kvm_t");
    private static final ImmutableSet<String> SYSCTLS = ImmutableSet.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_unprivileged_port_start");
    private static final ImmutableSet<String> SYSCTLS_29 = ImmutableSet.of(
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes");
    private static final ImmutableSet<String> SYSCTLS_32 = ImmutableSet.of("net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem");
    private static final ImmutableSet<String> SYSCTLS_37 =
            ImmutableSet.of("net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat");

    private ProfileControls() {}

    private static void appArmor(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        profile("the pod", pod.security().get("appArmorProfile"), "AppArmor", violations);
        for (Field container : pod.containers()) {
            Field profile = container.get("securityContext").get("appArmorProfile");
            profile(PodFields.called(container), profile, "AppArmor", violations);
        }
        for (Field annotation : pod.annotations().fields()) {
            String value = annotation.textOrEmpty();
            if (annotation.name().startsWith(APPARMOR)
                    && !value.isEmpty()
                    && !value.equals("runtime/default")
                    && !value.startsWith("localhost/")) {
                violations.accept(new Violation(
                        annotation,
                        "an annotation sets the AppArmor profile '" + value + "'",
                        "remove it, or write runtime/default"));
            }
        }
    }

    /** Told a profile that is neither of the runtime nor of the node; whether there was one. */
    private static boolean profile(String who, Field profile, String sort, Consumer<Violation> violations) {
        boolean bad =
                profile.present() && !PROFILES.contains(profile.get("type").textOrEmpty());
        if (bad) {
            violations.accept(new Violation(
                    profile.get("type"),
                    who + " sets the " + sort + " profile '"
                            + profile.get("type").textOrEmpty() + "'",
                    "write RuntimeDefault, or Localhost with a profile of the node"));
        }
        return bad;
    }

    private static void seccomp(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        if (!policy.since(19)) {
            seccompAnnotations(pod, violations);
            return;
        }
        if (policy.restricted() && policy.since(25) && pod.windows()) {
            return;
        }
        Field ofPod = pod.security().get("seccompProfile");
        boolean bad = profile("the pod", ofPod, "seccomp", violations);
        List<Field> without = new ArrayList<>();
        for (Field container : pod.containers()) {
            Field profile = container.get("securityContext").get("seccompProfile");
            bad |= profile(PodFields.called(container), profile, "seccomp", violations);
            if (!profile.present()) {
                without.add(container);
            }
        }
        if (policy.restricted() && !bad && !ofPod.present()) {
            PrivilegeControls.missing(
                    pod,
                    without,
                    "seccompProfile",
                    "type",
                    "sets no seccomp profile",
                    "write seccompProfile: {type: RuntimeDefault} in the securityContext of the pod",
                    violations);
        }
    }

    private static void seccompAnnotations(PodFields pod, Consumer<Violation> violations) {
        seccompAnnotation(pod.annotations().get(SECCOMP_POD), violations);
        for (Field container : pod.containers()) {
            seccompAnnotation(
                    pod.annotations().get(SECCOMP + container.get("name").textOrEmpty()), violations);
        }
    }

    private static void seccompAnnotation(Field annotation, Consumer<Violation> violations) {
        String value = annotation.textOrEmpty();
        if (annotation.present()
                && !value.equals("runtime/default")
                && !value.equals("docker/default")
                && !value.startsWith("localhost/")) {
            violations.accept(new Violation(
                    annotation,
                    "an annotation sets the seccomp profile '" + value + "'",
                    "remove it, or write runtime/default"));
        }
    }

    private static void seLinux(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        options("the pod", pod.security().get("seLinuxOptions"), policy, violations);
        for (Field container : pod.containers()) {
            Field options = container.get("securityContext").get("seLinuxOptions");
            options(PodFields.called(container), options, policy, violations);
        }
    }

    private static void options(String who, Field options, SecurityPolicy policy, Consumer<Violation> violations) {
        String type = options.get("type").textOrEmpty();
        if (!SELINUX_TYPES.contains(type) && !(policy.since(31) && type.equals("container_engine_t"))) {
            violations.accept(new Violation(
                    options.get("type"),
                    who + " sets the SELinux type '" + type + "'",
                    "remove it, or write container_t, container_init_t or container_kvm_t"));
        }
        for (Field field : List.of(options.get("user"), options.get("role"))) {
            if (!field.textOrEmpty().isEmpty()) {
                violations.accept(
                        new Violation(field, who + " sets a SELinux " + field.name(), "remove " + field.name()));
            }
        }
    }

    private static void sysctls(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        for (Field sysctl : pod.security().get("sysctls").items()) {
            String name = sysctl.get("name").textOrEmpty();
            if (!admitted(name, policy)) {
                violations.accept(new Violation(
                        sysctl.get("name"), "the pod sets the sysctl " + name, "remove it, or set it on the node"));
            }
        }
    }

    /** Whether every policy of that version lets a pod set it: then every kubelet of that version does too. */
    static boolean admitted(String sysctl, SecurityPolicy policy) {
        return SYSCTLS.contains(sysctl)
                || (policy.since(27) && sysctl.equals("net.ipv4.ip_local_reserved_ports"))
                || (policy.since(29) && SYSCTLS_29.contains(sysctl))
                || (policy.since(32) && SYSCTLS_32.contains(sysctl))
                || (policy.since(37) && SYSCTLS_37.contains(sysctl));
    }
}
