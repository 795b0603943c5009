package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.seconds;

import dev.hearth.dsl.Image;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;

/**
 * The control plane of NGINX Gateway Fabric: it reads routes, makes the pods that serve a Gateway, and tells them their configuration.
 *
 * @param name its name
 * @param gatewayClass the GatewayClass that is its
 * @param image what it runs
 * @param agentSecret the Secret with the certificate of those pods, which it copies for them
 */
record GatewayControlPlane(String name, String gatewayClass, Image image, String agentSecret) {

    /** Where the pods that serve the Gateway ask for their configuration; they look for it at 443. */
    static final Port AGENT = Port.tcp("agent-grpc", 8443).servedAt(443);

    /** Where it looks for its certificate. */
    static final String CERTIFICATES = "/var/run/secrets/ngf";

    private static final Port METRICS = Port.http(9113).named("metrics");
    private static final Port HEALTH = Port.http(8081).named("health");
    private static final String GATEWAY_API = "gateway.networking.k8s.io";
    private static final String[] READ = {"get", "list", "watch"};
    private static final String[] WATCH = {"list", "watch"};
    private static final String[] WRITE = {"create", "update", "delete"};
    private static final int USER = 101;
    private static final int GROUP = 1001;

    /** The name in {@code spec.controllerName} of its GatewayClass; its own, so that a cluster may have several. */
    static String controllerName(String name) {
        return "gateway.nginx.org/" + name;
    }

    Workload workload() {
        return Workload.deployment(name)
                .role(NodeRole.INGRESS)
                .image(image)
                .args(
                        "controller",
                        "--gateway-ctlr-name=" + controllerName(name),
                        "--gatewayclass=" + gatewayClass,
                        "--service=" + name,
                        "--agent-tls-secret=" + agentSecret,
                        "--metrics-port=" + METRICS.number(),
                        "--health-port=" + HEALTH.number(),
                        "--leader-election-lock-name=" + lock(),
                        "--product-telemetry-disable")
                .envField("POD_NAMESPACE", "metadata.namespace")
                .envField("POD_NAME", "metadata.name")
                .envField("POD_UID", "metadata.uid")
                // What it makes has this in the label app.kubernetes.io/instance, by which Argo CD may know its own: so
                // it must
                // not be the name of an application.
                .env("INSTANCE_NAME", name + "-made")
                // The first container of the pods that it makes runs this.
                .env("IMAGE_NAME", image.toString())
                .port(AGENT)
                .unservedPort(HEALTH)
                .readiness(Probe.http(HEALTH, "/readyz").delay(seconds(3)))
                .metrics(METRICS, "/metrics")
                .runAs(USER, GROUP)
                .fsGroup(GROUP)
                .requests(cpu("50m"), memory("96Mi"))
                .limits(memory("256Mi"))
                .access(access());
    }

    private String lock() {
        return name + "-leader";
    }

    /** Upstream's rules, but it writes in the Gateway's namespace alone, which is its own. */
    private Access[] access() {
        return new Access[] {
            Access.to("namespaces", "pods", "secrets", "configmaps", "services", "serviceaccounts")
                    .verbs(READ)
                    .clusterWide(),
            in("discovery.k8s.io", "endpointslices").verbs(WATCH),
            in("apps", "deployments", "daemonsets").verbs(READ),
            in("autoscaling", "horizontalpodautoscalers").verbs(READ),
            in("apiextensions.k8s.io", "customresourcedefinitions").verbs(WATCH),
            // It asks the API server who calls it.
            in("authentication.k8s.io", "tokenreviews").verbs("create"),
            in(
                            GATEWAY_API,
                            "gatewayclasses",
                            "gateways",
                            "httproutes",
                            "referencegrants",
                            "grpcroutes",
                            "backendtlspolicies",
                            "tlsroutes",
                            "listenersets")
                    .verbs(WATCH),
            in(
                            GATEWAY_API,
                            "gatewayclasses/status",
                            "gateways/status",
                            "httproutes/status",
                            "grpcroutes/status",
                            "backendtlspolicies/status",
                            "tlsroutes/status",
                            "listenersets/status")
                    .verbs("update"),
            in(
                            "gateway.nginx.org",
                            "nginxproxies",
                            "clientsettingspolicies",
                            "observabilitypolicies",
                            "upstreamsettingspolicies",
                            "authenticationfilters",
                            "proxysettingspolicies",
                            "ratelimitpolicies",
                            "wafpolicies")
                    .verbs(WATCH),
            in(
                            "gateway.nginx.org",
                            "clientsettingspolicies/status",
                            "observabilitypolicies/status",
                            "upstreamsettingspolicies/status",
                            "authenticationfilters/status",
                            "proxysettingspolicies/status",
                            "ratelimitpolicies/status",
                            "wafpolicies/status")
                    .verbs("update"),
            Access.to("secrets", "configmaps", "services", "serviceaccounts").verbs(WRITE),
            Access.to("deployments", "daemonsets").group("apps").verbs(WRITE),
            Access.to("horizontalpodautoscalers").group("autoscaling").verbs("delete"),
            Access.to("replicasets").group("apps").verbs("get"),
            Access.to("gateways/finalizers").group(GATEWAY_API).verbs("update"),
            Access.to("events").group("", "events.k8s.io").verbs("create", "patch"),
            Access.to("leases").group("coordination.k8s.io").verbs("create"),
            Access.to("leases").group("coordination.k8s.io").only(lock()).verbs("get", "update")
        };
    }

    private static Access in(String group, String... resources) {
        return Access.to(resources).group(group).clusterWide();
    }
}
