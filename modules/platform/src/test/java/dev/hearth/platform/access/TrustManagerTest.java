package dev.hearth.platform.access;

import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.dsl.Flow;
import dev.hearth.dsl.MadeInCluster;
import dev.hearth.dsl.Page;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustManagerTest {

    private static final CertManager CERT_MANAGER =
            CertManager.named("cert-manager").issuer("home-ca");
    private static final TrustManager TRUST_MANAGER =
            TrustManager.named("trust-manager").to("coder", "photos");

    private static SmallCluster with(TrustManager trustManager) {
        return SmallCluster.of(CERT_MANAGER, trustManager);
    }

    private static List<Mapping> sources(SmallCluster cluster) {
        return cluster.object("Bundle", "internal-ca")
                .spec()
                .sequence("sources")
                .mappings();
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = with(TRUST_MANAGER);

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree(
                "trust-manager",
                cluster.manifests("trust-manager").stream()
                        .filter(manifest -> !manifest.kind().startsWith("Role")
                                || manifest.namespace().orElse("").equals("coder"))
                        .toList());
    }

    @Test
    void takes_the_authority_that_cert_manager_offers_and_the_public_ones() {
        assertThat(sources(with(TRUST_MANAGER)))
                .extracting(source -> source.mapping("secret").text("name").orElse("public"))
                .containsExactly("home-ca", "public");
        assertThat(sources(with(TRUST_MANAGER.withoutPublicAuthorities())))
                .extracting(source -> source.mapping("secret").text("key").orElse("public"))
                .containsExactly("tls.crt");
    }

    @Test
    void has_a_list_of_public_authorities_only_where_it_is_wanted() {
        Manifest with = with(TRUST_MANAGER).object("Deployment", "trust-manager");
        Manifest without = with(TRUST_MANAGER.withoutPublicAuthorities()).object("Deployment", "trust-manager");

        assertThat(container(with).sequence("args").strings())
                .contains("--default-package-location=/packages/cert-manager-package-debian.json");
        assertThat(pod(without).has("initContainers")).isFalse();
        assertThat(container(without).sequence("args").strings())
                .noneMatch(argument -> argument.startsWith("--default-package-location"));
    }

    @Test
    void may_write_to_the_namespaces_that_get_it_and_to_no_others() {
        SmallCluster cluster = with(TRUST_MANAGER);

        assertThat(cluster.manifests("trust-manager").stream()
                        .filter(manifest -> manifest.kind().equals("Role")
                                && manifest.root().toString().contains("configmaps"))
                        .map(role -> role.namespace().orElseThrow()))
                .containsExactlyInAnyOrder("cert-manager", "coder", "photos", "trust-manager");
        assertThat(cluster.object("ClusterRole", "trust-manager")
                        .root()
                        .sequence("rules")
                        .mappings())
                .flatExtracting(rule -> rule.sequence("resources").strings())
                .containsExactlyInAnyOrder("bundles", "bundles/finalizers", "bundles/status", "events", "namespaces");
        assertThat(container(cluster.object("Deployment", "trust-manager"))
                        .sequence("args")
                        .strings())
                .contains("--trust-namespace=cert-manager", "--target-namespaces=coder,photos");
    }

    @Test
    void says_which_config_maps_there_will_be() {
        assertThat(with(TRUST_MANAGER.bundle("trust", "bundle.pem")).expansion().facts(MadeInCluster.class))
                .extracting(Stated::fact)
                .containsExactly(
                        MadeInCluster.configMap("coder", "trust", "bundle.pem"),
                        MadeInCluster.configMap("photos", "trust", "bundle.pem"));
    }

    @Test
    void the_api_server_reaches_its_webhook_and_nobody_else_does() {
        assertThat(with(TRUST_MANAGER).expansion().flows().stream()
                        .filter(flow ->
                                flow.to().toString().equals("trust-manager/trust-manager") && flow.port() == 6443)
                        .map(Flow::from))
                .containsExactly(Peer.apiServer());
        assertThat(TRUST_MANAGER.podSecurity()).isEqualTo(PodSecurity.restricted());
    }

    @Test
    void tells_people_how_to_trust_the_authority_on_their_devices() {
        Page page = with(TRUST_MANAGER).expansion().facts(Page.class).get(0).fact();

        assertThat(page.path()).isEqualTo("docs/trust/home.md");
        assertThat(page.text())
                .contains(
                        "kubectl get secret home-ca --namespace cert-manager --output jsonpath='{.data.tls\\.crt}'"
                                + " | base64 --decode > home-ca.crt",
                        "update-ca-certificates",
                        "update-ca-trust",
                        "certutil -addstore -f Root home-ca.crt",
                        "## Firefox",
                        "## Android",
                        "## iOS");
    }

    @Test
    void needs_one_authority_and_a_namespace() {
        assertThat(SmallCluster.of(TRUST_MANAGER).findings())
                .extracting(Finding::rule, Finding::message)
                .contains(tuple("model.trust", "no component of the cluster has a certificate authority to trust"));
        assertThat(with(TrustManager.named("trust-manager")).findings())
                .extracting(Finding::message)
                .contains("no namespace gets the certificates");
    }
}
