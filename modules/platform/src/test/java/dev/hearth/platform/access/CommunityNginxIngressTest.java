package dev.hearth.platform.access;

import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.route.Dialect;
import dev.hearth.dsl.route.IngressOffer;
import dev.hearth.dsl.workload.Autoscaler;
import dev.hearth.manifest.Manifest;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import org.junit.jupiter.api.Test;

class CommunityNginxIngressTest {

    private static final CommunityNginxIngress INGRESS =
            CommunityNginxIngress.retired("its annotations are in use until spring");

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = SmallCluster.of(INGRESS);

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("community-nginx-ingress", cluster.manifests());
    }

    @Test
    void says_in_every_report_that_it_is_retired_and_why_it_is_used() {
        assertThat(SmallCluster.of(INGRESS).exemptions())
                .contains(new Exemption(
                        "maintained software",
                        "component ingress-nginx (" + CommunityNginxIngress.IMAGE + ")",
                        "its annotations are in use until spring"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommunityNginxIngress.retired(""))
                .withMessageContaining("retired")
                .withMessageContaining("NginxIngress");
    }

    @Test
    void runs_the_image_of_a_fork() {
        Image fork = Image.of("ghcr.io/forkline/ingress-nginx/controller", "2026.7.20");

        assertThat(container(SmallCluster.of(INGRESS.image(fork)).object("DaemonSet", "ingress-nginx"))
                        .text("image"))
                .contains(fork.toString());
    }

    @Test
    void publishes_the_address_of_the_node_or_of_its_service() {
        assertThat(container(SmallCluster.of(INGRESS).object("DaemonSet", "ingress-nginx"))
                        .sequence("args")
                        .strings())
                .contains("--publish-status-address=192.168.10.11");
        assertThat(container(SmallCluster.of(
                                        SmallCluster.site().loadBalancerAddress("192.168.10.50"),
                                        INGRESS.loadBalancer())
                                .object("Deployment", "ingress-nginx"))
                        .sequence("args")
                        .strings())
                .contains("--publish-service=$(POD_NAMESPACE)/ingress-nginx");
    }

    @Test
    void offers_the_dialect_that_fits_its_settings() {
        CommunityNginxIngress open = INGRESS.snippets("a header that needs one").responseHeaders("X-Frame-Options");

        assertThat(open.offers().of(IngressOffer.class))
                .extracting(IngressOffer::dialect)
                .containsExactly(Dialect.communityNginx().withSnippets().withResponseHeaders("X-Frame-Options"));
        assertThat(data(SmallCluster.of(open).object("ConfigMap", "ingress-nginx-controller")))
                .containsEntry("allow-snippet-annotations", "true")
                .containsEntry("annotations-risk-level", "Critical")
                .containsEntry("global-allowed-response-headers", "X-Frame-Options");
    }

    @Test
    void stands_beside_that_of_f5() {
        SmallCluster cluster = SmallCluster.of(
                SmallCluster.site().loadBalancerAddress("192.168.10.50"),
                NginxIngress.named("ingress").loadBalancer(),
                INGRESS.ingressClass("old").loadBalancer());

        assertThat(cluster.findings()).isEmpty();
        assertThat(cluster.manifests()).extracting(Manifest::identity).doesNotHaveDuplicates();
    }

    @Test
    void refuses_settings_that_routes_would_not_know_of() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> INGRESS.setting("hsts", "false"))
                .withMessageContaining("hsts(...)");
    }

    @Test
    void scales_behind_a_load_balancer_alone() {
        Autoscaler busy = Autoscaler.between(2, 4).cpu(70);

        assertThat(SmallCluster.of(
                                SmallCluster.site().loadBalancerAddress("192.168.10.50"),
                                INGRESS.loadBalancer().autoscaler(busy))
                        .object("HorizontalPodAutoscaler", "ingress-nginx")
                        .spec()
                        .number("maxReplicas"))
                .contains(4L);
        assertThatIllegalArgumentException().isThrownBy(() -> INGRESS.autoscaler(busy));
    }
}
