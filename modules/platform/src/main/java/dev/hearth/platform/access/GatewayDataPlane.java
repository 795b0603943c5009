package dev.hearth.platform.access;

import dev.hearth.dsl.Image;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Traffic;
import dev.hearth.dsl.monitor.Monitor;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.List;

/**
 * The Gateway, its class, and the settings by which the control plane makes the pods that serve it.
 *
 * <p>Each host has listeners of its own in a ListenerSet beside its certificate. Those of the Gateway itself take no routes: they
 * are there so that both ports are open from the start, for a port that comes with the first route would restart all pods.
 *
 * @param gateway the name of the Gateway
 * @param gatewayClass the name of its class
 * @param image what serves it
 * @param entrance how it is reached
 * @param replicas how many pods serve it behind a load balancer
 */
record GatewayDataPlane(String gateway, String gatewayClass, Image image, Entrance entrance, int replicas)
        implements Part {

    static final Port HTTP = Port.http(80);
    static final Port HTTPS = Port.https(443);

    private static final Port METRICS = Port.http(9113).named("metrics");
    private static final String API = "gateway.networking.k8s.io/v1";
    private static final String OWN = "gateway.nginx.org";
    private static final String NAME = "app.kubernetes.io/name";
    private static final String HOSTNAME = "kubernetes.io/hostname";

    /** What the control plane names all that it makes for the Gateway. */
    String name() {
        return gateway + "-" + gatewayClass;
    }

    /** The control plane gives this label to the pods it makes. */
    Pods pods() {
        return Pods.labelled(name(), NAME, name());
    }

    /** The Secret with the certificate for hosts that no route has. */
    String certificate() {
        return gateway + "-unknown-hosts-tls";
    }

    /** What these pods open is said by routes, but for the control plane. */
    Traffic traffic(ServiceRef controlPlane) {
        return Traffic.of(pods()).reaches(controlPlane).reachedFrom(Peer.anywhere(), HTTP, HTTPS);
    }

    Monitor monitor() {
        return Monitor.pods(pods(), METRICS, "/metrics");
    }

    @Override
    public void expand(Scope scope) {
        Site site = scope.cluster().site();
        scope.manifest(object(
                API,
                "GatewayClass",
                gatewayClass,
                Mapping.of("controllerName", Node.text(GatewayControlPlane.controllerName(gateway)))));
        scope.manifest(object(OWN + "/v1alpha2", "NginxProxy", gateway, proxy(site)));
        scope.manifest(object(API, "Gateway", gateway, gateway(site)));
        if (replicas > 1) {
            scope.manifest(object(
                    "policy/v1",
                    "PodDisruptionBudget",
                    name(),
                    Mapping.builder()
                            .put("maxUnavailable", 1)
                            .put("selector", selector())
                            .build()));
        }
    }

    private Mapping selector() {
        return Mapping.of("matchLabels", Mapping.of(NAME, Node.text(name())));
    }

    private Mapping gateway(Site site) {
        return Mapping.builder()
                .put("gatewayClassName", gatewayClass)
                .put("infrastructure", infrastructure(site))
                .put("allowedListeners", Mapping.of("namespaces", Mapping.of("from", Node.text("All"))))
                .put(
                        "listeners",
                        Node.list(
                                listener("http", "HTTP", HTTP).build(),
                                listener("https", "HTTPS", HTTPS)
                                        .put(
                                                "tls",
                                                Mapping.builder()
                                                        .put("mode", "Terminate")
                                                        .put(
                                                                "certificateRefs",
                                                                Node.list(Mapping.of("name", Node.text(certificate()))))
                                                        .build())
                                        .build()))
                .build();
    }

    private static Mapping.Builder listener(String name, String protocol, Port port) {
        return Mapping.builder()
                .put("name", name)
                .put("protocol", protocol)
                .put("port", port.number())
                .put("allowedRoutes", Mapping.of("namespaces", Mapping.of("from", Node.text("Same"))));
    }

    /** The address is an annotation of all that is made, for the Service among it, where MetalLB looks for it. */
    private Mapping infrastructure(Site site) {
        Mapping.Builder infrastructure = Mapping.builder();
        if (entrance == Entrance.LOAD_BALANCER) {
            entrance.address(site)
                    .ifPresent(address ->
                            infrastructure.put("annotations", Mapping.of(Entrance.ADDRESS, Node.text(address))));
        }
        return infrastructure
                .put(
                        "parametersRef",
                        Mapping.builder()
                                .put("group", OWN)
                                .put("kind", "NginxProxy")
                                .put("name", gateway)
                                .build())
                .build();
    }

    private Mapping proxy(Site site) {
        boolean everywhere = entrance == Entrance.HOST_PORTS;
        Mapping.Builder pods = Mapping.builder();
        if (!everywhere) {
            pods.put("replicas", replicas);
        }
        pods.putUnlessEmpty("pod", everywhere ? strictly(site) : preferably(site));
        pods.put("container", container(everywhere));
        return Mapping.builder()
                .put("metrics", Mapping.of("port", Node.number(METRICS.number())))
                .put(
                        "kubernetes",
                        Mapping.builder()
                                .put(everywhere ? "daemonSet" : "deployment", pods.build())
                                .put("service", service(everywhere))
                                .build())
                .build();
    }

    private Mapping container(boolean everywhere) {
        Mapping.Builder container = Mapping.builder()
                .put(
                        "image",
                        Mapping.builder()
                                .put("repository", image.repository())
                                .put("tag", tag())
                                .build())
                .put(
                        "resources",
                        Mapping.builder()
                                .put(
                                        "requests",
                                        Mapping.builder()
                                                .put("cpu", "100m")
                                                .put("memory", "128Mi")
                                                .build())
                                .put("limits", Mapping.of("memory", Node.text("512Mi")))
                                .build());
        if (everywhere) {
            container.put("hostPorts", Node.list(hostPort(HTTP), hostPort(HTTPS)));
        }
        return container.build();
    }

    /** It puts repository and tag together with a colon, so a digest is part of the tag. */
    private String tag() {
        return image.toString().substring(image.repository().length() + 1);
    }

    private static Mapping hostPort(Port port) {
        return Mapping.builder()
                .put("port", port.number())
                .put("containerPort", port.number())
                .build();
    }

    private static Mapping service(boolean everywhere) {
        return everywhere
                ? Mapping.of("type", Node.text("ClusterIP"))
                : Mapping.builder()
                        .put("type", "LoadBalancer")
                        .put("externalTrafficPolicy", "Local")
                        .build();
    }

    private static Mapping strictly(Site site) {
        return site.nodesFor(NodeRole.INGRESS)
                .map(nodes -> affinity(Mapping.of(
                        "requiredDuringSchedulingIgnoredDuringExecution",
                        Mapping.of("nodeSelectorTerms", Node.list(oneOf(nodes))))))
                .orElse(Mapping.empty());
    }

    private Mapping preferably(Site site) {
        Mapping pod = site.nodesFor(NodeRole.INGRESS)
                .map(nodes -> affinity(Mapping.of(
                        "preferredDuringSchedulingIgnoredDuringExecution",
                        Node.list(Mapping.builder()
                                .put("weight", 100)
                                .put("preference", oneOf(nodes))
                                .build()))))
                .orElse(Mapping.empty());
        return replicas > 1
                ? pod.with(
                        "topologySpreadConstraints",
                        Node.list(Mapping.builder()
                                .put("maxSkew", 1)
                                .put("topologyKey", HOSTNAME)
                                .put("whenUnsatisfiable", "ScheduleAnyway")
                                .put("labelSelector", selector())
                                .build()))
                : pod;
    }

    private static Mapping affinity(Mapping ofNodes) {
        return Mapping.of("affinity", Mapping.of("nodeAffinity", ofNodes));
    }

    private static Mapping oneOf(List<String> nodes) {
        return Mapping.of(
                "matchExpressions",
                Node.list(Mapping.builder()
                        .put("key", HOSTNAME)
                        .put("operator", "In")
                        .put("values", Node.texts(nodes))
                        .build()));
    }

    private static Manifest object(String api, String kind, String name, Mapping spec) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", api)
                .put("kind", kind)
                .put("metadata", Mapping.of("name", Node.text(name)))
                .put("spec", spec)
                .build());
    }
}
