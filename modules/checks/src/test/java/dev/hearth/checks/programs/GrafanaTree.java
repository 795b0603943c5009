package dev.hearth.checks.programs;

/** The tree that the tests of Grafana change. */
final class GrafanaTree {

    /** A Grafana with nothing wrong in it. */
    static final ProgramTree GOOD = new ProgramTree("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: grafana, namespace: monitoring}
            spec:
              replicas: 1
              strategy: {type: Recreate}
              selector: {matchLabels: {app: grafana}}
              template:
                metadata: {labels: {app: grafana}}
                spec:
                  containers:
                    - name: grafana
                      image: docker.io/grafana/grafana:13.1.4
                      env:
                        - {name: GF_PLUGINS_PREINSTALL_DISABLED, value: "true"}
                        - {name: PASSWORD, valueFrom: {secretKeyRef: {name: loki, key: password}}}
                      securityContext: {readOnlyRootFilesystem: true}
                      volumeMounts:
                        - {name: data, mountPath: /var/lib/grafana}
                        - {name: sources, mountPath: /etc/grafana/provisioning/datasources}
                        - {name: provider, mountPath: /etc/grafana/provisioning/dashboards}
                        - {name: nodes, mountPath: /etc/grafana/dashboards/nodes}
                  volumes:
                    - {name: data, persistentVolumeClaim: {claimName: grafana}}
                    - {name: sources, configMap: {name: sources}}
                    - {name: provider, configMap: {name: provider}}
                    - {name: nodes, configMap: {name: nodes}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: sources, namespace: monitoring}
            data:
              loki.yaml: |
                apiVersion: 1
                datasources:
                  - name: Logs
                    uid: loki
                    type: loki
                    url: "http://loki:3100"
                    secureJsonData: {basicAuthPassword: "$PASSWORD"}
                    jsonData: {alertmanagerUid: grafana}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: provider, namespace: monitoring}
            data:
              files.yaml: |
                apiVersion: 1
                providers:
                  - {name: files, options: {path: /etc/grafana/dashboards}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: nodes, namespace: monitoring}
            data:
              nodes.json: |
                {"panels": [{"type": "row", "panels": [{"type": "logs", "datasource": {"uid": "loki"}}]}]}
            """);

    private GrafanaTree() {}
}
