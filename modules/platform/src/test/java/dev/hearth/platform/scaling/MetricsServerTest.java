package dev.hearth.platform.scaling;

import static dev.hearth.platform.SmallCluster.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Site;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.platform.Catalogue;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.CertManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsServerTest {

    private static final MetricsServer SERVER = MetricsServer.named("metrics-server");
    private static final Site ELSEWHERE = Site.of("k3s", "10.42.0.0/16", "10.43.0.0/16", 6443);

    private static SmallCluster alone() {
        return SmallCluster.of(SERVER);
    }

    private static SmallCluster certified() {
        return SmallCluster.of(CertManager.named("cert-manager"), SERVER);
    }

    private static Manifest api(SmallCluster cluster) {
        return cluster.object("APIService", "v1beta1.metrics.k8s.io");
    }

    @Test
    void becomes_the_expected_objects() {
        assertThat(certified().findings()).isEmpty();
        GoldenTree.assertTree("metrics-server", certified().manifests("metrics-server"));
    }

    @Test
    void the_api_server_knows_its_certificate_where_there_is_an_issuer() {
        assertThat(api(certified()).annotations())
                .containsEntry("cert-manager.io/inject-ca-from", "metrics-server/metrics-server-tls");
        assertThat(api(certified()).spec().has("insecureSkipTLSVerify")).isFalse();
        assertThat(container(certified().object("Deployment", "metrics-server"))
                        .sequence("args")
                        .strings())
                .contains("--tls-cert-file=/run/tls/tls.crt");
    }

    @Test
    void without_an_issuer_any_certificate_is_taken_and_that_is_listed() {
        assertThat(alone().findings()).isEmpty();
        assertThat(api(alone()).spec().isTrue("insecureSkipTLSVerify")).isTrue();
        assertThat(alone().exemptions()).extracting(Exemption::subject).contains("APIService v1beta1.metrics.k8s.io");
    }

    @Test
    void kubelets_are_verified_where_their_certificates_can_be() {
        String lenient = "--kubelet-insecure-tls";

        assertThat(args(SmallCluster.site(), SERVER)).contains(lenient);
        assertThat(args(ELSEWHERE, SERVER)).doesNotContain(lenient);
        assertThat(args(SmallCluster.site(), SERVER.verifyingKubelets())).doesNotContain(lenient);
        assertThat(args(ELSEWHERE, SERVER.trustingKubelets())).contains(lenient);
        assertThat(SmallCluster.of(SERVER.verifyingKubelets()).exemptions())
                .extracting(Exemption::what)
                .doesNotContain("verified certificates of kubelets");
    }

    private static Iterable<String> args(Site site, MetricsServer server) {
        return container(SmallCluster.of(site, server).object("Deployment", "metrics-server"))
                .sequence("args")
                .strings();
    }

    @Test
    void opens_kubelets_and_the_api_server_and_is_opened_by_the_api_server() {
        Pods server = Pods.labelled("metrics-server", "app.kubernetes.io/name", "metrics-server")
                .orIn("metrics-server");

        assertThat(alone().expansion().flows().stream()
                        .filter(flow -> flow.from().equals(server)))
                .extracting(Flow::to, Flow::port)
                .containsExactlyInAnyOrder(tuple(Peer.nodes(), 10250), tuple(Peer.apiServer(), 16443));
        assertThat(alone().expansion().flows().stream()
                        .filter(flow -> flow.to().equals(server) && flow.from().equals(Peer.apiServer())))
                .extracting(Flow::port)
                .containsExactly(10250);
    }

    @ParameterizedTest
    @CsvSource({"1.28, v0.7.2", "1.30, v0.7.2", "1.31, v0.8.1", "1.33, v0.8.1", "1.34, v0.9.0", "1.36, v0.9.0"})
    void the_version_follows_that_of_kubernetes(String kubernetes, String version) {
        assertThat(Catalogue.image("metrics-server", KubernetesVersion.parse(kubernetes)))
                .hasToString("registry.k8s.io/metrics-server/metrics-server:" + version);
    }

    @Test
    void two_of_them_have_a_disruption_budget() {
        assertThat(SmallCluster.of(SERVER.replicas(2)).manifests("metrics-server"))
                .extracting(Manifest::kind)
                .contains("PodDisruptionBudget");
        assertThatThrownBy(() -> SERVER.replicas(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
