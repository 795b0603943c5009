package dev.hearth.checks.programs;

import dev.hearth.checks.Checks;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.stream.Collectors;

/** Small trees with a program that reads a configuration, and what is found in them. */
final class Trees {

    static final String OPTIONS = "\"-config.file=/etc/app/config.yaml\", \"-config.expand-env=true\"";

    private Trees() {}

    /** A program in one pod. */
    static String program(String program, String options, String pod, String configuration) {
        return """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: app, namespace: monitoring}
                spec:
                  replicas: 1
                  serviceName: app
                  selector: {matchLabels: {app: app}}
                  template:
                    metadata: {labels: {app: app}}
                    spec:
                      containers:
                        - name: app
                          image: registry.example.org:5000/mirror/PROGRAM
                          args: [OPTIONS]
                          POD
                          volumeMounts:
                            - {name: config, mountPath: /etc/app}
                      volumes:
                        - {name: config, projected: {sources: [{configMap: {name: app, items: [{key: stored, path: config.yaml}]}}]}}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: app, namespace: monitoring}
                data:
                  stored: |
                CONFIGURATION
                """.replace("PROGRAM", program.contains(":") ? program : program + ":3.0.0")
                .replace("OPTIONS", options)
                .replace("POD", pod)
                .replace("CONFIGURATION", configuration.indent(4).stripTrailing());
    }

    /** What is wrong with a program that is told that, by the words of the findings. */
    static List<String> found(String program, String options, String pod, String configuration) {
        return found(program(program, options, pod, configuration));
    }

    /** What is wrong with a program that may not write to its root. */
    static List<String> found(String program, String configuration) {
        return found(program, OPTIONS, "securityContext: {readOnlyRootFilesystem: true}", configuration);
    }

    /** What these rules find in a tree, by severity, rule and words. */
    static List<String> found(String tree) {
        return Checks.of(KubernetesVersion.parse("1.35")).check(Yaml.read(tree, "tree.yaml")).findings().stream()
                .filter(finding -> finding.rule().contains(".config")
                        || finding.rule().startsWith("config.")
                        || finding.rule().equals("monitor.server"))
                .map(finding -> finding.severity() + " " + finding.rule() + " "
                        + finding.object().orElseThrow() + " " + finding.path() + " " + finding.message())
                .collect(Collectors.toList());
    }
}
