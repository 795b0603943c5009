package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.checks.rule.PodSecurityStandard.Level;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * {@code pod.root}, {@code pod.privileged}, {@code pod.host-namespaces}, {@code pod.sysctl} and {@code pod.read-only-root}:
 * what a pod should give up by itself. All but the last are left to admission where a Pod Security level is asked for.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/configure-pod-container/security-context/">Security context</a>
 */
final class Hardening implements ObjectRule {

    private static final String ROOT = "pod.root";
    private static final String PRIVILEGED = "pod.privileged";
    private static final String HOST = "pod.host-namespaces";
    private static final String SYSCTL = "pod.sysctl";
    private static final String READ_ONLY = "pod.read-only-root";
    private static final ImmutableSet<String> ALMOST_ALL = ImmutableSet.of("ALL", "SYS_ADMIN", "CAP_SYS_ADMIN");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ROOT, PRIVILEGED, HOST, SYSCTL, READ_ONLY);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        Said said = new Said(object, findings);
        PodFields.of(object).filter(pod -> !pod.windows()).ifPresent(pod -> {
            if (!AskedLevels.asked(pod, context)) {
                root(pod, said);
                privileged(pod, said);
                hostNamespaces(pod, said);
                sysctls(
                        pod,
                        new SecurityPolicy(Level.BASELINE, context.version().minor()),
                        said);
            }
            readOnly(pod, said);
        });
    }

    private static void root(PodFields pod, Said said) {
        if (PrivilegeControls.usersOfItsOwn(pod)) {
            return;
        }
        List<Field> silent = new ArrayList<>();
        for (Field container : pod.containers()) {
            Field own = container.get("securityContext");
            Field user = own.get("runAsUser").present()
                    ? own.get("runAsUser")
                    : pod.security().get("runAsUser");
            Field never = own.get("runAsNonRoot").present()
                    ? own.get("runAsNonRoot")
                    : pod.security().get("runAsNonRoot");
            if (user.number().filter(number -> number == 0).isPresent()) {
                said.warning(
                        ROOT,
                        user,
                        PodFields.called(container) + " runs as root",
                        "give runAsUser another number than 0");
            } else if (!user.present() && !never.isTrue()) {
                silent.add(container);
            }
        }
        if (!silent.isEmpty()) {
            said.info(
                    ROOT,
                    pod.security().get("runAsNonRoot"),
                    names(silent) + (silent.size() == 1 ? " runs" : " run") + " as root if the image says so",
                    "write runAsNonRoot: true in the securityContext of the pod");
        }
    }

    private static String names(List<Field> containers) {
        return (containers.size() == 1 ? "container " : "containers ")
                + containers.stream()
                        .map(container -> "'" + container.get("name").textOrEmpty() + "'")
                        .collect(Collectors.joining(", "));
    }

    private static void privileged(PodFields pod, Said said) {
        for (Field container : pod.containers()) {
            Field own = container.get("securityContext");
            if (own.get("privileged").isTrue()) {
                said.warning(
                        PRIVILEGED,
                        own.get("privileged"),
                        PodFields.called(container) + " is privileged: it has the rights of its node",
                        "add the single capability that it needs, or ask for the Pod Security level of its Namespace");
            } else if (own.get("allowPrivilegeEscalation").isTrue()) {
                said.warning(
                        PRIVILEGED,
                        own.get("allowPrivilegeEscalation"),
                        PodFields.called(container) + " says that it may gain privileges",
                        "write allowPrivilegeEscalation: false");
            }
            for (Field added : own.get("capabilities").get("add").items()) {
                if (ALMOST_ALL.contains(added.textOrEmpty())) {
                    said.warning(
                            PRIVILEGED,
                            added,
                            PodFields.called(container) + " adds " + added.textOrEmpty()
                                    + ", which is almost as much as" + " privileged",
                            "add the single capability that it needs");
                }
            }
        }
    }

    private static void hostNamespaces(PodFields pod, Said said) {
        for (String name : List.of("hostNetwork", "hostPID", "hostIPC")) {
            Field field = pod.spec().get(name);
            if (field.isTrue()) {
                said.warning(
                        HOST,
                        field,
                        "the pod shares a namespace of its node by " + name,
                        "remove " + name + ", or ask for the Pod Security level of its Namespace");
            }
        }
    }

    private static void sysctls(PodFields pod, SecurityPolicy policy, Said said) {
        for (Field sysctl : pod.security().get("sysctls").items()) {
            String name = sysctl.get("name").textOrEmpty();
            if (!ProfileControls.admitted(name, policy)) {
                said.warning(
                        SYSCTL,
                        sysctl.get("name"),
                        "sets the sysctl " + name
                                + ", which is not safe: the kubelet starts no such pod unless it is told to",
                        "remove it, or allow it on the node with --allowed-unsafe-sysctls");
            }
        }
    }

    private static void readOnly(PodFields pod, Said said) {
        List<Field> writable = pod.running().stream()
                .filter(container -> !container
                        .get("securityContext")
                        .get("readOnlyRootFilesystem")
                        .isTrue())
                .toList();
        if (!writable.isEmpty()) {
            said.info(
                    READ_ONLY,
                    writable.get(0).get("securityContext").get("readOnlyRootFilesystem"),
                    names(writable) + " may change the programs of the image",
                    "write readOnlyRootFilesystem: true, with an emptyDir where it must write");
        }
    }
}
