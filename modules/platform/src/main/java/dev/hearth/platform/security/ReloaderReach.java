package dev.hearth.platform.security;

import dev.hearth.dsl.DerivationOffer;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.RestartedPods;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Stated;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The namespaces that a Reloader watches, those of pods that ask for it, and what it may do there. */
record ReloaderReach(Reloader reloader) implements DerivationOffer {

    private static final String RBAC = "rbac.authorization.k8s.io";

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        Scope scope = scopes.apply(reloader.name());
        // By namespace, then by resource, the names.
        Map<String, Map<String, TreeSet<String>>> workloads = new TreeMap<>();
        for (Stated<RestartedPods> pods : soFar.facts(RestartedPods.class)) {
            workloads
                    .computeIfAbsent(pods.namespace(), none -> new TreeMap<>())
                    .computeIfAbsent(resource(pods.fact().kind()), none -> new TreeSet<>())
                    .add(pods.fact().workload());
        }
        workloads.forEach((namespace, named) -> {
            scope.manifest(role(namespace, named));
            scope.manifest(binding(namespace));
        });
        List<String> others = workloads.keySet().stream()
                .filter(namespace -> !namespace.equals(scope.namespace()))
                .toList();
        if (!others.isEmpty()) {
            scope.fact(Patch.of("Deployment", reloader.name(), deployment -> watching(deployment, others))
                    .in(scope.namespace()));
        }
    }

    private static String resource(String kind) {
        return switch (kind) {
            case "Deployment" -> "deployments";
            case "DaemonSet" -> "daemonsets";
            case "StatefulSet" -> "statefulsets";
            default -> throw new IllegalArgumentException("a Reloader starts no pods of a " + kind + " anew");
        };
    }

    private static Manifest watching(Manifest deployment, List<String> namespaces) {
        Mapping template = deployment.spec().mapping("template");
        Mapping pod = template.mapping("spec");
        List<Node> containers = new ArrayList<>(pod.sequence("containers").items());
        Mapping program = (Mapping) containers.get(0);
        List<String> args = new ArrayList<>(program.sequence("args").strings());
        namespaces.forEach(namespace -> args.add("--namespaces=" + namespace));
        containers.set(0, program.with("args", Node.texts(args)));
        return deployment.with(deployment
                .root()
                .with(
                        "spec",
                        deployment
                                .spec()
                                .with(
                                        "template",
                                        template.with("spec", pod.with("containers", Sequence.of(containers))))));
    }

    private Manifest role(String namespace, Map<String, TreeSet<String>> workloads) {
        List<Node> rules = new ArrayList<>();
        rules.add(rule("", List.of("secrets"), List.of("get", "list", "watch")));
        rules.add(rule("", List.of("events"), List.of("create", "patch")));
        rules.add(rule("apps", List.of("deployments", "daemonsets", "statefulsets"), List.of("get", "list")));
        workloads.forEach((resource, names) ->
                rules.add(rule("apps", List.of(resource), List.of("patch")).with("resourceNames", Node.texts(names))));
        return Manifest.of(object("Role", namespace).with("rules", Sequence.of(rules)));
    }

    private static Mapping rule(String group, List<String> resources, List<String> verbs) {
        return Mapping.builder()
                .put("apiGroups", Node.texts(group))
                .put("resources", Node.texts(resources))
                .put("verbs", Node.texts(verbs))
                .build();
    }

    private Manifest binding(String namespace) {
        return Manifest.of(object("RoleBinding", namespace)
                .with(
                        "roleRef",
                        Mapping.builder()
                                .put("apiGroup", RBAC)
                                .put("kind", "Role")
                                .put("name", name())
                                .build())
                .with(
                        "subjects",
                        Node.list(Mapping.builder()
                                .put("kind", "ServiceAccount")
                                .put("name", reloader.name())
                                .put("namespace", reloader.namespace())
                                .build())));
    }

    private Mapping object(String kind, String namespace) {
        return Mapping.builder()
                .put("apiVersion", RBAC + "/v1")
                .put("kind", kind)
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", name())
                                .put("namespace", namespace)
                                .build())
                .build();
    }

    /** Of objects in namespaces of others. */
    private String name() {
        return reloader.name() + "-pods";
    }
}
