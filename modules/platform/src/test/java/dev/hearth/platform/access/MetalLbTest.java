package dev.hearth.platform.access;

import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.MadeInCluster;
import dev.hearth.dsl.Page;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.node.NodePages;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetalLbTest {

    private static final CertManager CERT_MANAGER = CertManager.named("cert-manager");
    private static final MetalLb METAL_LB = MetalLb.named("metallb");
    private static final Site SITE = SmallCluster.site().loadBalancerAddress("192.168.10.50");

    private static SmallCluster with(MetalLb metalLb) {
        return with(SITE, metalLb);
    }

    private static SmallCluster with(Site site, MetalLb metalLb) {
        return SmallCluster.of(site, CERT_MANAGER, metalLb);
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = with(METAL_LB.addresses("192.168.10.60-192.168.10.69"));

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("metallb", cluster.manifests("metallb"));
    }

    @Test
    void keeps_the_address_of_the_site_for_who_asks_for_it() {
        Mapping pool = with(METAL_LB).object("IPAddressPool", "site").spec();

        assertThat(pool.sequence("addresses").strings()).containsExactly("192.168.10.50/32");
        assertThat(pool.isTrue("autoAssign")).isFalse();
    }

    @Test
    void gives_further_addresses_to_anybody_and_answers_for_both() {
        SmallCluster cluster = with(METAL_LB.addresses("192.168.10.64/29").interfaces("eth0"));

        assertThat(cluster.object("IPAddressPool", "anybody").spec().isTrue("autoAssign"))
                .isTrue();
        Mapping advertisement =
                cluster.object("L2Advertisement", "local-network").spec();
        assertThat(advertisement.sequence("ipAddressPools").strings()).containsExactly("site", "anybody");
        assertThat(advertisement.sequence("interfaces").strings()).containsExactly("eth0");
    }

    @Test
    void says_its_settings_after_the_webhook_that_looks_at_them() {
        SmallCluster cluster = with(METAL_LB);

        assertThat(cluster.object("IPAddressPool", "site").annotations())
                .containsEntry("argocd.argoproj.io/sync-wave", "1");
        assertThat(cluster.expansion().flows().stream()
                        .filter(flow -> flow.from().equals(Peer.apiServer())
                                && flow.to().toString().startsWith("metallb/"))
                        .map(flow -> flow.to() + ":" + flow.port()))
                .containsExactly("metallb/metallb-controller:9443");
    }

    @Test
    void has_a_webhook_certificate_of_cert_manager_because_its_own_wants_another_definition() {
        SmallCluster cluster = with(METAL_LB);

        assertThat(container(cluster.object("Deployment", "metallb-controller"))
                        .sequence("args")
                        .strings())
                .contains("--disable-cert-rotation=true");
        assertThat(cluster.object("ValidatingWebhookConfiguration", "metallb-webhook-configuration")
                        .annotations())
                .containsEntry("cert-manager.io/inject-ca-from", "metallb/metallb-controller");
    }

    @Test
    void its_speakers_gossip_where_there_are_several_nodes_only() {
        SmallCluster one = with(METAL_LB);
        SmallCluster two = with(SITE.node("shelf", "192.168.10.12"), METAL_LB);

        assertThat(one.expansion().facts(MadeInCluster.class)).isEmpty();
        assertThat(container(one.object("DaemonSet", "metallb-speaker")).toString())
                .doesNotContain("METALLB_ML");
        assertThat(two.findings()).isEmpty();
        assertThat(two.expansion().facts(MadeInCluster.class).get(0).fact())
                .isEqualTo(MadeInCluster.secret("metallb", "memberlist", "secretkey"));
        assertThat(container(two.object("DaemonSet", "metallb-speaker")).toString())
                .contains("METALLB_ML_SECRET_KEY_PATH", "app.kubernetes.io/name=metallb-speaker");
        assertThat(container(two.object("Deployment", "metallb-controller")).toString())
                .contains("METALLB_ML_SECRET_NAME");
    }

    @Test
    void its_speakers_have_the_network_of_the_node_and_one_capability() {
        Manifest speaker = with(METAL_LB).object("DaemonSet", "metallb-speaker");

        assertThat(METAL_LB.podSecurity().level()).isEqualTo(PodSecurity.Level.PRIVILEGED);
        assertThat(pod(speaker).isTrue("hostNetwork")).isTrue();
        Mapping security = container(speaker).mapping("securityContext");
        assertThat(security.mapping("capabilities").sequence("add").strings()).containsExactly("NET_RAW");
        assertThat(security.isTrue("readOnlyRootFilesystem")).isTrue();
        assertThat(container(speaker)
                        .mapping("readinessProbe")
                        .mapping("httpGet")
                        .text("host"))
                .contains("127.0.0.1");
    }

    @Test
    void keeps_the_addon_of_the_same_name_off_the_nodes() {
        Cluster cluster = Cluster.named("home").site(SITE).layer("access", CERT_MANAGER, METAL_LB);

        assertThat(Expansion.of(cluster).derive(new NodePages()).facts(Page.class))
                .extracting(stated -> stated.fact().text())
                .anyMatch(page -> page.contains("microk8s disable metallb"));
    }

    @Test
    void tells_where_it_has_no_address_or_one_of_a_node() {
        assertThat(with(SmallCluster.site(), METAL_LB).findings())
                .extracting(Finding::rule)
                .contains("route.address");
        assertThat(with(SmallCluster.site().loadBalancerAddress("192.168.10.11"), METAL_LB)
                        .findings())
                .extracting(Finding::message)
                .contains("would give out 192.168.10.11, which is the address of node rack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.10.60", "192.168.10.69-192.168.10.60", "192.168.10.60-fd00::1", "rack-shelf"})
    void refuses_what_are_no_addresses(String range) {
        assertThatIllegalArgumentException().isThrownBy(() -> METAL_LB.addresses(range));
    }
}
