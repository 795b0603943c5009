package dev.hearth.dsl.workload;

import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.List;

/** A container as it stands in a pod. */
final class ContainerNodes {

    private final Container.Settings settings;
    private final Scope scope;

    ContainerNodes(Container container, Scope scope) {
        this.settings = container.settings();
        this.scope = scope;
    }

    Mapping node(boolean stays) {
        Mapping.Builder node = Mapping.builder().put("name", settings.name);
        settings.image.ifPresent(image -> node.put("image", image.toString()));
        if (stays) {
            node.put("restartPolicy", "Always");
        }
        node.putUnlessEmpty("command", Node.texts(settings.command))
                .putUnlessEmpty(
                        "args",
                        Node.texts(settings.args.stream().map(scope::text).toList()));
        if (!settings.workingDirectory.isEmpty()) {
            node.put("workingDir", settings.workingDirectory);
        }
        return node.putUnlessEmpty("envFrom", environments())
                .putUnlessEmpty("env", environment())
                .putUnlessEmpty(
                        "ports",
                        Sequence.of(settings.ports.stream().map(this::port).toList()))
                .put("startupProbe", settings.startup.map(Probe::node))
                .put("readinessProbe", settings.readiness.map(Probe::node))
                .put("livenessProbe", settings.liveness.map(Probe::node))
                .put("lifecycle", settings.preStop.map(handler -> Mapping.of("preStop", handler)))
                .putUnlessEmpty("resources", resources())
                .put("securityContext", security())
                .putUnlessEmpty(
                        "volumeMounts",
                        Sequence.of(settings.mounts.stream()
                                .map(ContainerNodes::mount)
                                .toList()))
                .build();
    }

    private Sequence environments() {
        List<Node> sources = new ArrayList<>();
        settings.configEnvironments.forEach(config ->
                sources.add(Mapping.of("configMapRef", Mapping.of("name", Node.text(config.name())))));
        settings.credentialEnvironments.forEach(credential ->
                sources.add(Mapping.of("secretRef", Mapping.of("name", Node.text(credential.name())))));
        return Sequence.of(sources);
    }

    private Sequence environment() {
        List<Node> variables = new ArrayList<>();
        settings.environment.forEach((name, variable) -> variables.add(
                variable instanceof Variable.Plain plain
                        ? Mapping.builder()
                                .put("name", name)
                                .put("value", scope.text(plain.value()))
                                .build()
                        : Mapping.builder()
                                .put("name", name)
                                .put("valueFrom", source(variable))
                                .build()));
        return Sequence.of(variables);
    }

    private static Mapping source(Variable variable) {
        if (variable instanceof Variable.FromCredential from) {
            return key(
                    "secretKeyRef", from.key().credential().name(), from.key().key());
        }
        if (variable instanceof Variable.FromConfig from) {
            return key("configMapKeyRef", from.key().config().name(), from.key().key());
        }
        if (variable instanceof Variable.FromField from) {
            return Mapping.of("fieldRef", Mapping.of("fieldPath", Node.text(from.path())));
        }
        return Mapping.of(
                "resourceFieldRef", Mapping.of("resource", Node.text(((Variable.FromResource) variable).resource())));
    }

    private static Mapping key(String kind, String name, String key) {
        return Mapping.of(
                kind, Mapping.builder().put("name", name).put("key", key).build());
    }

    private Mapping port(Port port) {
        Mapping.Builder node = Mapping.builder().put("name", port.name()).put("containerPort", port.number());
        Integer host = settings.hostPorts.get(port);
        if (host != null) {
            node.put("hostPort", host);
        }
        return node.put("protocol", port.protocol().name()).build();
    }

    private Mapping resources() {
        return Mapping.builder()
                .putUnlessEmpty("requests", Mapping.texts(settings.requests))
                .putUnlessEmpty("limits", Mapping.texts(settings.limits))
                .build();
    }

    private Mapping security() {
        Mapping.Builder security = Mapping.builder();
        if (settings.privileged) {
            security.put("privileged", true);
        } else {
            // The API server refuses this one capability together with the field.
            if (!settings.capabilities.contains("SYS_ADMIN")) {
                security.put("allowPrivilegeEscalation", false);
            }
            Mapping.Builder capabilities = Mapping.builder();
            if (!settings.capabilities.isEmpty()) {
                capabilities.put(
                        "add",
                        Node.texts(settings.capabilities.stream().sorted().toList()));
            }
            security.put(
                    "capabilities", capabilities.put("drop", Node.texts("ALL")).build());
        }
        security.put("readOnlyRootFilesystem", !settings.writableRoot);
        settings.user.ifPresent(user -> {
            security.put("runAsNonRoot", user != 0);
            security.put("runAsUser", (long) user);
        });
        settings.group.ifPresent(group -> security.put("runAsGroup", (long) group));
        return security.build();
    }

    private static Mapping mount(Mount mount) {
        Mapping.Builder node =
                Mapping.builder().put("name", mount.volume().name()).put("mountPath", mount.path());
        if (!mount.subPath().isEmpty()) {
            node.put("subPath", mount.subPath());
        }
        if (mount.readOnly()) {
            node.put("readOnly", true);
        }
        return node.build();
    }
}
