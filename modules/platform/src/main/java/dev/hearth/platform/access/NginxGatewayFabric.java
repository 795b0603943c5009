package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.minutes;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Quotas;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.node.NodeSetting;
import dev.hearth.dsl.route.Dialect;
import dev.hearth.dsl.route.IngressOffer;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;

/**
 * NGINX Gateway Fabric, a controller of the Gateway API, with one Gateway at which all routes of the cluster meet.
 *
 * <pre>{@code
 * NginxGatewayFabric.named("gateway")                              // ports 80 and 443 of every node
 * NginxGatewayFabric.named("gateway").loadBalancer().replicas(2)   // the site's address for load balancers
 * }</pre>
 *
 * <p>It has two parts. The control plane is a Deployment of the tree; it reads routes, and makes what serves the Gateway: a DaemonSet
 * or Deployment of nginx, its Service and its accounts, all named {@code <gateway>-<class>} and all in the namespace of this
 * component. Both parts know each other by certificates that cert-manager renews, so the cluster needs that. The definitions of
 * the Gateway API come with it, in the version that upstream is tested with.
 *
 * @param name the name of the component, of its namespace, of the Gateway, and of the control plane
 * @param gatewayClass the name of its GatewayClass; {@code nginx} unless said otherwise
 * @param image what the control plane runs
 * @param dataPlaneImage what serves the Gateway; of the same release
 * @param entrance how the Gateway is reached; {@link Entrance#HOST_PORTS} unless said otherwise
 * @param replicas how many pods serve the Gateway behind a load balancer
 * @see <a href="https://github.com/nginx/nginx-gateway-fabric/tree/v2.6.7/charts/nginx-gateway-fabric">Upstream's chart</a>
 */
public record NginxGatewayFabric(
        String name, String gatewayClass, Image image, Image dataPlaneImage, Entrance entrance, int replicas)
        implements Component {

    /** The longest name of a Service, by which the control plane names all that it makes. */
    private static final int LONGEST = 63;

    private static final CrdOffer GATEWAY_API = new CrdOffer(
            "gateway-api", ImmutableList.of("gateway.networking.k8s.io"), Catalogue.definitions("gateway-api"));
    private static final CrdOffer OWN = new CrdOffer(
            "nginx-gateway-fabric",
            ImmutableList.of("gateway.nginx.org"),
            Catalogue.definitions("nginx-gateway-fabric"));

    public NginxGatewayFabric {
        Names.label("component name", name);
        Names.subdomain("GatewayClass", gatewayClass);
        requireNonNull(image, "image");
        requireNonNull(dataPlaneImage, "dataPlaneImage");
        requireNonNull(entrance, "entrance");
        if (name.length() + 1 + gatewayClass.length() > LONGEST) {
            throw new IllegalArgumentException("the pods of Gateway " + name + " would be named " + name + "-"
                    + gatewayClass + ", but such a name has at most " + LONGEST + " characters");
        }
        if (replicas < 1) {
            throw new IllegalArgumentException(
                    "at least 1 pod must serve Gateway " + name + ", but replicas was " + replicas);
        }
        if (entrance == Entrance.HOST_PORTS && replicas > 1) {
            throw new IllegalArgumentException(
                    "Gateway " + name + " is served by a pod on every node, so it has no number"
                            + " of replicas; say loadBalancer() before replicas(" + replicas + ")");
        }
    }

    /** Release 2.6.7, on the ports 80 and 443 of every node. */
    public static NginxGatewayFabric named(String name) {
        return new NginxGatewayFabric(
                name,
                "nginx",
                Catalogue.image("nginx-gateway-fabric"),
                Catalogue.image("nginx-gateway-fabric-nginx"),
                Entrance.HOST_PORTS,
                1);
    }

    /** A copy whose GatewayClass has that name; needed where the cluster has several. */
    public NginxGatewayFabric gatewayClass(String className) {
        return new NginxGatewayFabric(name, className, image, dataPlaneImage, entrance, replicas);
    }

    /** A copy that runs those images, such as ones with digests; both must be of one release. */
    public NginxGatewayFabric images(Image controlPlane, Image dataPlane) {
        return new NginxGatewayFabric(name, gatewayClass, controlPlane, dataPlane, entrance, replicas);
    }

    /** A copy that has the site's address for load balancers, with clients' own addresses kept. */
    public NginxGatewayFabric loadBalancer() {
        return new NginxGatewayFabric(name, gatewayClass, image, dataPlaneImage, Entrance.LOAD_BALANCER, replicas);
    }

    /** A copy on the ports 80 and 443 of every node, or of those with the role of the way in. */
    public NginxGatewayFabric hostPorts() {
        return new NginxGatewayFabric(name, gatewayClass, image, dataPlaneImage, Entrance.HOST_PORTS, 1);
    }

    /** A copy whose Gateway is served by so many pods, of which at most one is away on purpose. */
    public NginxGatewayFabric replicas(int count) {
        return new NginxGatewayFabric(name, gatewayClass, image, dataPlaneImage, entrance, count);
    }

    @Override
    public Band band() {
        return Band.INGRESS;
    }

    /** Without host ports the pods that the control plane makes are {@code restricted} by themselves, as its own is. */
    @Override
    public PodSecurity podSecurity() {
        return entrance.podSecurity();
    }

    @Override
    public Offers offers() {
        return Offers.of(
                new IngressOffer(
                        gatewayClass,
                        Dialect.nginxGateway(name, namespace()),
                        dataPlane().pods(),
                        GatewayDataPlane.HTTP,
                        GatewayDataPlane.HTTPS),
                GATEWAY_API,
                OWN);
    }

    private GatewayDataPlane dataPlane() {
        return new GatewayDataPlane(name, gatewayClass, dataPlaneImage, entrance, replicas);
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        GatewayDataPlane dataPlane = dataPlane();
        GatewayCertificates certificates = new GatewayCertificates(name, dataPlane.certificate());
        Workload controlPlane =
                new GatewayControlPlane(name, gatewayClass, image, certificates.agentSecret()).workload();
        return Manifests.of(
                        controlPlane,
                        certificates,
                        dataPlane,
                        dataPlane.traffic(controlPlane.service(GatewayControlPlane.AGENT)),
                        dataPlane.monitor(),
                        alerts(dataPlane),
                        entrance::check,
                        Backup.none("its certificates and pods are made anew from the tree"),
                        new Quotas.Uncounted("the control plane makes the pods that take the requests"),
                        Catalogue.supported("nginx-gateway-fabric"),
                        NodeSetting.withoutAddon(
                                "ingress",
                                "it takes the same ports, and from 1.35 on brings the Gateway API in another version"))
                .patch(certificates.mount(GatewayControlPlane.CERTIFICATES))
                .accept("pod.liveness", "the control plane answers about its readiness alone")
                .accept(
                        "rbac.secrets",
                        "a listener names its certificate by a Secret of its own namespace, whichever that is; it writes"
                                + " those of the Gateway's namespace alone");
    }

    private Rules alerts(GatewayDataPlane dataPlane) {
        String here = "namespace=\"" + namespace() + "\"";
        String controlPlane = "kube_deployment_status_replicas_available{" + here + ",deployment=\"" + name + "\"}";
        String missing = entrance == Entrance.HOST_PORTS
                ? "kube_daemonset_status_number_unavailable{" + here + ",daemonset=\"" + dataPlane.name() + "\"}"
                : "kube_deployment_status_replicas_unavailable{" + here + ",deployment=\"" + dataPlane.name() + "\"}";
        return Rules.named(name)
                .alert(Alert.named("GatewayControlPlaneDown")
                        .expr(controlPlane + " == 0")
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary("Nobody tells the Gateway of changed routes")
                        .description("The control plane {{ $labels.deployment }} is not ready; what is known is still"
                                + " served, but neither new routes nor renewed certificates nor moved pods are."))
                .alert(Alert.named("GatewayPodsMissing")
                        .expr(missing + " > 0")
                        .holding(minutes(10))
                        .severity(Severity.CRITICAL)
                        .summary("Pods that serve the Gateway are missing")
                        .description("{{ $value }} pods of " + dataPlane.name() + " are not ready."))
                .alert(Alert.named("GatewayNotServed")
                        .expr(controlPlane + " unless on (namespace) " + missing)
                        .holding(minutes(10))
                        .severity(Severity.CRITICAL)
                        .summary("Nothing serves the Gateway")
                        .description("The control plane has not made " + dataPlane.name()
                                + "; its log, and the state of the Gateway and of its NginxProxy, say why."))
                .alert(Alert.named("GatewayReconcileErrors")
                        .expr("sum by (namespace, controller) (increase(controller_runtime_reconcile_errors_total{"
                                + here + "}[15m])) > 0")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("The Gateway's control plane cannot do what it should")
                        .description("Its loop {{ $labels.controller }} fails again and again; its log says why."));
    }
}
