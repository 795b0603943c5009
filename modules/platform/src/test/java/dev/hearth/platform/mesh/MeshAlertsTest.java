package dev.hearth.platform.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.mesh.IstioTest.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the alerts of the mesh fire, as Prometheus sees it. */
class MeshAlertsTest {

    private static final SmallCluster CLUSTER = SmallCluster.of(
            Istio.named("istio").members("stock").member(Member.of("orders").open(8080, "the shop")),
            Program.named("orders", "stock"),
            Program.named("stock"),
            Program.named("shop", "orders"));

    @TempDir
    private Path folder;

    private void test(String tests) throws IOException {
        Manifest rule = CLUSTER.object("PrometheusRule", "istio");
        Outcome lint = Judges.require("promtool")
                .run(List.of("check", "rules", "--lint=all", "--lint-fatal"), Yaml.bytes(rule.spec()));
        assertThat(lint.exitCode()).as(lint.stdout() + lint.stderr()).isZero();

        Files.write(folder.resolve("rules.yaml"), Yaml.bytes(rule.spec()));
        Files.write(
                folder.resolve("tests.yaml"),
                ("rule_files: [rules.yaml]\nevaluation_interval: 1m\ntests:\n" + tests).getBytes(UTF_8));
        Outcome outcome = Judges.require("promtool").in(folder).run("test", "rules", "tests.yaml");
        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    @Test
    void a_control_plane_that_is_down_is_told() throws IOException {
        test("""
                - interval: 1m
                  input_series:
                  - {series: 'kube_deployment_status_replicas_available{namespace="istio-system", deployment="istiod"}', values: 1x9 0x30}
                  alert_rule_test:
                  - {alertname: IstiodDown, eval_time: 14m, exp_alerts: []}
                  - alertname: IstiodDown
                    eval_time: 16m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: istio-system, deployment: istiod}
                      exp_annotations:
                        summary: The control plane of the mesh is down
                        description: No pod of a member starts, and proxies get no new certificates; those they have are valid for a day at most.
                """);
    }

    @Test
    void a_member_that_answers_with_errors_is_told() throws IOException {
        test("""
                - interval: 1m
                  input_series:
                  - {series: 'istio_requests_total{reporter="destination", destination_workload_namespace="stock", destination_workload="stock", response_code="200", connection_security_policy="mutual_tls"}', values: 0+9x60}
                  - {series: 'istio_requests_total{reporter="destination", destination_workload_namespace="stock", destination_workload="stock", response_code="503", connection_security_policy="mutual_tls"}', values: 0x10 1+1x49}
                  - {series: 'istio_requests_total{reporter="source", destination_workload_namespace="orders", destination_workload="orders", response_code="503"}', values: 0+9x60}
                  alert_rule_test:
                  - {alertname: MeshServerErrors, eval_time: 20m, exp_alerts: []}
                  - alertname: MeshServerErrors
                    eval_time: 50m
                    exp_alerts:
                    - exp_labels: {severity: warning, destination_workload_namespace: stock, destination_workload: stock}
                      exp_annotations:
                        summary: stock/stock answers with errors
                        description: 10% of the requests of the mesh to it fail.
                """);
    }

    @Test
    void requests_without_mutual_tls_are_told_where_every_port_is_strict() throws IOException {
        test("""
                - interval: 1m
                  input_series:
                  - {series: 'istio_requests_total{reporter="destination", destination_workload_namespace="stock", destination_workload="stock", response_code="200", connection_security_policy="mutual_tls"}', values: 0+9x60}
                  - {series: 'istio_requests_total{reporter="destination", destination_workload_namespace="stock", destination_workload="stock", response_code="200", connection_security_policy="none"}', values: 0x20 0+1x40}
                  - {series: 'istio_requests_total{reporter="destination", destination_workload_namespace="orders", destination_workload="orders", response_code="200", connection_security_policy="none"}', values: 0+9x60}
                  alert_rule_test:
                  - {alertname: MeshPlainRequests, eval_time: 20m, exp_alerts: []}
                  - alertname: MeshPlainRequests
                    eval_time: 40m
                    exp_alerts:
                    - exp_labels: {severity: critical, destination_workload_namespace: stock, destination_workload: stock}
                      exp_annotations:
                        summary: stock/stock takes requests without mutual TLS
                        description: Every port of it is strict in the tree, so somebody has changed a PeerAuthentication in the cluster.
                """);
    }

    @Test
    void settings_that_proxies_refuse_and_proxies_that_are_not_injected_are_told() throws IOException {
        test("""
                - interval: 1m
                  input_series:
                  - {series: 'pilot_total_xds_rejects{namespace="istio-system", pod="a", type="lds"}', values: 0x20 1+1x40}
                  - {series: 'sidecar_injection_failure_total{namespace="istio-system", pod="a"}', values: 0x20 2x40}
                  alert_rule_test:
                  - {alertname: MeshSettingsRejected, eval_time: 20m, exp_alerts: []}
                  - alertname: MeshSettingsRejected
                    eval_time: 40m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: istio-system, type: lds}
                      exp_annotations:
                        summary: Proxies refuse settings of the mesh
                        description: Settings of type lds are refused, so proxies go on with old ones. istioctl proxy-status says which.
                  - {alertname: MeshProxiesNotInjected, eval_time: 20m, exp_alerts: []}
                  - alertname: MeshProxiesNotInjected
                    eval_time: 25m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: istio-system}
                      exp_annotations:
                        summary: Pods of members do not start
                        description: The control plane could not put a proxy beside them; its log says why.
                """);
    }
}
