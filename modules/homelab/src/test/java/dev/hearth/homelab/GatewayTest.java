package dev.hearth.homelab;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.mib;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.route.Login;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.graph.network.Endpoint;
import dev.hearth.graph.network.Host;
import dev.hearth.graph.network.NetworkPolicies;
import dev.hearth.graph.network.Pod;
import dev.hearth.graph.network.Protocol;
import dev.hearth.manifest.Manifest;
import dev.hearth.pipeline.Definition;
import dev.hearth.pipeline.Hearth;
import dev.hearth.pipeline.Rendering;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.MetalLb;
import dev.hearth.platform.access.NginxGatewayFabric;
import dev.hearth.platform.access.RouteCheck;
import dev.hearth.platform.observability.Prometheus;
import dev.hearth.platform.observability.PrometheusOperator;
import dev.hearth.testing.FlowProof;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole cluster whose routes go through a Gateway of its own, with nothing preinstalled. */
class GatewayTest {

    private static final Port HTTP = Port.http(8080);

    private enum Way {
        HOST_PORTS,
        LOAD_BALANCER;

        private Site site() {
            Site site = Site.microk8s()
                    .node("rack", "192.168.10.11")
                    .node("shelf", "192.168.10.12")
                    .roles("rack", NodeRole.INGRESS);
            return this == LOAD_BALANCER ? site.loadBalancerAddress("192.168.10.50") : site;
        }

        private Component[] access() {
            NginxGatewayFabric gateway = NginxGatewayFabric.named("gateway");
            return this == LOAD_BALANCER
                    ? new Component[] {gateway.loadBalancer().replicas(2), MetalLb.named("metallb")}
                    : new Component[] {gateway};
        }
    }

    /** A service without a login of its own. */
    private record Service(String name) implements Component {

        private Workload server() {
            return Workload.deployment(name)
                    .image(Image.of("registry.example.org/" + name, "1.0"))
                    .port(HTTP)
                    .runAs(1000, 1000)
                    .requests(cpu("10m"), memory("32Mi"))
                    .limits(memory("64Mi"))
                    .readiness(Probe.http(HTTP, "/ready"))
                    .liveness(Probe.http(HTTP, "/live"));
        }

        @Override
        public Offers offers() {
            return server().offers();
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(server());
        }
    }

    /** All kinds of routes, to services of two namespaces. */
    private record Hosts() implements Component {

        private static final ServiceRef SHOP = ServiceRef.of("shop", "shop", "http");
        private static final ServiceRef STORE = ServiceRef.of("store", "store", "http");

        @Override
        public String namespace() {
            return "shop";
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(
                    Route.at("shop")
                            .to(SHOP)
                            .exactPath("/health", SHOP)
                            .path("/store", STORE)
                            .redirect("/old", "https://shop.home.arpa/new")
                            .responseHeader("X-Frame-Options", "DENY")
                            .bodySize(mib(64))
                            .open("it shows prices only"),
                    Route.at("*.shop").to(SHOP).open("it shows prices only"),
                    Route.at("chat").to(STORE).websockets().open("everybody may chat"),
                    Route.at("accounts")
                            .to(SHOP)
                            .login(Login.basic(Credential.named("accounts-login")
                                    .outside()
                                    .passwordFile("users", "admin")
                                    .key("users"))));
        }
    }

    /** Each is made once for all tests. */
    private static final ImmutableMap<Way, Rendering> RENDERINGS =
            Stream.of(Way.values()).collect(Maps.toImmutableEnumMap(way -> way, GatewayTest::render));

    private static Rendering render(Way way) {
        return Hearth.rendering(Definition.of(Cluster.named("home")
                .domain("home.arpa")
                .repository("https://git.example.org/me/home.git", "main")
                .site(way.site())
                .layer("certificates", CertManager.named("cert-manager"))
                .layer("access", way.access())
                .layer(
                        "observability",
                        PrometheusOperator.named("prometheus-operator"),
                        Prometheus.named("prometheus"),
                        RouteCheck.named("route-check"))
                .layer("applications", new Service("shop"), new Service("store"), new Hosts())
                .accept("cert-manager", "backup.velero", "a test of the way in")));
    }

    private static Rendering rendering(Way way) {
        return requireNonNull(RENDERINGS.get(way));
    }

    private static NetworkPolicies policies(Way way) {
        return NetworkPolicies.of(rendering(way).manifests())
                .podCidrs(way.site().podNetwork().toString())
                .nodeCidrs("192.168.10.11/32", "192.168.10.12/32");
    }

    private static Endpoint endpoint(Way way, String who) {
        return switch (who) {
            case "the API server" ->
                Host.apiServer(way.site().apiServerPort(), "192.168.10.11", "192.168.10.12")
                        .tunnel(way.site().podNetwork().toString());
            case "the local network" -> Host.outside("192.168.10.77");
            // What the control plane makes, and the operator.
            case "gateway/gateway-nginx" ->
                Pod.named("gateway-nginx-1", "gateway")
                        .labels(Map.of(
                                "app.kubernetes.io/instance", "gateway-made",
                                "app.kubernetes.io/managed-by", "gateway-made-nginx",
                                "app.kubernetes.io/name", "gateway-nginx",
                                "gateway.networking.k8s.io/gateway-name", "gateway"));
            case "monitoring/prometheus" ->
                Pod.named("prometheus-prometheus-0", "monitoring")
                        .labels(Map.of(
                                "app.kubernetes.io/name", "prometheus",
                                "operator.prometheus.io/name", "prometheus"));
            default -> policies(way).pod(who.substring(0, who.indexOf('/')), who.substring(who.indexOf('/') + 1));
        };
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void nothing_is_wrong_with_it(Way way) {
        assertThat(rendering(way).findings())
                .filteredOn(finding -> finding.severity() != Severity.INFO)
                .extracting(Finding::toString)
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void what_is_declared_is_allowed_and_a_sample_of_the_rest_is_not(Way way) {
        FlowProof proof = FlowProof.of(rendering(way).expansion(), 3_000, 1);

        proof.holds();
        assertThat(proof.namespaces()).contains("gateway", "shop", "store");
        assertThat(proof.otherConnections()).isGreaterThan(500);
    }

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource({
        "the local network, gateway/gateway-nginx, 80",
        "the local network, gateway/gateway-nginx, 443",
        "gateway/gateway-nginx, gateway/gateway, 8443",
        "gateway/gateway-nginx, shop/shop, 8080",
        "gateway/gateway-nginx, store/store, 8080",
        "gateway/gateway, the API server, 16443",
        "monitoring/prometheus, gateway/gateway-nginx, 9113",
        "monitoring/prometheus, gateway/gateway, 9113",
        "route-check/route-check, gateway/gateway-nginx, 443",
    })
    void this_must_be_possible(String from, String to, int port) {
        for (Way way : Way.values()) {
            assertThat(policies(way).verdict(endpoint(way, from), endpoint(way, to), Protocol.TCP, port))
                    .as("%s", way)
                    .matches(verdict -> verdict.allowed(), "allowed");
        }
    }

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource({
        "the local network, gateway/gateway-nginx, 9113",
        "the local network, gateway/gateway-nginx, 8081",
        "the local network, gateway/gateway, 8443",
        "the local network, shop/shop, 8080",
        "shop/shop, gateway/gateway, 8443",
        "shop/shop, store/store, 8080",
        "gateway/gateway-nginx, the API server, 16443",
        "gateway/gateway-nginx, the local network, 443",
        "gateway/gateway, the local network, 443",
        "gateway/gateway, shop/shop, 8080",
    })
    void this_must_not(String from, String to, int port) {
        for (Way way : Way.values()) {
            assertThat(policies(way).verdict(endpoint(way, from), endpoint(way, to), Protocol.TCP, port))
                    .as("%s", way)
                    .matches(verdict -> verdict.denied(), "denied");
        }
    }

    /** They look the control plane up by its name. */
    @Test
    void the_pods_that_serve_the_gateway_may_ask_for_names() {
        Pod dns = Pod.named("coredns", "kube-system").label("k8s-app", "kube-dns");

        assertThat(List.of(Protocol.TCP, Protocol.UDP))
                .allMatch(protocol -> policies(Way.HOST_PORTS)
                        .allows(endpoint(Way.HOST_PORTS, "gateway/gateway-nginx"), dns, protocol, 53));
    }

    /** A route, its listeners, their certificate and the services are found without leaving a namespace. */
    @Test
    void nothing_but_listeners_and_their_gateway_refers_to_another_namespace() {
        List<Manifest> objects = rendering(Way.HOST_PORTS).manifests();

        assertThat(objects).noneMatch(object -> object.kind().equals("ReferenceGrant"));
        assertThat(objects)
                .filteredOn(object -> object.kind().equals("HTTPRoute"))
                .hasSizeGreaterThan(5)
                .allSatisfy(route ->
                        assertThat(route.spec().sequence("rules").toString()).doesNotContain("namespace"));
        assertThat(objects)
                .filteredOn(object -> object.kind().equals("ListenerSet"))
                .extracting(object -> object.identity().namespace() + "/" + object.name())
                .containsExactlyInAnyOrder("shop/shop", "shop/wildcard.shop", "store/chat", "shop/accounts");
    }

    @Test
    void the_definitions_come_first_each_from_upstream() {
        assertThat(rendering(Way.HOST_PORTS).tree().files().keySet())
                .map(Object::toString)
                .anyMatch(path -> path.contains("gateway-api"))
                .anyMatch(path -> path.contains("nginx-gateway-fabric"));
    }
}
