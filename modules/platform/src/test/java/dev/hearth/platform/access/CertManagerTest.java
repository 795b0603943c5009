package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.platform.SmallCluster.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.route.IssuerOffer;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertManagerTest {

    private static final String WAVE = "argocd.argoproj.io/sync-wave";
    private static final CertManager CERT_MANAGER = CertManager.named("cert-manager");

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = SmallCluster.of(CERT_MANAGER.issuer("home-ca"));

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("cert-manager", cluster.manifests());
    }

    @Test
    void runs_its_three_programs_of_one_release_in_a_restricted_namespace() {
        SmallCluster cluster = SmallCluster.of(CERT_MANAGER);

        assertThat(cluster.manifests().stream()
                        .filter(manifest -> manifest.kind().equals("Deployment"))
                        .map(deployment -> container(deployment).text("image").orElseThrow()))
                .containsExactlyInAnyOrder(
                        "quay.io/jetstack/cert-manager-controller:v1.21.1",
                        "quay.io/jetstack/cert-manager-webhook:v1.21.1",
                        "quay.io/jetstack/cert-manager-cainjector:v1.21.1");
        assertThat(CERT_MANAGER.podSecurity()).isEqualTo(PodSecurity.restricted());
        assertThat(cluster.exemptions()).isEmpty();
    }

    @Test
    void elects_its_leaders_and_keeps_its_secrets_in_its_own_namespace() {
        assertThat(container(SmallCluster.of(CERT_MANAGER).object("Deployment", "cert-manager"))
                        .sequence("args")
                        .strings())
                .containsExactly(
                        "--v=2",
                        "--cluster-resource-namespace=$(POD_NAMESPACE)",
                        "--leader-election-namespace=$(POD_NAMESPACE)",
                        "--acme-http01-solver-image=quay.io/jetstack/cert-manager-acmesolver:v1.21.1");
    }

    @Test
    void lets_the_api_server_ask_the_webhook_at_the_port_of_its_pods() {
        assertThat(SmallCluster.of(CERT_MANAGER).expansion().flows().stream()
                        .filter(flow -> flow.from().equals(Peer.apiServer()))
                        .map(flow -> flow.to() + ":" + flow.port()))
                .containsExactly("cert-manager/cert-manager-webhook:10250");
    }

    @Test
    void lets_all_of_its_pods_reach_the_api_server_of_the_site() {
        assertThat(SmallCluster.of(CERT_MANAGER).expansion().flows().stream()
                        .filter(flow -> flow.to().equals(Peer.apiServer()))
                        .map(Flow::port))
                .containsExactly(16443, 16443, 16443);
    }

    @Test
    void makes_the_authority_in_waves_after_the_webhook() {
        SmallCluster cluster = SmallCluster.of(CERT_MANAGER);
        Manifest webhook = cluster.object("ValidatingWebhookConfiguration", "cert-manager-webhook");
        Manifest root = cluster.object("Certificate", "internal-ca");
        Manifest signer = cluster.object("ClusterIssuer", "internal-ca");

        assertThat(webhook.annotations()).doesNotContainKey(WAVE);
        assertThat(List.of(cluster.object("ClusterIssuer", "internal-ca-selfsigned"), root, signer))
                .extracting(manifest -> manifest.annotations().get(WAVE))
                .containsExactly("1", "2", "3");
        assertThat(root.spec().mapping("issuerRef").text("name")).contains("internal-ca-selfsigned");
        assertThat(root.spec().mapping("privateKey").text("rotationPolicy")).contains("Never");
        assertThat(root.spec().text("secretName"))
                .isEqualTo(signer.spec().mapping("ca").text("secretName"));
    }

    @Test
    void keeps_the_authority_from_being_deleted() {
        assertThat(SmallCluster.of(CERT_MANAGER).expansion().facts(HoldsData.class))
                .extracting(Stated::fact)
                .containsExactly(
                        new HoldsData(new Identity("cert-manager.io", "Certificate", "cert-manager", "internal-ca")));
    }

    @Test
    void offers_its_issuer_and_its_definitions() {
        assertThat(CERT_MANAGER.issuer("home-ca").offers().of(IssuerOffer.class))
                .containsExactly(new IssuerOffer("home-ca"));
        assertThat(CERT_MANAGER.offers().of(CrdOffer.class))
                .extracting(CrdOffer::source)
                .containsExactly(new CrdOffer.Git(
                        "https://github.com/cert-manager/cert-manager.git",
                        "24e33194fb39488eff2bbf10c6dc640f407cad44",
                        "v1.21.1",
                        "deploy/crds"));
    }

    @Test
    void makes_no_authority_where_issuers_come_from_elsewhere() {
        CertManager bare = CERT_MANAGER.withoutIssuer();

        assertThat(bare.offers().of(IssuerOffer.class)).isEmpty();
        assertThat(SmallCluster.of(bare).manifests())
                .extracting(Manifest::kind)
                .doesNotContain("ClusterIssuer", "Certificate");
    }

    @Test
    void stands_in_a_cluster_once() {
        assertThat(SmallCluster.of(CERT_MANAGER, CertManager.named("other").withoutIssuer())
                        .findings())
                .extracting(Finding::rule, Finding::subject)
                .contains(org.assertj.core.groups.Tuple.tuple("model.twice", "component other"));
    }

    @Test
    void tells_of_certificates_that_expire_or_are_not_ready() {
        assertThat(SmallCluster.of(CERT_MANAGER)
                        .object("PrometheusRule", "cert-manager")
                        .spec()
                        .sequence("groups")
                        .mappings()
                        .get(0)
                        .sequence("rules")
                        .mappings())
                .extracting(rule -> rule.text("alert").orElseThrow())
                .containsExactly("CertificateExpiringSoon", "CertificateNotReady");
    }

    @Test
    void refuses_an_authority_shorter_than_what_it_signs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CERT_MANAGER.authorityLifetime(days(30)))
                .withMessageContaining("at least 180 days");
    }
}
