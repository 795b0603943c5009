package dev.hearth.platform.mesh;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Order;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Quotas;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.network.NetworkPolicyDerivation;
import dev.hearth.dsl.route.Dialect;
import dev.hearth.dsl.route.IngressOffer;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.graph.network.Host;
import dev.hearth.graph.network.NetworkPolicies;
import dev.hearth.graph.network.Pod;
import dev.hearth.graph.network.Protocol;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

class IstioTest {

    static final Port HTTP = Port.http(8080);

    /** A program behind a Service that opens others. */
    record Program(String name, ImmutableList<ServiceRef> opened, ImmutableList<Part> more) implements Component {

        static Program named(String name, String... opened) {
            return new Program(
                    name,
                    ImmutableList.copyOf(opened).stream()
                            .map(other -> ServiceRef.of(other, other, "http"))
                            .collect(ImmutableList.toImmutableList()),
                    ImmutableList.of());
        }

        Program and(Part... parts) {
            return new Program(name, opened, ImmutableList.copyOf(parts));
        }

        @Override
        public Offers offers() {
            return Offers.of(ServiceOffer.of(name, HTTP, Pods.labelled(name, "app.kubernetes.io/name", name)));
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(sized(Workload.deployment(name)).port(HTTP).reaches(opened.toArray(new ServiceRef[0])))
                    .and(more);
        }
    }

    static Workload sized(Workload workload) {
        return workload.image(Image.of("registry.example.org/program", "1"))
                .requests(cpu("10m"), memory("16Mi"))
                .limits(memory("32Mi"));
    }

    private static final Istio ISTIO = Istio.named("istio").members("orders", "stock");

    private static final Component ORDERS = Program.named("orders", "stock");
    private static final Component STOCK = Program.named("stock");
    private static final Component SHOP = Program.named("shop", "orders");

    private static List<Finding> wrong(SmallCluster cluster) {
        return cluster.findings().stream()
                .filter(finding -> finding.rule().startsWith("mesh."))
                .toList();
    }

    private static String remedy(Finding finding) {
        return finding.hint().orElse("");
    }

    @Test
    void two_members_become_the_expected_objects() {
        SmallCluster cluster = SmallCluster.of(
                Istio.named("istio")
                        .members("stock")
                        .member(Member.of("orders")
                                .open(8080, "the shop is outside of the mesh")
                                .rateLimit(50, seconds(1))),
                ORDERS,
                STOCK,
                SHOP);

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("istio", cluster.manifests("istio"));
        GoldenTree.assertTree("istio-member", cluster.manifests("orders"));
        GoldenTree.assertTree("istio-strict-member", cluster.manifests("stock"));
    }

    @Test
    void who_does_not_join_is_as_without_a_mesh() {
        assertThat(SmallCluster.of(ISTIO.member(Member.of("shop")), ORDERS, STOCK, SHOP, Program.named("other", "shop"))
                        .manifests("other"))
                .isEqualTo(SmallCluster.of(ORDERS, STOCK, SHOP, Program.named("other", "shop"))
                        .manifests("other"));
    }

    @Test
    void a_flow_from_outside_of_the_mesh_to_a_strict_port_is_found() {
        SmallCluster cluster = SmallCluster.of(ISTIO, ORDERS, STOCK, SHOP);

        assertThat(wrong(cluster))
                .extracting(Finding::rule, Finding::subject, Finding::message, IstioTest::remedy)
                .containsExactly(tuple(
                        "mesh.flow",
                        "component orders",
                        "shop/shop opens port 8080 of orders/orders, which takes only mutual TLS of the mesh, and shop/shop"
                                + " is outside of the mesh, so every connection is refused",
                        "let it join, with Member.of(\"shop\"), or open the port, with Member.of(\"orders\").open(8080,"
                                + " \"why\")"));
    }

    @Test
    void joining_or_opening_the_port_mends_it() {
        assertThat(wrong(SmallCluster.of(ISTIO.members("shop"), ORDERS, STOCK, SHOP)))
                .isEmpty();
        assertThat(wrong(SmallCluster.of(
                        Istio.named("istio")
                                .members("stock")
                                .member(Member.of("orders").open(8080, "the shop")),
                        ORDERS,
                        STOCK,
                        SHOP)))
                .isEmpty();
    }

    @Test
    void whoever_is_no_pod_of_the_tree_is_outside_of_the_mesh() {
        Part others = scope -> List.of(
                        Peer.apiServer(),
                        Peer.nodes(),
                        Peer.outside("phones"),
                        Peer.addresses("192.168.10.0/24"),
                        Pods.labelled("made-by-an-operator", "app", "made").orIn("elsewhere"))
                .forEach(peer -> scope.flow(
                        peer,
                        Pods.labelled("stock", "app.kubernetes.io/name", "stock"),
                        dev.hearth.dsl.Protocol.TCP,
                        8080));

        assertThat(wrong(SmallCluster.of(ISTIO, ORDERS, Program.named("stock").and(others))))
                .extracting(Finding::message)
                .extracting(message -> message.substring(0, message.indexOf(" opens")))
                .containsExactlyInAnyOrder(
                        "the API server", "each node", "phones", "192.168.10.0/24", "elsewhere/made-by-an-operator");
    }

    @Test
    void an_ingress_controller_opens_pods_by_their_addresses_so_joining_would_not_help() {
        Pods ingress = Pods.labelled("ingress", "app.kubernetes.io/name", "ingress");
        Component controller = new Component() {
            @Override
            public String name() {
                return "ingress";
            }

            @Override
            public Offers offers() {
                return Offers.of(new IngressOffer("nginx", Dialect.f5Nginx(), ingress, Port.http(80), Port.https(443)));
            }

            @Override
            public Manifests manifests(ClusterView cluster) {
                return Manifests.of(
                        sized(Workload.deployment("ingress")).reaches(ServiceRef.of("stock", "stock", "http")));
            }
        };

        assertThat(wrong(SmallCluster.of(ISTIO.members("ingress"), ORDERS, STOCK, controller)))
                .extracting(Finding::rule, IstioTest::remedy)
                .containsExactly(tuple("mesh.flow", "open the port, with Member.of(\"stock\").open(8080, \"why\")"));
    }

    @Test
    void namespaces_with_members_have_no_derived_quota_because_nobody_can_count_proxies() {
        assertThat(SmallCluster.of(ISTIO, ORDERS, STOCK, Program.named("shop"))
                        .expansion()
                        .facts(Quotas.Uncounted.class))
                .extracting(Stated::namespace)
                .containsOnly("orders", "stock");
    }

    @Test
    void the_metrics_of_a_program_are_found_too() {
        Part measured = sized(Workload.deployment("stock-counter"))
                .metrics(Port.http(9090).named("metrics"), "/metrics");

        assertThat(wrong(SmallCluster.of(ISTIO, ORDERS, Program.named("stock").and(measured))))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .startsWith("monitoring/prometheus opens port 9090 of stock/stock-counter,");
    }

    @Test
    void a_port_that_is_open_for_nobody_is_a_warning() {
        assertThat(wrong(SmallCluster.of(
                        Istio.named("istio")
                                .members("orders")
                                .member(Member.of("stock").open(8080, "somebody")),
                        ORDERS,
                        STOCK)))
                .extracting(Finding::rule, Finding::message)
                .containsExactly(tuple(
                        "mesh.open",
                        "port 8080 of stock/stock takes plain connections, but nothing outside of the mesh opens it"));
    }

    @Test
    void a_port_that_no_pod_has_cannot_be_opened() {
        assertThat(wrong(SmallCluster.of(
                        Istio.named("istio")
                                .members("orders")
                                .member(Member.of("stock")
                                        .open(8081, "somebody")
                                        .plain(9999, "somebody")),
                        ORDERS,
                        STOCK)))
                .extracting(Finding::rule, Finding::message)
                .containsExactlyInAnyOrder(
                        tuple(
                                "mesh.open",
                                "port 8081 is to take plain connections, but no pod that joins the mesh has it; they"
                                        + " have [8080]"),
                        tuple(
                                "mesh.open",
                                "port 9999 is to take plain connections, but no pod that joins the mesh has it; they"
                                        + " have [8080]"));
    }

    @Test
    void who_cannot_join_is_an_error() {
        Component crds = new Component() {
            @Override
            public String name() {
                return "words";
            }

            @Override
            public Manifests manifests(ClusterView cluster) {
                return Manifests.none()
                        .yaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: words}, data: {a: b}}");
            }
        };
        assertThat(wrong(SmallCluster.of(
                        Istio.named("istio")
                                .members("gone", "words")
                                .member(Member.of("stock").only("stok")),
                        crds,
                        STOCK)))
                .extracting(Finding::rule)
                .containsExactly("mesh.member", "mesh.member", "mesh.member");
    }

    @Test
    void a_program_in_the_network_of_its_node_cannot_join() {
        Part onNode = scope -> Yaml.read("""
                        apiVersion: apps/v1
                        kind: DaemonSet
                        metadata: {name: stock-node}
                        spec:
                          selector: {matchLabels: {app: stock-node}}
                          template:
                            metadata: {labels: {app: stock-node}}
                            spec: {hostNetwork: true, containers: [{name: a, image: a}]}
                        """, "node.yaml").forEach(scope::manifest);

        assertThat(wrong(SmallCluster.of(ISTIO, ORDERS, Program.named("stock").and(onNode))))
                .extracting(Finding::rule, IstioTest::remedy)
                .containsExactly(tuple("mesh.member", "name the others with Member.of(\"stock\").only(...)"));
        assertThat(wrong(SmallCluster.of(
                        Istio.named("istio")
                                .members("orders")
                                .member(Member.of("stock").only("stock")),
                        ORDERS,
                        Program.named("stock").and(onNode))))
                .isEmpty();
    }

    @Test
    void of_a_component_chosen_workloads_join() {
        SmallCluster cluster = SmallCluster.of(
                Istio.named("istio").member(Member.of("stock").only("stock-counter")),
                Program.named("stock").and(sized(Workload.deployment("stock-counter"))));

        assertThat(label(cluster.object("Deployment", "stock-counter"))).isEqualTo("true");
        assertThat(label(cluster.object("Deployment", "stock"))).isEmpty();
    }

    private static String label(Manifest workload) {
        return workload.spec()
                .mapping("template")
                .mapping("metadata")
                .mapping("labels")
                .text("sidecar.istio.io/inject")
                .orElse("");
    }

    @Test
    void a_job_joins_but_has_nothing_to_be_opened() {
        SmallCluster cluster = SmallCluster.of(
                ISTIO,
                ORDERS,
                Program.named("stock")
                        .and(sized(Workload.cronJob("stock-count", "0 3 * * *"))
                                .reaches(ServiceRef.of("orders", "orders", "http"))));

        assertThat(wrong(cluster)).isEmpty();
        assertThat(cluster.object("CronJob", "stock-count")
                        .spec()
                        .mapping("jobTemplate")
                        .mapping("spec")
                        .mapping("template")
                        .mapping("metadata")
                        .mapping("labels")
                        .text("sidecar.istio.io/inject"))
                .contains("true");
        assertThat(cluster.manifests("stock"))
                .extracting(Manifest::kind, Manifest::name)
                .doesNotContain(tuple("PeerAuthentication", "stock-count"), tuple("PodMonitor", "stock-count-proxy"));
    }

    @Test
    void what_is_opened_is_done_without_strict_mutual_tls_for_its_reason() {
        SmallCluster cluster = SmallCluster.of(
                Istio.named("istio")
                        .member(Member.of("orders").open(8080, "the shop"))
                        .member(Member.of("stock").plain(8080, "it speaks first")),
                ORDERS,
                STOCK,
                SHOP);

        assertThat(cluster.exemptions())
                .contains(
                        new Exemption(
                                "strict mutual TLS",
                                "Deployment orders, port 8080 also takes plain connections",
                                "the shop"),
                        new Exemption(
                                "strict mutual TLS",
                                "Deployment stock, port 8080 takes plain connections only",
                                "it speaks first"));
        assertThat(cluster.object("PeerAuthentication", "stock")
                        .spec()
                        .mapping("portLevelMtls")
                        .mapping("8080")
                        .text("mode"))
                .contains("DISABLE");
    }

    @Test
    void nobody_guesses_what_a_port_of_plain_tcp_speaks() {
        SmallCluster cluster = SmallCluster.of(
                Istio.named("istio").members("orders").member(Member.of("stock").tcp(8080)), ORDERS, STOCK);

        assertThat(cluster.object("Service", "stock").spec().sequence("ports").mappings())
                .extracting(port -> port.text("appProtocol").orElse(""))
                .containsExactly("tcp");
    }

    @Test
    void members_come_after_the_control_plane() {
        assertThat(SmallCluster.of(ISTIO, ORDERS, STOCK).expansion().facts(Order.class))
                .contains(
                        new Stated<>("orders", "orders", new Order("istio")),
                        new Stated<>("stock", "stock", new Order("istio")));
        assertThat(ISTIO.podSecurity().level()).isEqualTo(PodSecurity.Level.PRIVILEGED);
    }

    @Test
    void its_charts_know_where_microk8s_keeps_its_network_plugins() {
        assertThat(charts(SmallCluster.of(ISTIO, ORDERS, STOCK)).get(0).values().text("cniConfDir"))
                .contains("/var/snap/microk8s/current/args/cni-network");
        assertThat(charts(SmallCluster.of(
                                Site.of("kubeadm", "10.1.0.0/16", "10.152.183.0/24", 6443)
                                        .node("rack", "192.168.10.11"),
                                ISTIO,
                                ORDERS,
                                STOCK))
                        .get(0)
                        .values()
                        .has("cniConfDir"))
                .isFalse();
    }

    private static List<RemoteChart.Resolved> charts(SmallCluster cluster) {
        return cluster.expansion().facts(RemoteChart.Resolved.class).stream()
                .map(Stated::fact)
                .toList();
    }

    @Test
    void flows_of_programs_stay_and_those_of_proxies_come_to_them() {
        List<Flow> without = SmallCluster.of(ORDERS, STOCK).expansion().flows();
        List<Flow> with = SmallCluster.of(ISTIO, ORDERS, STOCK).expansion().flows();

        assertThat(with).containsAll(without);
        assertThat(with.stream()
                        .filter(flow -> !without.contains(flow))
                        .map(flow -> flow.from() + " > " + flow.to() + " " + flow.port()))
                .containsExactlyInAnyOrder(
                        "istio-system/istiod > ApiServer[] 16443",
                        "ApiServer[] > istio-system/istiod 15017",
                        "istio-system/istio-cni-node > ApiServer[] 16443",
                        "monitoring/prometheus > istio-system/istiod 15014",
                        "monitoring/prometheus > istio-system/istio-cni-node 15014",
                        "orders/orders > istio-system/istiod 15012",
                        "stock/stock > istio-system/istiod 15012",
                        "monitoring/prometheus > orders/orders 15020",
                        "monitoring/prometheus > stock/stock 15020");
    }

    @Test
    void the_policies_still_hold() {
        SmallCluster cluster = SmallCluster.of(ISTIO, ORDERS, STOCK, Program.named("other"));
        List<Manifest> manifests =
                cluster.expansion().derive(new NetworkPolicyDerivation()).manifests();
        NetworkPolicies policies =
                NetworkPolicies.of(manifests).podCidrs("10.1.0.0/16").nodeCidrs("192.168.10.11/32");
        Pod orders = policies.pod("orders", "orders");
        Pod stock = policies.pod("stock", "stock");
        Pod other = policies.pod("other", "other");
        Pod controlPlane = Pod.named("istiod-0", "istio-system").label("app", "istiod");
        Pod prometheus = Pod.named("prometheus-0", "monitoring").label("app", "prometheus");
        Host apiServer = Host.apiServer(16443, "192.168.10.11");

        assertThat(policies.allows(orders, stock, Protocol.TCP, 8080)).isTrue();
        assertThat(policies.allows(orders, controlPlane, Protocol.TCP, 15012)).isTrue();
        assertThat(policies.allows(controlPlane, apiServer, Protocol.TCP, 16443))
                .isTrue();
        assertThat(policies.allows(apiServer, controlPlane, Protocol.TCP, 15017))
                .isTrue();
        assertThat(policies.allows(prometheus, stock, Protocol.TCP, 15020)).isTrue();
        assertThat(policies.allows(stock, orders, Protocol.TCP, 8080)).isFalse();
        assertThat(policies.allows(other, stock, Protocol.TCP, 8080)).isFalse();
        assertThat(policies.allows(other, controlPlane, Protocol.TCP, 15012)).isFalse();
        assertThat(policies.allows(orders, stock, Protocol.TCP, 15020)).isFalse();
        assertThat(policies.allows(orders, stock, Protocol.TCP, 15006)).isFalse();
    }

    @Test
    void a_kubernetes_without_native_sidecars_is_told() {
        assertThat(Expansion.of(Cluster.named("home").kubernetes("1.28").layer("mesh", Istio.named("istio")))
                        .findings())
                .extracting(Finding::rule)
                .contains("model.kubernetes");
    }

    @Test
    void wrong_settings_are_wrong_calls() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ISTIO.members("stock"))
                .withMessageContaining("joins istio twice");
        assertThatIllegalArgumentException().isThrownBy(() -> ISTIO.replicas(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Member.of("stock").open(8080, " "))
                .withMessageContaining("needs a reason");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Member.of("stock").open(8080, "a").plain(8080, "b"))
                .withMessageContaining("both open and plain");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Member.of("stock").rateLimit(10, seconds(1).dividedBy(100)))
                .withMessageContaining("50ms");
    }
}
