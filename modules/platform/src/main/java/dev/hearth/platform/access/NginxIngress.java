package dev.hearth.platform.access;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Units;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.node.NodeSetting;
import dev.hearth.dsl.route.F5Nginx;
import dev.hearth.dsl.route.IngressOffer;
import dev.hearth.dsl.workload.Autoscaler;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The NGINX Ingress Controller of F5 (nginx/kubernetes-ingress), which serves the routes of the cluster.
 *
 * <pre>{@code
 * NginxIngress.named("ingress")                       // ports 80 and 443 of every node
 * NginxIngress.named("ingress").loadBalancer()        // the site's address for load balancers
 *     .snippets("S3 uploads must not be buffered")
 *     .withAnyHeaderNames()
 * }</pre>
 *
 * <p>It reads Ingress objects alone, without its own resource definitions, unless {@link #withCustomResources()} says
 * otherwise; it speaks HTTP/2, does not tell its version, and sends nothing home.
 *
 * @param name the name of the component, of its namespace, and of its objects
 * @param ingressClass the name of its IngressClass; {@code nginx} unless said otherwise
 * @param image what it runs
 * @param entrance how it is reached; {@link Entrance#HOST_PORTS} unless said otherwise
 * @param autoscaler what counts its pods; only behind a load balancer, for on ports of nodes each node has one
 * @param snippets why annotations may hold pieces of nginx configuration; empty where they may not
 * @param customResources whether it reads its own resources, such as Policy
 * @param anyHeaderNames whether request headers with names such as {@code x-amz-meta-a.b} are passed on
 * @param cache a cache for routes that ask for one
 * @param settings further keys of its ConfigMap
 * @see <a href="https://github.com/nginx/kubernetes-ingress/tree/v5.5.4/deployments">Upstream's manifests</a>
 */
public record NginxIngress(
        String name,
        String ingressClass,
        Image image,
        Entrance entrance,
        Optional<Autoscaler> autoscaler,
        Optional<String> snippets,
        boolean customResources,
        boolean anyHeaderNames,
        Optional<Cache> cache,
        ImmutableSortedMap<String, String> settings)
        implements Component {

    /** The image of the release whose manifests and flags this component follows. */
    public static final Image IMAGE = Catalogue.image("nginx-ingress");

    private static final String CONTROLLER = "nginx.org/ingress-controller";

    private static final Port HTTP = Port.http(80);
    private static final Port HTTPS = Port.https(443);

    private static final CrdOffer DEFINITIONS =
            new CrdOffer("nginx-ingress", ImmutableList.of("k8s.nginx.org"), Catalogue.definitions("nginx-ingress"));

    /**
     * A zone in which responses of routes are kept, on the disk of the pod.
     *
     * @param zone its name: letters, digits and {@code _}
     * @param size the most that is kept
     */
    public record Cache(String zone, Bytes size) {

        public Cache {
            if (!zone.matches("[A-Za-z0-9_]+")) {
                throw new IllegalArgumentException(
                        "cache zone '" + zone + "' must be of letters, digits and '_', such as responses");
            }
            if (size.value() < Units.mib(1).value()) {
                throw new IllegalArgumentException("cache zone " + zone + " must have at least 1Mi, but has " + size);
            }
        }

        String directive() {
            return "proxy_cache_path /var/cache/nginx/" + zone + " levels=1:2 keys_zone=" + zone + ":10m max_size="
                    + size.value() / Units.mib(1).value() + "m inactive=24h use_temp_path=off;";
        }
    }

    public NginxIngress {
        Names.label("component name", name);
        Names.subdomain("IngressClass", ingressClass);
        requireNonNull(image, "image");
        requireNonNull(entrance, "entrance");
        entrance.scaled(name, autoscaler);
        requireNonNull(cache, "cache");
        settings.keySet().forEach(key -> Names.key("key of the settings of " + name, key));
        if (snippets.isPresent() && snippets.orElseThrow().isBlank()) {
            throw new IllegalArgumentException("snippets of " + name
                    + " need a reason: whoever may write an Ingress can then change all of nginx");
        }
    }

    /** The controller of the pinned release, on the ports 80 and 443 of every node. */
    public static NginxIngress named(String name) {
        return new NginxIngress(
                name,
                "nginx",
                IMAGE,
                Entrance.HOST_PORTS,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                ImmutableSortedMap.of());
    }

    /** A copy whose IngressClass has that name; needed where the cluster has several controllers. */
    public NginxIngress ingressClass(String className) {
        return new NginxIngress(
                name,
                className,
                image,
                entrance,
                autoscaler,
                snippets,
                customResources,
                anyHeaderNames,
                cache,
                settings);
    }

    /** A copy that runs that image, such as one with a digest or from a mirror. */
    public NginxIngress image(Image other) {
        return new NginxIngress(
                name,
                ingressClass,
                other,
                entrance,
                autoscaler,
                snippets,
                customResources,
                anyHeaderNames,
                cache,
                settings);
    }

    /** A copy that has the site's address for load balancers, with clients' own addresses kept. */
    public NginxIngress loadBalancer() {
        return entrance(Entrance.LOAD_BALANCER);
    }

    /**
     * A copy whose pods that autoscaler counts; at least two, or the first node that is emptied cuts everybody off. The address
     * keeps clients' own addresses, so only nodes that have a pod take connections; where one node alone answers for the address,
     * as with MetalLB's layer 2, further pods help if they run on that node.
     *
     * <pre>{@code
     * NginxIngress.named("ingress")
     *     .loadBalancer()
     *     .autoscaler(Autoscaler.between(2, 6)
     *         .cpu(70)
     *         .scaleUp(ScalingRules.stabilized(seconds(60)).percent(100, seconds(15)))
     *         .scaleDown(ScalingRules.stabilized(seconds(300)).percent(50, seconds(60))))
     * }</pre>
     *
     * @throws IllegalArgumentException without a load balancer
     */
    public NginxIngress autoscaler(Autoscaler counting) {
        return new NginxIngress(
                name,
                ingressClass,
                image,
                entrance,
                Optional.of(counting),
                snippets,
                customResources,
                anyHeaderNames,
                cache,
                settings);
    }

    /** A copy on the ports 80 and 443 of every node. */
    public NginxIngress hostPorts() {
        return entrance(Entrance.HOST_PORTS);
    }

    private NginxIngress entrance(Entrance other) {
        return new NginxIngress(
                name,
                ingressClass,
                image,
                other,
                autoscaler,
                snippets,
                customResources,
                anyHeaderNames,
                cache,
                settings);
    }

    /** A copy that takes pieces of nginx configuration from annotations, and why; some intents of routes need that. */
    public NginxIngress snippets(String reason) {
        return new NginxIngress(
                name,
                ingressClass,
                image,
                entrance,
                autoscaler,
                Optional.of(reason),
                customResources,
                anyHeaderNames,
                cache,
                settings);
    }

    /** A copy that reads its own resources, such as Policy, and brings their definitions. */
    public NginxIngress withCustomResources() {
        return new NginxIngress(
                name, ingressClass, image, entrance, autoscaler, snippets, true, anyHeaderNames, cache, settings);
    }

    /**
     * A copy that passes on request headers whose names nginx holds for invalid and drops, such as those with a dot.
     * Metadata of S3 has such names.
     */
    public NginxIngress withAnyHeaderNames() {
        return new NginxIngress(
                name, ingressClass, image, entrance, autoscaler, snippets, customResources, true, cache, settings);
    }

    /** A copy with a cache of that name and size, for routes that ask for one; they need snippets too. */
    public NginxIngress cache(String zone, Bytes size) {
        return new NginxIngress(
                name,
                ingressClass,
                image,
                entrance,
                autoscaler,
                snippets,
                customResources,
                anyHeaderNames,
                Optional.of(new Cache(zone, size)),
                settings);
    }

    /**
     * A copy with that key in its ConfigMap, such as {@code worker-processes}; it wins over what the component says.
     *
     * @see <a
     *     href="https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/">Keys</a>
     */
    public NginxIngress setting(String key, String value) {
        return new NginxIngress(
                name,
                ingressClass,
                image,
                entrance,
                autoscaler,
                snippets,
                customResources,
                anyHeaderNames,
                cache,
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
        Offers offers = Offers.of(
                new IngressOffer(ingressClass, dialect(), pods(), HTTP, HTTPS), NginxIngressDashboard.of(this));
        return customResources ? offers.and(DEFINITIONS) : offers;
    }

    private F5Nginx dialect() {
        return new F5Nginx(
                snippets.isPresent(),
                customResources,
                http2(),
                cache.map(Cache::zone).orElse(""));
    }

    private boolean http2() {
        return Boolean.parseBoolean(settings.getOrDefault("http2", "true"));
    }

    private Pods pods() {
        return Workload.deployment(name).pods();
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        return Manifests.of(
                        entrance.open(new NginxIngressPods(this).workload(), HTTP, HTTPS, cluster.site()),
                        config(cluster),
                        this::notes,
                        Catalogue.supported("nginx-ingress"),
                        NodeSetting.withoutAddon(
                                "ingress", "it takes the same ports, and from 1.35 on a class named nginx too"))
                .accept("pod.liveness", "the controller answers about its readiness alone")
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
        snippets.ifPresent(
                reason -> scope.exempt(new Exemption("no snippets in annotations", "component " + name, reason)));
    }

    private Config config(ClusterView cluster) {
        Map<String, String> data = new TreeMap<>();
        data.put("http2", "true");
        data.put("server-tokens", "false");
        if (entrance == Entrance.HOST_PORTS) {
            entrance.address(cluster.site()).ifPresent(address -> data.put("external-status-address", address));
        }
        List<String> lines = new ArrayList<>();
        if (anyHeaderNames) {
            lines.add("ignore_invalid_headers off;");
        }
        cache.ifPresent(zone -> lines.add(zone.directive()));
        if (!lines.isEmpty()) {
            data.put("http-snippets", String.join("\n", lines));
        }
        return ControllerSettings.config(name, data, settings);
    }
}
