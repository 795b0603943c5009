package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.data;
import static dev.hearth.platform.SmallCluster.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NginxGatewayFabricTest {

    private static final CertManager CERT_MANAGER = CertManager.named("cert-manager");
    private static final NginxGatewayFabric GATEWAY = NginxGatewayFabric.named("gateway");
    private static final Site WITH_ADDRESS = SmallCluster.site().loadBalancerAddress("192.168.10.50");
    private static final List<String> WRITING = List.of("create", "update", "patch", "delete");

    /** A service with a route. */
    private record Shop() implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            Port http = Port.http(8080);
            Workload web = Workload.deployment("web")
                    .image(Image.of("registry.example.org/web", "1"))
                    .requests(cpu("10m"), memory("16Mi"))
                    .limits(memory("16Mi"))
                    .port(http);
            return Manifests.of(
                    web,
                    Route.at("shop")
                            .to(web.service(http))
                            .open("it shows prices only")
                            .reachedBy(Pods.labelled("web", "app.kubernetes.io/name", "web")));
        }
    }

    private static SmallCluster with(NginxGatewayFabric gateway) {
        return SmallCluster.of(CERT_MANAGER, gateway);
    }

    private static SmallCluster with(Site site, NginxGatewayFabric gateway) {
        return SmallCluster.of(site, CERT_MANAGER, gateway);
    }

    private static Mapping settings(SmallCluster cluster) {
        return cluster.object("NginxProxy", "gateway").spec().mapping("kubernetes");
    }

    private static List<String> flows(SmallCluster cluster) {
        return cluster.expansion().flows().stream()
                .map(flow -> flow.from() + " -> " + flow.to() + ":" + flow.port())
                .distinct()
                .toList();
    }

    private static Stream<Mapping> rules(SmallCluster cluster, String kind) {
        return cluster.manifests("gateway").stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .flatMap(role -> role.root().sequence("rules").mappings().stream());
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = with(GATEWAY);

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("nginx-gateway-fabric", cluster.manifests("gateway"));
    }

    @Test
    void routes_become_listeners_and_routes_of_its_gateway() {
        SmallCluster cluster = SmallCluster.of(CERT_MANAGER, GATEWAY, new Shop());

        assertThat(cluster.findings()).isEmpty();
        Mapping parent = cluster.object("ListenerSet", "shop").spec().mapping("parentRef");
        Manifest gateway = cluster.object("Gateway", parent.text("name").orElseThrow());
        assertThat(gateway.namespace()).isEqualTo(parent.text("namespace"));
        assertThat(gateway.spec().text("gatewayClassName"))
                .contains(cluster.object("GatewayClass", "nginx").name());
        assertThat(cluster.manifests())
                .extracting(Manifest::kind)
                .contains("HTTPRoute")
                .doesNotContain("Ingress", "IngressClass", "ReferenceGrant");
    }

    /** A port that came with the first route would restart all pods. */
    @Test
    void both_ports_are_open_from_the_start_but_listeners_of_the_gateway_itself_take_routes_of_its_namespace_alone() {
        Mapping gateway = with(GATEWAY).object("Gateway", "gateway").spec();

        assertThat(gateway.mapping("allowedListeners").mapping("namespaces").text("from"))
                .contains("All");
        assertThat(gateway.sequence("listeners").mappings())
                .extracting(listener -> listener.text("protocol").orElseThrow()
                        + " " + listener.number("port").orElseThrow() + " "
                        + listener.mapping("allowedRoutes")
                                .mapping("namespaces")
                                .text("from")
                                .orElseThrow())
                .containsExactly("HTTP 80 Same", "HTTPS 443 Same");
    }

    @Test
    void host_ports_are_of_a_daemon_set_on_the_nodes_of_the_way_in_in_a_privileged_namespace() {
        Site two = SmallCluster.site().node("shelf", "192.168.10.12").roles("shelf", NodeRole.INGRESS);
        Mapping settings = settings(with(two, GATEWAY));

        assertThat(settings.has("deployment")).isFalse();
        assertThat(settings.mapping("daemonSet")
                        .mapping("container")
                        .sequence("hostPorts")
                        .mappings())
                .extracting(port -> port.number("port").orElseThrow())
                .containsExactly(80L, 443L);
        assertThat(settings.mapping("daemonSet").mapping("pod").toString())
                .contains("requiredDuringScheduling", "shelf");
        assertThat(settings.mapping("service").text("type")).contains("ClusterIP");
        assertThat(GATEWAY.podSecurity().level()).isEqualTo(PodSecurity.Level.PRIVILEGED);
    }

    @Test
    void behind_a_load_balancer_it_asks_for_the_sites_address_and_its_namespace_is_restricted() {
        SmallCluster cluster = with(WITH_ADDRESS, GATEWAY.loadBalancer());

        assertThat(cluster.findings()).isEmpty();
        assertThat(cluster.object("Gateway", "gateway")
                        .spec()
                        .mapping("infrastructure")
                        .mapping("annotations")
                        .text("metallb.io/loadBalancerIPs"))
                .contains("192.168.10.50");
        assertThat(settings(cluster).mapping("service").text("type")).contains("LoadBalancer");
        assertThat(settings(cluster).mapping("service").text("externalTrafficPolicy"))
                .contains("Local");
        assertThat(GATEWAY.loadBalancer().podSecurity()).isEqualTo(PodSecurity.restricted());
    }

    @Test
    void several_pods_are_spread_and_one_at_a_time_may_be_away() {
        SmallCluster cluster = with(WITH_ADDRESS, GATEWAY.loadBalancer().replicas(2));
        Manifest budget = cluster.object("PodDisruptionBudget", "gateway-nginx");

        assertThat(settings(cluster).mapping("deployment").number("replicas")).contains(2L);
        assertThat(settings(cluster).mapping("deployment").mapping("pod").toString())
                .contains("kubernetes.io/hostname", "gateway-nginx");
        assertThat(budget.spec().number("maxUnavailable")).contains(1L);
        assertThat(budget.spec().mapping("selector").mapping("matchLabels").text("app.kubernetes.io/name"))
                .contains("gateway-nginx");
    }

    @Test
    void its_pods_ask_the_control_plane_and_are_open_to_everybody_at_two_ports() {
        SmallCluster cluster = SmallCluster.of(CERT_MANAGER, GATEWAY, new Shop());

        assertThat(flows(cluster))
                .contains(
                        "gateway/gateway-nginx -> gateway/gateway:8443",
                        Peer.anywhere() + " -> gateway/gateway-nginx:80",
                        Peer.anywhere() + " -> gateway/gateway-nginx:443",
                        "gateway/gateway-nginx -> shop/web:8080",
                        "shop/web -> gateway/gateway-nginx:443",
                        "monitoring/prometheus -> gateway/gateway-nginx:9113",
                        "monitoring/prometheus -> gateway/gateway:9113");
        assertThat(flows(cluster)).noneMatch(flow -> flow.startsWith("gateway/gateway-nginx -> " + Peer.apiServer()));
    }

    @Test
    void it_writes_in_its_own_namespace_alone_but_for_states_and_questions_who_calls() {
        SmallCluster cluster = with(GATEWAY);

        assertThat(rules(cluster, "ClusterRole")
                        .filter(rule ->
                                rule.sequence("verbs").strings().stream().anyMatch(WRITING::contains))
                        .flatMap(rule -> rule.sequence("resources").strings().stream()))
                .isNotEmpty()
                .allMatch(resource -> resource.endsWith("/status") || resource.equals("tokenreviews"));
        assertThat(rules(cluster, "Role")
                        .filter(rule -> rule.sequence("verbs").strings().contains("create"))
                        .flatMap(rule -> rule.sequence("resources").strings().stream()))
                .contains("secrets", "deployments", "daemonsets", "services");
    }

    @Test
    void both_sides_have_certificates_of_an_authority_that_keeps_its_key() {
        SmallCluster cluster = with(GATEWAY);

        assertThat(cluster.object("Certificate", "gateway-ca")
                        .spec()
                        .mapping("privateKey")
                        .text("rotationPolicy"))
                .contains("Never");
        for (String side : List.of("gateway-server-tls", "gateway-agent-tls")) {
            assertThat(cluster.object("Certificate", side)
                            .spec()
                            .mapping("issuerRef")
                            .text("name"))
                    .as(side)
                    .contains("gateway-ca");
        }
        assertThat(cluster.object("Certificate", "gateway-server-tls")
                        .spec()
                        .sequence("dnsNames")
                        .strings())
                .containsExactly("gateway.gateway.svc");
        Manifest controlPlane = cluster.object("Deployment", "gateway");
        assertThat(container(controlPlane).sequence("args").strings())
                .contains("--agent-tls-secret=gateway-agent-tls", "--product-telemetry-disable");
        assertThat(pod(controlPlane).sequence("volumes").toString()).contains("gateway-server-tls");
    }

    @Test
    void brings_the_definitions_of_the_gateway_api_in_the_version_that_upstream_is_tested_with() {
        assertThat(GATEWAY.offers().of(CrdOffer.class))
                .extracting(offer -> offer.name() + " " + ((CrdOffer.Git) offer.source()).version())
                .containsExactly("gateway-api v1.5.1", "nginx-gateway-fabric v2.6.7");
    }

    @Test
    void the_name_server_knows_its_hosts_at_the_address_of_the_gateway() {
        SmallCluster cluster = SmallCluster.of(
                WITH_ADDRESS,
                CERT_MANAGER,
                GATEWAY.loadBalancer(),
                ClusterDns.named("names", "10.152.183.12"),
                new Shop());

        assertThat(data(cluster.object("ConfigMap", "names-zones")).get("home.arpa.zone"))
                .contains("shop                    A 192.168.10.50\n");
    }

    @Test
    void tells_where_the_site_has_no_address_for_it() {
        assertThat(with(GATEWAY.loadBalancer()).findings())
                .extracting(Finding::rule)
                .contains("route.address");
    }

    @Test
    void stands_beside_an_ingress_controller_and_routes_choose() {
        SmallCluster cluster = SmallCluster.of(
                WITH_ADDRESS,
                CERT_MANAGER,
                GATEWAY.loadBalancer(),
                NginxIngress.named("ingress").loadBalancer());

        assertThat(cluster.findings()).isEmpty();
        assertThat(cluster.manifests()).extracting(Manifest::identity).doesNotHaveDuplicates();
    }

    @Test
    void refuses_what_cannot_be() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GATEWAY.replicas(2))
                .withMessageContaining("loadBalancer()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GATEWAY.loadBalancer().replicas(0))
                .withMessageContaining("at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NginxGatewayFabric.named("g".repeat(60)))
                .withMessageContaining("63");
    }
}
