package dev.hearth.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the alerts of a Gateway fire, as Prometheus sees it. */
class GatewayAlertsTest {

    private static final NginxGatewayFabric GATEWAY = NginxGatewayFabric.named("gateway");

    @TempDir
    private Path folder;

    private void test(NginxGatewayFabric gateway, String tests) throws IOException {
        byte[] rules = Yaml.bytes(SmallCluster.of(
                        SmallCluster.site().loadBalancerAddress("192.168.10.50"),
                        CertManager.named("cert-manager"),
                        gateway)
                .object("PrometheusRule", "gateway")
                .spec());
        Outcome lint = Judges.require("promtool").run(List.of("check", "rules", "--lint=all", "--lint-fatal"), rules);
        assertThat(lint.exitCode()).as(lint.stdout() + lint.stderr()).isZero();

        Files.write(folder.resolve("rules.yaml"), rules);
        Files.write(
                folder.resolve("tests.yaml"),
                ("rule_files: [rules.yaml]\nevaluation_interval: 1m\ntests:\n" + tests).getBytes(UTF_8));
        Outcome outcome = Judges.require("promtool").in(folder).run("test", "rules", "tests.yaml");
        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    @Test
    void a_control_plane_that_is_down_is_told_and_is_no_outage() throws IOException {
        test(GATEWAY, """
                - interval: 1m
                  input_series:
                  - {series: 'kube_deployment_status_replicas_available{namespace="gateway", deployment="gateway"}', values: 1x9 0x30}
                  - {series: 'kube_daemonset_status_number_unavailable{namespace="gateway", daemonset="gateway-nginx"}', values: 0x40}
                  alert_rule_test:
                  - {alertname: GatewayControlPlaneDown, eval_time: 15m, exp_alerts: []}
                  - alertname: GatewayControlPlaneDown
                    eval_time: 25m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: gateway, deployment: gateway}
                      exp_annotations:
                        summary: Nobody tells the Gateway of changed routes
                        description: "The control plane gateway is not ready; what is known is still served, but neither new routes nor renewed certificates nor moved pods are."
                  - {alertname: GatewayPodsMissing, eval_time: 25m, exp_alerts: []}
                  - {alertname: GatewayNotServed, eval_time: 25m, exp_alerts: []}
                """);
    }

    @Test
    void pods_that_are_missing_are_told() throws IOException {
        test(GATEWAY, """
                - interval: 1m
                  input_series:
                  - {series: 'kube_daemonset_status_number_unavailable{namespace="gateway", daemonset="gateway-nginx"}', values: 0x9 1x30}
                  alert_rule_test:
                  - {alertname: GatewayPodsMissing, eval_time: 15m, exp_alerts: []}
                  - alertname: GatewayPodsMissing
                    eval_time: 25m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: gateway, daemonset: gateway-nginx}
                      exp_annotations:
                        summary: Pods that serve the Gateway are missing
                        description: 1 pods of gateway-nginx are not ready.
                """);
    }

    @Test
    void so_are_pods_behind_a_load_balancer() throws IOException {
        test(GATEWAY.loadBalancer().replicas(2), """
                - interval: 1m
                  input_series:
                  - {series: 'kube_deployment_status_replicas_available{namespace="gateway", deployment="gateway"}', values: 1x40}
                  - {series: 'kube_deployment_status_replicas_unavailable{namespace="gateway", deployment="gateway-nginx"}', values: 0x9 2x30}
                  alert_rule_test:
                  - alertname: GatewayPodsMissing
                    eval_time: 25m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: gateway, deployment: gateway-nginx}
                      exp_annotations:
                        summary: Pods that serve the Gateway are missing
                        description: 2 pods of gateway-nginx are not ready.
                  - {alertname: GatewayNotServed, eval_time: 25m, exp_alerts: []}
                """);
    }

    /** What was never made has no series that could tell of it. */
    @Test
    void a_gateway_for_which_nothing_was_made_is_told() throws IOException {
        test(GATEWAY, """
                - interval: 1m
                  input_series:
                  - {series: 'kube_deployment_status_replicas_available{namespace="gateway", deployment="gateway"}', values: 1x40}
                  alert_rule_test:
                  - {alertname: GatewayNotServed, eval_time: 5m, exp_alerts: []}
                  - alertname: GatewayNotServed
                    eval_time: 15m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: gateway, deployment: gateway}
                      exp_annotations:
                        summary: Nothing serves the Gateway
                        description: "The control plane has not made gateway-nginx; its log, and the state of the Gateway and of its NginxProxy, say why."
                """);
    }

    @Test
    void a_control_plane_that_fails_again_and_again_is_told() throws IOException {
        test(GATEWAY, """
                - interval: 1m
                  input_series:
                  - {series: 'controller_runtime_reconcile_errors_total{namespace="gateway", controller="httproute"}', values: 0x20 1+1x60}
                  - {series: 'controller_runtime_reconcile_errors_total{namespace="gateway", controller="secret"}', values: 0x20 1x60}
                  alert_rule_test:
                  - {alertname: GatewayReconcileErrors, eval_time: 20m, exp_alerts: []}
                  - alertname: GatewayReconcileErrors
                    eval_time: 70m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: gateway, controller: httproute}
                      exp_annotations:
                        summary: "The Gateway's control plane cannot do what it should"
                        description: Its loop httproute fails again and again; its log says why.
                """);
    }
}
