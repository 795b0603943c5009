package dev.hearth.homelab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is reached from outside, at which host. */
class RoutesTest {

    private static Stream<Manifest> ingresses() {
        return Home.objects("Ingress");
    }

    private static Manifest ingress(String host) {
        return ingresses()
                .filter(ingress -> rules(ingress)
                        .anyMatch(rule -> rule.text("host").orElse("").equals(host)))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Mapping> rules(Manifest ingress) {
        return ingress.spec().sequence("rules").mappings().stream();
    }

    /** {@code host/path} to {@code namespace/service:port}, the port as it is in the Ingress. */
    private static Map<String, String> table() {
        Map<String, String> table = new TreeMap<>();
        ingresses()
                .forEach(ingress -> rules(ingress)
                        .forEach(rule -> rule.mapping("http")
                                .sequence("paths")
                                .mappings()
                                .forEach(path -> {
                                    Mapping service = path.mapping("backend").mapping("service");
                                    String target = ingress.identity().namespace() + "/"
                                            + service.text("name").orElseThrow() + ":"
                                            + service.mapping("port")
                                                    .text("name")
                                                    .orElseThrow();
                                    assertThat(path.text("pathType")).contains("Prefix");
                                    assertThat(table.put(
                                                    rule.text("host").orElseThrow()
                                                            + path.text("path").orElseThrow(),
                                                    target))
                                            .isNull();
                                })));
        return table;
    }

    /** The number of a port of a Service of the tree. */
    private static long port(String namespace, String service, String port) {
        return Home.object("Service", namespace, service).spec().sequence("ports").mappings().stream()
                .filter(candidate -> candidate.text("name").orElse("").equals(port))
                .findFirst()
                .orElseThrow()
                .number("port")
                .orElseThrow();
    }

    @Test
    void the_hosts_lead_to_the_services_of_the_table() {
        assertThat(table())
                .contains(
                        Map.entry("argocd.home.arpa/", "argocd/argocd-server:http"),
                        Map.entry("coder.home.arpa/", "coder/coder:http"),
                        Map.entry("dashboard.home.arpa/", "monitoring/grafana:http"),
                        Map.entry("minio.home.arpa/", "minio/minio-console:console"),
                        Map.entry("prometheus.home.arpa/", "prometheus-login/prometheus-login:http"),
                        Map.entry("s3.home.arpa/", "minio/minio:api"));
        assertThat(port("monitoring", "grafana", "http")).isEqualTo(3000);
        assertThat(port("minio", "minio-console", "console")).isEqualTo(9090);
        assertThat(port("monitoring", "prometheus-server", "web")).isEqualTo(9090);
        assertThat(port("minio", "minio", "api")).isEqualTo(9000);
    }

    @Test
    void every_host_has_tls_by_a_certificate_of_the_internal_authority() {
        assertThat(ingresses()).hasSizeGreaterThanOrEqualTo(7).allSatisfy(ingress -> {
            List<Mapping> tls = ingress.spec().sequence("tls").mappings();
            List<String> hosts =
                    rules(ingress).map(rule -> rule.text("host").orElseThrow()).toList();
            assertThat(tls).hasSize(1);
            assertThat(tls.get(0).sequence("hosts").strings()).isEqualTo(hosts);
            assertThat(ingress.spec().text("ingressClassName")).contains("nginx");
            assertThat(ingress.annotations()).containsEntry("nginx.org/ssl-redirect", "true");
            List<Mapping> certificates = Home.objects("Certificate")
                    .filter(certificate -> certificate
                            .identity()
                            .namespace()
                            .equals(ingress.identity().namespace()))
                    .map(Manifest::spec)
                    .filter(spec -> spec.text("secretName").equals(tls.get(0).text("secretName")))
                    .toList();
            assertThat(certificates).hasSize(1);
            assertThat(certificates.get(0).sequence("dnsNames").strings()).isEqualTo(hosts);
            assertThat(certificates.get(0).mapping("issuerRef"))
                    .isEqualTo(Mapping.texts(
                            Map.of("group", "cert-manager.io", "kind", "ClusterIssuer", "name", "internal-ca")));
        });
    }

    @Test
    void the_internal_authority_signs_with_a_certificate_that_signs_itself() {
        String secret = Home.object("ClusterIssuer", "", "internal-ca")
                .spec()
                .mapping("ca")
                .text("secretName")
                .orElseThrow();
        Mapping root = Home.object("Certificate", "cert-manager", "internal-ca").spec();

        assertThat(root.text("secretName")).contains(secret);
        assertThat(root.isTrue("isCA")).isTrue();
        assertThat(root.mapping("issuerRef").text("name")).contains("internal-ca-selfsigned");
        assertThat(Home.object("ClusterIssuer", "", "internal-ca-selfsigned").spec())
                .isEqualTo(Mapping.of("selfSigned", Mapping.empty()));
    }

    @Test
    void the_controller_answers_at_80_and_443_of_every_node() {
        List<Mapping> containers = Home.object("DaemonSet", "nginx-ingress", "nginx-ingress")
                .spec()
                .mapping("template")
                .mapping("spec")
                .sequence("containers")
                .mappings();

        assertThat(containers.get(0).sequence("ports").mappings())
                .flatExtracting(port -> port.number("hostPort").stream().toList())
                .containsExactlyInAnyOrder(80L, 443L);
    }

    @Test
    void uploads_to_s3_have_no_limit_and_pass_unbuffered() {
        assertThat(ingress("s3.home.arpa").annotations())
                .containsEntry("nginx.org/client-max-body-size", "0")
                .containsEntry("nginx.org/location-snippets", "proxy_request_buffering off;")
                .containsEntry("nginx.org/proxy-buffering", "false");
        assertThat(Home.object("DaemonSet", "nginx-ingress", "nginx-ingress")
                        .spec()
                        .mapping("template")
                        .mapping("spec")
                        .sequence("containers")
                        .mappings()
                        .get(0)
                        .sequence("args")
                        .strings())
                .as("without it the controller refuses an Ingress with snippets")
                .contains("-enable-snippets=true");
    }

    @Test
    void prometheus_asks_for_a_login_at_the_identity_provider() {
        assertThat(table())
                .containsEntry("auth.home.arpa/", "dex/dex:http")
                .containsEntry("prometheus.home.arpa/", "prometheus-login/prometheus-login:http");
        assertThat(List.of("dex", "prometheus-login"))
                .allSatisfy(namespace -> assertThat(Home.object("SealedSecret", namespace, "dex-prometheus")
                                .spec()
                                .mapping("encryptedData")
                                .text("client-secret"))
                        .isPresent());
        assertThat(Home.RENDERING.secrets()).as("nothing is made outside").isEmpty();
    }

    @Test
    void what_pushes_to_the_browser_may_open_websockets() {
        assertThat(List.of("dashboard", "minio"))
                .allSatisfy(host -> assertThat(ingress(host + ".home.arpa").annotations())
                        .containsKey("nginx.org/websocket-services")
                        .containsEntry("nginx.org/proxy-read-timeout", "3600s"));
    }

    @Test
    void minio_tells_browsers_the_address_of_its_console() {
        List<Mapping> environment = Home.object("StatefulSet", "minio", "minio")
                .spec()
                .mapping("template")
                .mapping("spec")
                .sequence("containers")
                .mappings()
                .get(0)
                .sequence("env")
                .mappings();

        assertThat(environment)
                .contains(Mapping.builder()
                        .put("name", "MINIO_BROWSER_REDIRECT_URL")
                        .put("value", Node.text("https://minio.home.arpa"))
                        .build());
    }
}
