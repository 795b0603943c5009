package dev.hearth.platform.access;

import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.data;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Page;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Units;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterDnsTest {

    private static final ClusterDns DNS = ClusterDns.named("names", "10.152.183.12");
    private static final Site SITE = SmallCluster.site().loadBalancerAddress("192.168.10.50");

    @TempDir
    private Path folder;

    /** Two hosts, one with all below it. */
    private record Shop(List<String> hosts) implements Component {

        @Override
        public String name() {
            return "shop";
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            Port http = Port.http(8080);
            Workload web = Workload.deployment("web")
                    .image(Image.of("registry.example.org/web", "1"))
                    .requests(Units.cpu("10m"), Units.memory("16Mi"))
                    .limits(Units.memory("16Mi"))
                    .port(http);
            Manifests manifests = Manifests.of(web);
            for (String host : hosts) {
                manifests = manifests.and(
                        Route.at(host).to(web.service(http)).open("a test").plainHttp("a test"));
            }
            return manifests;
        }
    }

    private static SmallCluster with(ClusterDns dns, String... hosts) {
        return SmallCluster.of(SITE, dns, NginxIngress.named("ingress").loadBalancer(), new Shop(List.of(hosts)));
    }

    private static String zone(SmallCluster cluster) {
        return data(cluster.object("ConfigMap", "names-zones")).getOrDefault("home.arpa.zone", "");
    }

    private static String page(SmallCluster cluster, String path) {
        return cluster.expansion().facts(Page.class).stream()
                .filter(stated -> stated.fact().path().equals(path))
                .findFirst()
                .orElseThrow()
                .fact()
                .text();
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = with(DNS.lan("192.168.10.53"), "shop", "*.coder");

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("cluster-dns", cluster.manifests("names"));
    }

    @Test
    void knows_the_hosts_of_all_routes_at_the_address_of_their_ingress() {
        assertThat(zone(with(DNS, "shop", "*.coder")))
                .contains("\nshop                    A 192.168.10.50\n", "\n*.coder                 A 192.168.10.50\n")
                .contains("\nns                      A 10.152.183.12\n");
    }

    @Test
    void knows_all_nodes_where_the_ingress_opens_their_ports() {
        Site nodes = SmallCluster.site().node("shelf", "192.168.10.12");
        SmallCluster cluster = SmallCluster.of(nodes, DNS, NginxIngress.named("ingress"), new Shop(List.of("shop")));

        assertThat(zone(cluster))
                .contains("shop                    A 192.168.10.11\nshop                    A 192.168.10.12\n");
        assertThat(page(cluster, "docs/dns/home.hosts")).isEqualTo("192.168.10.11\tshop.home.arpa\n");
    }

    @Test
    void the_serial_changes_exactly_when_a_name_does() {
        assertThat(zone(with(DNS, "shop", "office"))).isEqualTo(zone(with(DNS, "office", "shop")));
        assertThat(zone(with(DNS, "shop")).lines().filter(line -> line.startsWith("@ SOA")))
                .doesNotContainAnyElementsOf(zone(with(DNS, "shop", "office"))
                        .lines()
                        .filter(line -> line.startsWith("@ SOA"))
                        .toList());
    }

    @Test
    void bind_takes_the_zone() throws IOException {
        Path file = folder.resolve("home.arpa.zone");
        Files.write(file, zone(with(DNS, "shop", "*.coder", "home.arpa")).getBytes(UTF_8));

        Outcome outcome =
                Judges.require("named-checkzone").in(folder).run("-i", "local", "home.arpa", "home.arpa.zone");

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
        assertThat(outcome.stdout()).contains("OK");
    }

    @Test
    void the_files_for_the_local_network_say_the_same() {
        SmallCluster cluster = with(DNS, "shop", "*.coder");

        assertThat(page(cluster, "docs/dns/home.arpa.zone")).isEqualTo(zone(cluster));
        assertThat(page(cluster, "docs/dns/home.hosts"))
                .isEqualTo("192.168.10.50\tshop.home.arpa\n# a hosts file cannot have *.coder.home.arpa\n");
    }

    @Test
    void the_page_says_how_the_clusters_own_dns_comes_to_ask() {
        String page = page(with(DNS, "shop"), "docs/dns/home.md");

        assertThat(page)
                .contains("home.arpa:53 {\n    errors\n    cache 30\n    forward . 10.152.183.12\n}\n")
                .contains("microk8s enable dns")
                .contains("`home.arpa.zone`");
        assertThat(page(with(DNS.lan("192.168.10.53"), "shop"), "docs/dns/home.md"))
                .contains("server=/home.arpa/192.168.10.53\n");
    }

    @Test
    void is_asked_by_the_clusters_own_dns_alone_unless_it_is_in_the_local_network() {
        assertThat(with(DNS, "shop").expansion().flows().stream()
                        .filter(flow -> flow.port() == 1053)
                        .map(Flow::from))
                .containsOnly(SITE.dns());
        assertThat(with(DNS.lan("192.168.10.53"), "shop").expansion().flows().stream()
                        .filter(flow -> flow.port() == 1053)
                        .map(Flow::from))
                .containsOnly(Peer.anywhere());
    }

    @Test
    void its_service_has_the_address_that_others_are_told() {
        Manifest service = with(DNS.lan("192.168.10.53"), "shop").object("Service", "names");

        assertThat(service.spec().text("clusterIP")).contains("10.152.183.12");
        assertThat(service.annotations()).containsEntry("metallb.io/loadBalancerIPs", "192.168.10.53");
        assertThat(container(with(DNS, "shop").object("Deployment", "names"))
                        .mapping("securityContext")
                        .mapping("capabilities")
                        .sequence("add")
                        .strings())
                .containsExactly("NET_BIND_SERVICE");
    }

    @Test
    void refuses_an_address_that_no_service_can_have() {
        assertThat(with(ClusterDns.named("names", "10.96.0.12"), "shop").findings())
                .extracting(Finding::rule)
                .contains("route.address");
        assertThatIllegalArgumentException().isThrownBy(() -> ClusterDns.named("names", "twelve"));
    }
}
