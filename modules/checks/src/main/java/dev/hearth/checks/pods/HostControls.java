package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.pods.Control.Violation;
import dev.hearth.checks.rule.Field;
import java.util.List;
import java.util.function.Consumer;

/** The controls that keep a pod and its node apart. */
final class HostControls {

    static final ImmutableList<Control> ALL = ImmutableList.of(
            new Control("pod.security-host-namespaces", HostControls::namespaces),
            new Control("pod.security-host-path", HostControls::paths),
            new Control("pod.security-host-ports", HostControls::ports),
            new Control("pod.security-host-process", HostControls::processes),
            new Control("pod.security-probe-host", HostControls::probes),
            new Control("pod.security-proc-mount", HostControls::procMounts));

    private static final ImmutableList<String> NAMESPACES = ImmutableList.of("hostNetwork", "hostPID", "hostIPC");
    private static final ImmutableList<String> PROBES =
            ImmutableList.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final ImmutableList<String> EVENTS = ImmutableList.of("postStart", "preStop");
    private static final ImmutableList<String> HANDLERS = ImmutableList.of("httpGet", "tcpSocket");

    private HostControls() {}

    private static void namespaces(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        for (String name : NAMESPACES) {
            Field field = pod.spec().get(name);
            if (field.isTrue()) {
                violations.accept(new Violation(
                        field,
                        "the pod shares a namespace of its node by " + name,
                        "remove " + name + ", or put the pod into a namespace for privileged pods"));
            }
        }
    }

    /** At the restricted level it is the list of volumes that leaves these out; the finding is one and the same. */
    private static void paths(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        for (Field volume : pod.spec().get("volumes").items()) {
            Field path = volume.get("hostPath");
            if (path.present() && !(policy.restricted() && RestrictedVolumes.admits(volume))) {
                violations.accept(new Violation(
                        path,
                        "volume '" + volume.get("name").textOrEmpty() + "' is a folder of the node",
                        "use a persistentVolumeClaim, an emptyDir or a configMap in place of hostPath"));
            }
        }
    }

    private static void ports(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        for (Field container : pod.containers()) {
            for (Field port : container.get("ports").items()) {
                Field host = port.get("hostPort");
                host.number()
                        .filter(number -> number != 0)
                        .ifPresent(number -> violations.accept(new Violation(
                                host,
                                PodFields.called(container) + " takes port " + number + " of its node",
                                "remove hostPort and lead to the pod by a Service")));
            }
        }
    }

    private static void processes(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        hostProcess("the pod", pod.security(), violations);
        for (Field container : pod.containers()) {
            hostProcess(PodFields.called(container), container.get("securityContext"), violations);
        }
    }

    private static void hostProcess(String who, Field security, Consumer<Violation> violations) {
        Field field = security.get("windowsOptions").get("hostProcess");
        if (field.isTrue()) {
            violations.accept(
                    new Violation(field, who + " runs as a process of its Windows node", "remove hostProcess"));
        }
    }

    private static void probes(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        if (!policy.since(34)) {
            return;
        }
        for (Field container : pod.containers()) {
            for (String probe : PROBES) {
                host(container, container.get(probe), violations);
            }
            for (String event : EVENTS) {
                host(container, container.get("lifecycle").get(event), violations);
            }
        }
    }

    private static void host(Field container, Field handler, Consumer<Violation> violations) {
        for (Field field : List.of(
                handler.get(HANDLERS.get(0)).get("host"),
                handler.get(HANDLERS.get(1)).get("host"))) {
            if (!field.textOrEmpty().isEmpty()) {
                violations.accept(new Violation(
                        field,
                        PodFields.called(container) + " makes the kubelet ask another host, '" + field.textOrEmpty()
                                + "', by its " + handler.name(),
                        "remove host; the kubelet asks the pod itself"));
            }
        }
    }

    /** Since 1.35 baseline lets a pod with users of its own have what it wants; restricted does not. */
    private static void procMounts(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations) {
        if (policy.since(35) && !policy.restricted() && PrivilegeControls.usersOfItsOwn(pod)) {
            return;
        }
        for (Field container : pod.containers()) {
            Field field = container.get("securityContext").get("procMount");
            if (field.present() && !field.textOrEmpty().equals("Default")) {
                violations.accept(new Violation(
                        field,
                        PodFields.called(container) + " sees /proc without the usual masks",
                        "remove procMount"
                                + (policy.since(35) && !policy.restricted() ? ", or set hostUsers: false" : "")));
            }
        }
    }
}
