package dev.hearth.homelab;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.mib;
import static org.assertj.core.api.Assertions.assertThat;

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

    private static Rendering rendering(Way way) {
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

    @ParameterizedTest
    @EnumSource(Way.class)
    void nothing_is_wrong_with_it(Way way) {
        assertThat(rendering(way).findings())
                .filteredOn(finding -> finding.severity() != Severity.INFO)
                .extracting(Finding::toString)
                .isEmpty();
    }
}
