package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.seconds;
import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.data;
import static dev.hearth.platform.SmallCluster.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.route.Dialect;
import dev.hearth.dsl.route.F5Nginx;
import dev.hearth.dsl.route.IngressOffer;
import dev.hearth.dsl.workload.Autoscaler;
import dev.hearth.dsl.workload.ScalingRules;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

class NginxIngressTest {

    private static final NginxIngress INGRESS = NginxIngress.named("ingress");

    private static Site siteWithAddress() {
        return SmallCluster.site().loadBalancerAddress("192.168.10.50");
    }

    @Test
    void on_ports_of_the_nodes_becomes_the_expected_objects() {
        SmallCluster cluster = SmallCluster.of(INGRESS);

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("nginx-ingress-host-ports", cluster.manifests());
    }

    @Test
    void behind_a_load_balancer_becomes_the_expected_objects() {
        SmallCluster cluster = SmallCluster.of(
                siteWithAddress(),
                INGRESS.loadBalancer()
                        .snippets("S3 uploads must not be buffered")
                        .withCustomResources()
                        .withAnyHeaderNames()
                        .cache("responses", gib(1)));

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("nginx-ingress-load-balancer", cluster.manifests());
    }

    @Test
    void runs_the_pinned_image_as_its_user_with_its_flags() {
        Manifest daemonSet = SmallCluster.of(INGRESS).object("DaemonSet", "ingress");

        assertThat(container(daemonSet).text("image")).contains("docker.io/nginx/nginx-ingress:5.5.4");
        assertThat(pod(daemonSet).mapping("securityContext").number("runAsUser"))
                .contains(101L);
        assertThat(container(daemonSet).sequence("args").strings())
                .containsExactly(
                        "-nginx-configmaps=$(POD_NAMESPACE)/ingress",
                        "-ingress-class=nginx",
                        "-report-ingress-status",
                        "-leader-election-lock-name=ingress-leader",
                        "-enable-custom-resources=false",
                        "-enable-snippets=false",
                        "-enable-prometheus-metrics",
                        "-enable-telemetry-reporting=false");
    }

    @Test
    void opens_the_ports_of_the_node_and_tells_its_address() {
        SmallCluster cluster = SmallCluster.of(INGRESS);

        assertThat(container(cluster.object("DaemonSet", "ingress")).sequence("ports").mappings().stream()
                        .filter(port -> port.has("hostPort"))
                        .map(port -> port.number("containerPort").orElseThrow() + ":"
                                + port.number("hostPort").orElseThrow()))
                .containsExactly("80:80", "443:443");
        assertThat(data(cluster.object("ConfigMap", "ingress")))
                .containsEntry("external-status-address", "192.168.10.11");
        assertThat(INGRESS.podSecurity().level()).isEqualTo(PodSecurity.Level.PRIVILEGED);
        assertThat(cluster.exemptions()).extracting(Exemption::what).contains("Pod Security restricted");
    }

    @Test
    void has_the_address_of_the_site_behind_a_load_balancer_and_is_restricted() {
        SmallCluster cluster = SmallCluster.of(siteWithAddress(), INGRESS.loadBalancer());
        Manifest service = cluster.object("Service", "ingress");

        assertThat(service.annotations()).containsEntry("metallb.io/loadBalancerIPs", "192.168.10.50");
        assertThat(service.spec().text("type")).contains("LoadBalancer");
        assertThat(service.spec().text("externalTrafficPolicy")).contains("Local");
        assertThat(service.spec().sequence("ports").mappings())
                .extracting(port -> port.number("port").orElseThrow())
                .containsExactly(80L, 443L);
        assertThat(container(cluster.object("Deployment", "ingress"))
                        .sequence("args")
                        .strings())
                .contains("-external-service=ingress");
        assertThat(data(cluster.object("ConfigMap", "ingress"))).doesNotContainKey("external-status-address");
        assertThat(INGRESS.loadBalancer().podSecurity()).isEqualTo(PodSecurity.restricted());
        assertThat(cluster.exemptions()).isEmpty();
    }

    @Test
    void has_a_finding_where_the_site_has_no_address_for_it() {
        assertThat(SmallCluster.of(INGRESS.loadBalancer()).findings())
                .extracting(Finding::rule, Finding::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "route.address",
                        "wants an address of the local network, but the site has none for load balancers"));
        assertThat(SmallCluster.of(Site.microk8s(), INGRESS).findings())
                .extracting(Finding::rule)
                .contains("route.address");
    }

    @Test
    void warns_where_the_site_has_an_address_that_it_does_not_use() {
        assertThat(SmallCluster.of(siteWithAddress(), INGRESS).findings())
                .extracting(Finding::message)
                .containsExactly(
                        "opens ports of the nodes, although the site has the address 192.168.10.50 for load balancers");
    }

    @Test
    void offers_the_dialect_that_fits_its_settings() {
        assertThat(offer(INGRESS).dialect()).isEqualTo(Dialect.f5Nginx().withHttp2());
        assertThat(offer(INGRESS.setting("http2", "false")).dialect()).isEqualTo(Dialect.f5Nginx());
        assertThat(offer(INGRESS.snippets("uploads").withCustomResources().cache("responses", gib(1)))
                        .dialect())
                .isEqualTo(new F5Nginx(true, true, true, "responses"));
    }

    private static IngressOffer offer(NginxIngress ingress) {
        return ingress.offers().of(IngressOffer.class).get(0);
    }

    @Test
    void brings_definitions_only_where_it_reads_its_own_resources() {
        assertThat(INGRESS.offers().of(CrdOffer.class)).isEmpty();
        assertThat(INGRESS.withCustomResources().offers().of(CrdOffer.class))
                .extracting(CrdOffer::groups)
                .containsExactly(ImmutableList.of("k8s.nginx.org"));
    }

    @Test
    void is_opened_by_anyone_on_its_two_ports() {
        assertThat(SmallCluster.of(INGRESS).expansion().flows().stream()
                        .filter(flow -> flow.from().equals(Peer.anywhere()))
                        .map(Flow::port))
                .containsExactly(80, 443);
    }

    @Test
    void lets_settings_win_over_its_own() {
        assertThat(data(SmallCluster.of(INGRESS.setting("server-tokens", "true").setting("worker-processes", "2"))
                        .object("ConfigMap", "ingress")))
                .containsEntry("server-tokens", "true")
                .containsEntry("worker-processes", "2");
    }

    @Test
    void stands_beside_another_one() {
        SmallCluster cluster = SmallCluster.of(
                siteWithAddress(),
                INGRESS.loadBalancer(),
                NginxIngress.named("ingress-inside").ingressClass("inside").loadBalancer());

        assertThat(cluster.findings()).isEmpty();
        assertThat(cluster.manifests()).extracting(Manifest::identity).doesNotHaveDuplicates();
    }

    @Test
    void runs_another_image_in_all_of_its_containers() {
        Image mirrored = Image.of("registry.home.arpa/nginx/nginx-ingress", "5.5.4");
        Mapping pod = pod(SmallCluster.of(INGRESS.image(mirrored)).object("DaemonSet", "ingress"));

        assertThat(List.of(
                        pod.sequence("containers").mappings().get(0),
                        pod.sequence("initContainers").mappings().get(0)))
                .allSatisfy(container -> assertThat(container.text("image")).contains(mirrored.toString()));
    }

    @Test
    void refuses_snippets_without_a_reason_and_caches_without_a_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> INGRESS.snippets(" "))
                .withMessageContaining("need a reason");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> INGRESS.cache("my-zone", gib(1)))
                .withMessageContaining("letters, digits and '_'");
    }

    @Test
    void scales_with_a_pace_behind_a_load_balancer() {
        SmallCluster cluster = SmallCluster.of(
                siteWithAddress(),
                INGRESS.loadBalancer()
                        .autoscaler(Autoscaler.between(2, 6)
                                .cpu(70)
                                .scaleUp(ScalingRules.stabilized(seconds(60)).percent(100, seconds(15)))
                                .scaleDown(ScalingRules.stabilized(seconds(300)).percent(50, seconds(60)))));

        assertThat(cluster.findings()).isEmpty();
        assertThat(cluster.object("Deployment", "ingress").spec().has("replicas"))
                .isFalse();
        assertThat(cluster.object("PodDisruptionBudget", "ingress").spec().number("maxUnavailable"))
                .contains(1L);
        assertThat(Yaml.write(
                        cluster.object("HorizontalPodAutoscaler", "ingress").spec()))
                .isEqualTo("""
                        scaleTargetRef:
                          apiVersion: apps/v1
                          kind: Deployment
                          name: ingress
                        minReplicas: 2
                        maxReplicas: 6
                        metrics:
                        - type: Resource
                          resource:
                            name: cpu
                            target:
                              type: Utilization
                              averageUtilization: 70
                        behavior:
                          scaleUp:
                            stabilizationWindowSeconds: 60
                            policies:
                            - type: Percent
                              value: 100
                              periodSeconds: 15
                          scaleDown:
                            stabilizationWindowSeconds: 300
                            policies:
                            - type: Percent
                              value: 50
                              periodSeconds: 60
                        """);
    }

    @Test
    void has_nothing_to_scale_on_ports_of_the_nodes() {
        Autoscaler two = Autoscaler.between(1, 2).cpu(70);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> INGRESS.autoscaler(two))
                .withMessage(
                        "ingress ingress opens ports of the nodes, so each node has one pod of it and there is nothing"
                                + " to scale; say loadBalancer() before autoscaler(...)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> INGRESS.loadBalancer().autoscaler(two).hostPorts());
    }
}
