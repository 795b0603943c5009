package dev.hearth.checks.pods;

import dev.hearth.checks.Checks;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Yaml;
import java.util.List;

/** What one rule says of objects in YAML. */
final class Judged {

    private Judged() {}

    /** Each finding as severity, object and field. */
    static List<String> by(String rule, String... objects) {
        return findings(Checks.of(KubernetesVersion.parse("1.35")), rule, objects).stream()
                .map(Judged::written)
                .toList();
    }

    static List<Finding> findings(Checks checks, String rule, String... objects) {
        return checks.only(List.of(rule))
                .check(Yaml.read(String.join("\n---\n", objects), "shop.yaml"))
                .findings();
    }

    static String written(Finding finding) {
        return finding.severity().word() + " " + finding.subject() + " " + finding.path();
    }

    /** A Deployment of one container, whose pod and container have those further fields. */
    static String deployment(String pod, String container) {
        return workload("Deployment", "", pod, container);
    }

    /** A workload of group apps named web, of one container. */
    static String workload(String kind, String spec, String pod, String container) {
        return """
                apiVersion: apps/v1
                kind: %s
                metadata: {name: web, namespace: shop}
                spec: {%s selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {%s
                  containers: [{name: web, image: "ghcr.io/example/web:1.4.2" %s}]}}}
                """.formatted(kind, spec(spec), spec(pod), container.isEmpty() ? "" : ", " + container);
    }

    private static String spec(String fields) {
        return fields.isEmpty() ? "" : fields + ",";
    }

    static String object(String apiVersion, String kind, String name, String fields) {
        return """
                apiVersion: %s
                kind: %s
                metadata: {name: %s, namespace: shop}
                %s
                """.formatted(apiVersion, kind, name, fields);
    }

    static String service(String fields) {
        return object("v1", "Service", "web", "spec: {selector: {app: web}, ports: [{port: 80}] " + fields + "}");
    }

    static String autoscaler(int least, int most, String metric) {
        return object(
                "autoscaling/v2",
                "HorizontalPodAutoscaler",
                "web",
                "spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: " + least
                        + ", maxReplicas: " + most + ", metrics: [" + metric + "]}");
    }
}
