package dev.hearth.dsl.workload;

import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Identity;
import java.util.List;

/** What should hold of a workload in its cluster and cannot be seen in its objects; each breach is a finding. */
final class ModelRules {

    private final Settings settings;
    private final Scope scope;
    private final Identity identity;

    ModelRules(Settings settings, Scope scope) {
        this.settings = settings;
        this.scope = scope;
        this.identity = new Identity(
                Identity.groupOf(settings.kind.apiVersion()), settings.kind.word(), scope.namespace(), settings.name);
    }

    void check() {
        images();
        secretModes();
        ports();
        versions();
    }

    private void error(String rule, String message, String hint) {
        scope.finding(Finding.error(rule, identity, message).hint(hint));
    }

    private void images() {
        for (Container container : settings.containers()) {
            if (container.settings().image.isEmpty()) {
                error(
                        "image.missing",
                        "container " + container.name() + " has no image",
                        "give it one with image(Image.of(repository, tag))");
            }
        }
    }

    private void secretModes() {
        if (settings.root || settings.fsGroup.isPresent()) {
            return;
        }
        for (Volume volume : settings.volumes()) {
            if (volume instanceof Volume.SecretFiles files && (files.mode() & 0004) == 0) {
                error(
                        "pod.secret-mode",
                        "mounts credential " + files.credential().name() + " with mode 0"
                                + Integer.toOctalString(files.mode())
                                + ", but its files belong to root and the pod runs as another user without fsGroup",
                        "say runAs(user, group) or fsGroup(group), so that the kubelet gives the files to that group");
            }
        }
    }

    private void ports() {
        List<Port> served = ServiceObjects.served(settings);
        settings.exposures
                .values()
                .forEach(exposure -> exposure.ports().forEach(port -> {
                    if (!served.contains(port)) {
                        error(
                                "link.target-port",
                                "exposes port " + port + " by Service " + exposure.name()
                                        + ", but no container listens on it; they listen on " + served,
                                "declare it with port(...)");
                    }
                }));
        settings.metrics.forEach(metrics -> {
            if (!served.contains(metrics.port())) {
                error(
                        "monitor.port",
                        "has metrics at port " + metrics.port() + ", which no Service offers",
                        "declare it with port(...) in place of unservedPort(...)");
            }
        });
    }

    private void versions() {
        if (settings.inits.stream().anyMatch(Settings.Init::stays)
                && !scope.cluster().kubernetes().atLeast(29)) {
            error(
                    "api.version",
                    "has a native sidecar, which Kubernetes " + scope.cluster().kubernetes() + " does not know",
                    "use sidecar(...), or Kubernetes 1.29 or later");
        }
        boolean sleeps = settings.containers().stream()
                .flatMap(container -> container.settings().preStop.stream())
                .anyMatch(handler -> handler.has("sleep"));
        if (sleeps && !scope.cluster().kubernetes().atLeast(30)) {
            error(
                    "api.version",
                    "sleeps before its end, which Kubernetes " + scope.cluster().kubernetes() + " does not know",
                    "use preStop(\"sleep\", \"5\"), or Kubernetes 1.30 or later");
        }
    }
}
