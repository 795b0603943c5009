package dev.hearth.graph;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Pods of a tree: those that workloads make, and those that operators make of custom resources. */
final class OperatedPods {

    /** Groups whose custom resources make no pods, or only those that are told here. */
    private static final ImmutableSet<String> QUIET = ImmutableSet.of(
            "",
            "apps",
            "autoscaling",
            "batch",
            "policy",
            "extensions",
            "bitnami.com",
            "cert-manager.io",
            "acme.cert-manager.io",
            "trust.cert-manager.io",
            "trust-manager.io",
            "external-secrets.io",
            "generators.external-secrets.io",
            "isindir.github.com",
            "keda.sh",
            "k8s.nginx.org",
            "kustomize.config.k8s.io",
            "metallb.io",
            "monitoring.coreos.com",
            "networking.istio.io",
            "security.istio.io",
            "traefik.io",
            "traefik.containo.us");

    private static final ImmutableSet<String> QUIET_ARGO =
            ImmutableSet.of("Application", "ApplicationSet", "AppProject", "Rollout", "AnalysisTemplate");
    private static final ImmutableSet<String> MAKERS =
            ImmutableSet.of("pods", "deployments", "statefulsets", "jobs", "daemonsets", "*");

    private OperatedPods() {}

    /** The pods that an object makes, or is. */
    static Optional<PodSource> of(Manifest object, int order) {
        if (object.identity().group().equals("monitoring.coreos.com")) {
            return monitoring(object, order);
        }
        return PodTemplates.of(object)
                .map(template -> new PodSource(
                        object,
                        Manifest.strings(template.get("metadata", "labels").mapping()),
                        template.get("spec").mapping(),
                        order));
    }

    private static Optional<PodSource> monitoring(Manifest object, int order) {
        String name = switch (object.kind()) {
            case "Prometheus" -> "prometheus";
            case "PrometheusAgent" -> "prometheus-agent";
            case "Alertmanager" -> "alertmanager";
            case "ThanosRuler" -> "thanos-ruler";
            default -> "";
        };
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> labels = new HashMap<>(
                Manifest.strings(object.spec().mapping("podMetadata").mapping("labels")));
        labels.put("app.kubernetes.io/name", name);
        labels.put("app.kubernetes.io/instance", object.name());
        labels.put("app.kubernetes.io/managed-by", "prometheus-operator");
        labels.put("operator.prometheus.io/name", object.name());
        labels.put(name, object.name());
        object.spec().text("version").ifPresent(version -> labels.put("app.kubernetes.io/version", bare(version)));
        return Optional.of(new PodSource(object, ImmutableMap.copyOf(labels), Mapping.empty(), order));
    }

    private static String bare(String version) {
        return version.startsWith("v") ? version.substring(1) : version;
    }

    /** Whether that object may make pods of which nothing is known. */
    static boolean unknown(Manifest object) {
        String group = object.identity().group();
        if (object.kind().equals("Role")) {
            return object.root().sequence("rules").mappings().stream().anyMatch(OperatedPods::creates);
        }
        if (group.equals("argoproj.io")) {
            return !QUIET_ARGO.contains(object.kind());
        }
        return !QUIET.contains(group)
                && !(group.endsWith(".k8s.io") && !group.endsWith(".x-k8s.io"))
                && !group.endsWith("toolkit.fluxcd.io")
                && PodTemplates.of(object).isEmpty();
    }

    private static boolean creates(Mapping rule) {
        boolean may =
                rule.sequence("verbs").strings().stream().anyMatch(verb -> verb.equals("create") || verb.equals("*"));
        return may && rule.sequence("resources").strings().stream().anyMatch(MAKERS::contains);
    }
}
