package dev.hearth.dsl.node;

/**
 * The log in which the API server writes down its requests, as the page on the nodes has it set up: who changed what, and who
 * read secrets or entered a pod; no contents of secrets, and nothing of what the cluster does by itself all day.
 *
 * <p>It is a file on each node with an API server, in a directory of its own with those before it. The API server makes both,
 * for root alone (0700 and 0600).
 *
 * @see <a href="https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/">Auditing</a>
 */
public final class AuditLog {

    /** The directory on the node. */
    public static final String DIRECTORY = "/var/log/apiserver";

    /** The file on the node to which is written; full ones are renamed, in the same directory. */
    public static final String FILE = DIRECTORY + "/audit.log";

    private static final String POLICY = """
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

    private AuditLog() {}

    /** What is written down: the policy, in YAML. */
    public static String policy() {
        return POLICY;
    }
}
