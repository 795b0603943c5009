package dev.hearth.dsl.node;

/**
 * What the API server writes down of its requests: who changed what, and who read secrets or entered a pod; no contents of
 * secrets, and nothing of what the cluster does by itself all day.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/">Auditing</a>
 */
final class AuditPolicy {

    static final String YAML = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            # Health checks and discovery, which say nothing of anybody.
            - level: None
              nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version', '/openapi/*', '/metrics']
            # What controllers and kubelets renew every few seconds.
            - level: None
              resources:
              - group: coordination.k8s.io
                resources: [leases]
              - group: ""
                resources: [events]
              - group: events.k8s.io
                resources: [events]
            - level: None
              userGroups: ['system:nodes']
              verbs: [patch, update]
              resources:
              - group: ""
                resources: [nodes/status, pods/status]
            # Who touched secrets, by name only: their contents stay out of the log.
            - level: Metadata
              resources:
              - group: ""
                resources: [secrets, configmaps, serviceaccounts/token]
              - group: authentication.k8s.io
              - group: bitnami.com
                resources: [sealedsecrets]
            # Who entered a pod.
            - level: Metadata
              resources:
              - group: ""
                resources: [pods/exec, pods/attach, pods/portforward, pods/proxy, services/proxy]
            # Who changed rights, and to what.
            - level: Request
              verbs: [create, update, patch, delete, deletecollection]
              resources:
              - group: rbac.authorization.k8s.io
              - group: admissionregistration.k8s.io
              - group: networking.k8s.io
            # What the cluster's own parts and its controllers read.
            - level: None
              userGroups: ['system:nodes', 'system:serviceaccounts']
              verbs: [get, list, watch]
            - level: None
              users: ['system:apiserver', 'system:kube-controller-manager', 'system:kube-scheduler', 'system:kube-proxy']
              verbs: [get, list, watch]
            # All the rest: who did it, to what, and how it went.
            - level: Metadata
            """;

    private AuditPolicy() {}
}
