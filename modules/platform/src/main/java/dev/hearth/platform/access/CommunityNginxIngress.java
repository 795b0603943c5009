package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.node.NodeSetting;
import dev.hearth.dsl.route.CommunityNginx;
import dev.hearth.dsl.route.Dialect;
import dev.hearth.dsl.route.IngressOffer;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Autoscaler;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Ingress NGINX Controller of the Kubernetes community (kubernetes/ingress-nginx). Upstream has retired it: there are
 * no further releases and no security fixes, so whoever uses it says why.
 *
 * <pre>{@code
 * CommunityNginxIngress.retired("its annotations are in use; it goes away with the last of them, by spring")
 *     .image(Image.parse("ghcr.io/forkline/ingress-nginx/controller:..."))
 * }</pre>
 *
 * <p>It runs without the admission webhook: that would need certificates made by Jobs, and can be asked by anyone who
 * reaches it. An Ingress that nginx does not take is then reported in the controller's log and in an Event, and nginx keeps
 * running as it was.
 *
 * @param name the name of the component, of its namespace, and of its objects
 * @param reason why it is used although it is retired
 * @param ingressClass the name of its IngressClass; {@code nginx} unless said otherwise
 * @param image what it runs; upstream's last release unless said otherwise, or that of a fork
 * @param entrance how it is reached; {@link Entrance#HOST_PORTS} unless said otherwise
 * @param autoscaler what counts its pods; only behind a load balancer, for on ports of nodes each node has one
 * @param snippets why annotations may hold pieces of nginx configuration; empty where they may not
 * @param responseHeaders names of headers that routes may set on responses
 * @param settings further keys of its ConfigMap
 * @see <a href="https://github.com/kubernetes/ingress-nginx/tree/controller-v1.15.1/deploy/static">Upstream's manifests</a>
 */
public record CommunityNginxIngress(
        String name,
        String reason,
        String ingressClass,
        Image image,
        Entrance entrance,
        Optional<Autoscaler> autoscaler,
        Optional<String> snippets,
        ImmutableSortedSet<String> responseHeaders,
        ImmutableSortedMap<String, String> settings)
        implements Component {

    /** The last image of upstream, whose manifests and flags this component follows. */
    public static final Image IMAGE = Catalogue.image("ingress-nginx");

    private static final String CONTROLLER = "k8s.io/ingress-nginx";
    private static final int USER = 101;
    private static final int GROUP = 82;

    private static final Port HTTP = Port.http(80);
    private static final Port HTTPS = Port.https(443);
    private static final Port METRICS = Port.http(10254).named("metrics");

    public CommunityNginxIngress {
        Names.label("component name", name);
        Names.subdomain("IngressClass", ingressClass);
        requireNonNull(image, "image");
        requireNonNull(entrance, "entrance");
        entrance.scaled(name, autoscaler);
        requireNonNull(responseHeaders, "responseHeaders");
        settings.keySet().forEach(key -> Names.key("key of the settings of " + name, key));
        if (reason.isBlank()) {
            throw new IllegalArgumentException("kubernetes/ingress-nginx is retired and gets no security fixes; say why"
                    + " it is used, or use NginxIngress");
        }
        if (snippets.isPresent() && snippets.orElseThrow().isBlank()) {
            throw new IllegalArgumentException("snippets of " + name
                    + " need a reason: whoever may write an Ingress can then change all of nginx");
        }
    }

    /** The controller of the last release, on the ports 80 and 443 of every node, and why it is used at all. */
    public static CommunityNginxIngress retired(String reason) {
        return new CommunityNginxIngress(
                "ingress-nginx",
                reason,
                "nginx",
                IMAGE,
                Entrance.HOST_PORTS,
                Optional.empty(),
                Optional.empty(),
                ImmutableSortedSet.of(),
                ImmutableSortedMap.of());
    }

    /** A copy of that name. */
    public CommunityNginxIngress named(String other) {
        return new CommunityNginxIngress(
                other, reason, ingressClass, image, entrance, autoscaler, snippets, responseHeaders, settings);
    }

    /** A copy whose IngressClass has that name; needed where the cluster has several controllers. */
    public CommunityNginxIngress ingressClass(String className) {
        return new CommunityNginxIngress(
                name, reason, className, image, entrance, autoscaler, snippets, responseHeaders, settings);
    }

    /** A copy that runs that image, such as one of a fork that is maintained. */
    public CommunityNginxIngress image(Image other) {
        return new CommunityNginxIngress(
                name, reason, ingressClass, other, entrance, autoscaler, snippets, responseHeaders, settings);
    }

    /** A copy that has the site's address for load balancers, with clients' own addresses kept. */
    public CommunityNginxIngress loadBalancer() {
        return entrance(Entrance.LOAD_BALANCER);
    }

    /**
     * A copy whose pods that autoscaler counts; at least two, or the first node that is emptied cuts everybody off.
     *
     * @throws IllegalArgumentException without a load balancer
     */
    public CommunityNginxIngress autoscaler(Autoscaler counting) {
        return new CommunityNginxIngress(
                name,
                reason,
                ingressClass,
                image,
                entrance,
                Optional.of(counting),
                snippets,
                responseHeaders,
                settings);
    }

    /** A copy on the ports 80 and 443 of every node. */
    public CommunityNginxIngress hostPorts() {
        return entrance(Entrance.HOST_PORTS);
    }

    private CommunityNginxIngress entrance(Entrance other) {
        return new CommunityNginxIngress(
                name, reason, ingressClass, image, other, autoscaler, snippets, responseHeaders, settings);
    }

    /** A copy that takes pieces of nginx configuration from annotations, and why. */
    public CommunityNginxIngress snippets(String why) {
        return new CommunityNginxIngress(
                name, reason, ingressClass, image, entrance, autoscaler, Optional.of(why), responseHeaders, settings);
    }

    /** A copy that lets routes set those headers on responses. */
    public CommunityNginxIngress responseHeaders(String... names) {
        return new CommunityNginxIngress(
                name,
                reason,
                ingressClass,
                image,
                entrance,
                autoscaler,
                snippets,
                ImmutableSortedSet.copyOf(names),
                settings);
    }

    /**
     * A copy that passes on request headers whose names nginx holds for invalid and drops, such as those with a dot.
     * Metadata of S3 has such names.
     */
    public CommunityNginxIngress withAnyHeaderNames() {
        return setting("ignore-invalid-headers", "false");
    }

    /**
     * A copy with that key in its ConfigMap, such as {@code proxy-body-size}; it wins over what the component says.
     *
     * @throws IllegalArgumentException for HSTS, which routes must know of
     * @see <a href="https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/">Keys</a>
     */
    public CommunityNginxIngress setting(String key, String value) {
        if (key.startsWith("hsts")) {
            throw new IllegalArgumentException("setting " + key + " of " + name
                    + " would change the HSTS that routes count on; let the routes say hsts(...)");
        }
        return new CommunityNginxIngress(
                name,
                reason,
                ingressClass,
                image,
                entrance,
                autoscaler,
                snippets,
                responseHeaders,
                ControllerSettings.with(settings, key, value));
    }

    @Override
    public Band band() {
        return Band.INGRESS;
    }

    @Override
    public PodSecurity podSecurity() {
        return entrance.podSecurity();
    }

    @Override
    public Offers offers() {
        CommunityNginx plain = Dialect.communityNginx().withResponseHeaders(responseHeaders.toArray(new String[0]));
        return Offers.of(
                new IngressOffer(
                        ingressClass,
                        snippets.isPresent() ? plain.withSnippets() : plain,
                        Workload.deployment(name).pods(),
                        HTTP,
                        HTTPS),
                CommunityNginxIngressDashboard.of(this));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        return Manifests.of(
                        entrance.open(controller(cluster), HTTP, HTTPS, cluster.site()),
                        config(),
                        this::notes,
                        Catalogue.supported("ingress-nginx"),
                        NodeSetting.withoutAddon(
                                "ingress", "it takes the same ports, and from 1.35 on a class named nginx too"))
                .accept(
                        "rbac.secrets",
                        "an Ingress names its certificate by a Secret of its own namespace, whichever that is")
                .objects(new IngressClassBuilder()
                        .withNewMetadata()
                        .withName(ingressClass)
                        .endMetadata()
                        .withNewSpec()
                        .withController(CONTROLLER)
                        .endSpec()
                        .build());
    }

    private void notes(Scope scope) {
        entrance.check(scope);
        scope.exempt(new Exemption("maintained software", "component " + name + " (" + image + ")", reason));
        snippets.ifPresent(why -> scope.exempt(new Exemption("no snippets in annotations", "component " + name, why)));
    }

    private Config config() {
        Map<String, String> data = new TreeMap<>();
        data.put("allow-snippet-annotations", Boolean.toString(snippets.isPresent()));
        if (snippets.isPresent()) {
            data.put("annotations-risk-level", "Critical");
        }
        if (!responseHeaders.isEmpty()) {
            data.put("global-allowed-response-headers", String.join(",", responseHeaders));
        }
        return ControllerSettings.config(name + "-controller", data, settings);
    }

    private Workload controller(ClusterView cluster) {
        Workload controller = entrance.workload(name, autoscaler)
                .image(image)
                .args(
                        "/nginx-ingress-controller",
                        "--election-id=" + lock(),
                        "--controller-class=" + CONTROLLER,
                        "--ingress-class=" + ingressClass,
                        // The class by name too, for a second controller has the same controller class.
                        "--ingress-class-by-name=true",
                        "--configmap=$(POD_NAMESPACE)/" + name + "-controller",
                        "--enable-metrics=true")
                .envField("POD_NAME", "metadata.name")
                .envField("POD_NAMESPACE", "metadata.namespace")
                .env("LD_PRELOAD", "/usr/local/lib/libmimalloc.so")
                .readiness(Probe.http(METRICS, "/healthz").delay(seconds(10)))
                .liveness(Probe.http(METRICS, "/healthz").delay(seconds(10)).failures(5))
                .preStop("/wait-shutdown")
                .terminationGracePeriod(minutes(5))
                .requests(cpu("100m"), memory("90Mi"))
                .limits(memory("512Mi"))
                .runAs(USER, GROUP)
                .capability("NET_BIND_SERVICE")
                .writableRoot("the image writes nginx.conf and certificates among its own files")
                .metrics(METRICS, "/metrics")
                .expose(name + "-metrics", METRICS)
                .access(access());
        return controller.arg(published(cluster));
    }

    private String published(ClusterView cluster) {
        return entrance == Entrance.LOAD_BALANCER
                ? "--publish-service=$(POD_NAMESPACE)/" + name
                : "--publish-status-address=" + entrance.address(cluster.site()).orElse("127.0.0.1");
    }

    private String lock() {
        return name + "-leader";
    }

    private Access[] access() {
        return new Access[] {
            Access.to("configmaps", "endpoints", "nodes", "pods", "secrets", "namespaces")
                    .verbs("list", "watch")
                    .clusterWide(),
            Access.to("nodes").verbs("get").clusterWide(),
            Access.to("services").verbs("get", "list", "watch").clusterWide(),
            Access.to("events").verbs("create", "patch").clusterWide(),
            Access.to("ingresses", "ingressclasses")
                    .group("networking.k8s.io")
                    .verbs("get", "list", "watch")
                    .clusterWide(),
            Access.to("ingresses/status")
                    .group("networking.k8s.io")
                    .verbs("update")
                    .clusterWide(),
            Access.to("endpointslices")
                    .group("discovery.k8s.io")
                    .verbs("get", "list", "watch")
                    .clusterWide(),
            Access.to("leases")
                    .group("coordination.k8s.io")
                    .verbs("list", "watch")
                    .clusterWide(),
            Access.to("namespaces").verbs("get"),
            Access.to("configmaps", "pods", "secrets", "endpoints").verbs("get", "list", "watch"),
            Access.to("leases").group("coordination.k8s.io").verbs("create"),
            Access.to("leases").group("coordination.k8s.io").only(lock()).verbs("get", "update")
        };
    }
}
