package dev.hearth.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.ServiceRef;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.ClusterDns;
import dev.hearth.platform.access.Dex;
import dev.hearth.platform.access.MetalLb;
import dev.hearth.platform.access.OAuth2Proxy;
import dev.hearth.platform.access.TrustManager;
import dev.hearth.platform.backup.BackupLocation;
import dev.hearth.platform.backup.Velero;
import dev.hearth.platform.scaling.MetricsServer;
import dev.hearth.platform.security.ExternalSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the alerts of components fire, as Prometheus sees it. */
class AlertsTest {

    private static final SmallCluster CLUSTER = SmallCluster.of(
            MetricsServer.named("metrics-server"),
            CertManager.named("cert-manager"),
            ExternalSecrets.named("external-secrets"),
            Dex.named("dex").users(Dex.User.of("ada", "ada@example.org", "admins")),
            OAuth2Proxy.before(
                    ServiceRef.of("metrics-server", "metrics-server", "https"),
                    "metrics",
                    Dex.named("dex").client("metrics")),
            TrustManager.named("trust-manager").to("photos"),
            MetalLb.named("metallb").addresses("192.168.10.60-192.168.10.61"),
            ClusterDns.named("names", "10.152.183.12"),
            Velero.named("velero").to(BackupLocation.s3("offsite", "backups", "eu-central-1")));

    @TempDir
    private Path folder;

    private void test(String rules, String tests) throws IOException {
        Manifest rule = CLUSTER.object("PrometheusRule", rules);
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
    void an_identity_provider_that_is_down_or_fails_is_told() throws IOException {
        test("dex", """
                - interval: 1m
                  input_series:
                  - {series: 'kube_deployment_status_replicas_available{namespace="dex", deployment="dex"}', values: 1x9 0x30}
                  - {series: 'http_requests_total{namespace="dex", code="200", handler="/token"}', values: 0+9x60}
                  - {series: 'http_requests_total{namespace="dex", code="500", handler="/token"}', values: 0x10 1+1x49}
                  alert_rule_test:
                  - {alertname: DexDown, eval_time: 14m, exp_alerts: []}
                  - alertname: DexDown
                    eval_time: 16m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: dex, deployment: dex}
                      exp_annotations:
                        summary: The identity provider is down
                        description: No pod of dex is ready, so nobody can log in anywhere.
                  - alertname: DexErrors
                    eval_time: 50m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: dex}
                      exp_annotations:
                        summary: The identity provider answers with errors
                        description: 10% of the requests to dex fail.
                """);
    }

    @Test
    void a_login_proxy_that_is_down_is_told() throws IOException {
        test("metrics-server-login", """
                - interval: 1m
                  input_series:
                  - series: 'kube_deployment_status_replicas_available{namespace="metrics-server-login", deployment="metrics-server-login"}'
                    values: 1x9 0x30
                  alert_rule_test:
                  - alertname: LoginProxyDown
                    eval_time: 25m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: metrics-server-login, deployment: metrics-server-login}
                      exp_annotations:
                        summary: The login before metrics-server is down
                        description: No pod of metrics-server-login is ready, so nobody reaches what is behind it.
                """);
    }

    @Test
    void a_backup_location_that_cannot_be_reached_for_half_an_hour_is_told() throws IOException {
        test("velero", """
                - interval: 1m
                  input_series:
                  - {series: 'velero_backup_location_status_gauge{backup_location_name="offsite"}', values: 1x9 0x60}
                  - {series: 'velero_backup_location_status_gauge{backup_location_name="minio"}', values: 0x20 1x60}
                  alert_rule_test:
                  - {alertname: VeleroLocationUnavailable, eval_time: 39m, exp_alerts: []}
                  - alertname: VeleroLocationUnavailable
                    eval_time: 45m
                    exp_alerts:
                    - exp_labels: {severity: critical, backup_location_name: offsite}
                      exp_annotations:
                        summary: Backup location offsite cannot be reached
                        description: "kubectl describe backupstoragelocation --namespace  offsite says why."
                """);
    }

    @Test
    void maintenance_that_fails_twice_in_two_days_is_told() throws IOException {
        test("velero", """
                - interval: 1h
                  input_series:
                  - {series: 'velero_repo_maintenance_failure_total{repository_name="minio"}', values: 0x5 1x24 2x40 2x40}
                  - {series: 'velero_repo_maintenance_failure_total{repository_name="wiki"}', values: 0x5 1x100}
                  alert_rule_test:
                  - {alertname: VeleroMaintenanceFailed, eval_time: 20h, exp_alerts: []}
                  - alertname: VeleroMaintenanceFailed
                    eval_time: 40h
                    exp_alerts:
                    - exp_labels: {severity: warning, repository_name: minio}
                      exp_annotations:
                        summary: Repository minio is not maintained
                        description: Its maintenance failed more than once within two days, so what has expired still takes room.
                  - {alertname: VeleroMaintenanceFailed, eval_time: 100h, exp_alerts: []}
                """);
    }

    @Test
    void kubelets_that_do_not_answer_are_told() throws IOException {
        test("metrics-server", """
                - interval: 1m
                  input_series:
                  - {series: 'metrics_server_kubelet_request_total{namespace="metrics-server", success="true"}', values: 0+3x90}
                  - {series: 'metrics_server_kubelet_request_total{namespace="metrics-server", success="false"}', values: 0x30 1+1x60}
                  alert_rule_test:
                  - {alertname: MetricsServerFailing, eval_time: 30m, exp_alerts: []}
                  - alertname: MetricsServerFailing
                    eval_time: 80m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: metrics-server}
                      exp_annotations:
                        summary: Autoscalers do not see all pods
                        description: "25% of the questions to kubelets fail."
                """);
    }

    @Test
    void secrets_and_stores_that_are_not_ready_are_told() throws IOException {
        test("external-secrets", """
                - interval: 1m
                  input_series:
                  - {series: 'externalsecret_status_condition{exported_namespace="photos", name="login", condition="Ready", status="False", pod="a"}', values: 0x10 1x60}
                  - {series: 'externalsecret_status_condition{exported_namespace="photos", name="login", condition="Ready", status="True", pod="a"}', values: 1x10 0x60}
                  - {series: 'externalsecret_status_condition{exported_namespace="wiki", name="login", condition="Ready", status="False"}', values: 0x70}
                  - {series: 'clustersecretstore_status_condition{name="vault", condition="Ready", status="False"}', values: 0x10 1x60}
                  alert_rule_test:
                  - {alertname: ExternalSecretNotReady, eval_time: 20m, exp_alerts: []}
                  - alertname: ExternalSecretNotReady
                    eval_time: 30m
                    exp_alerts:
                    - exp_labels: {severity: warning, exported_namespace: photos, name: login}
                      exp_annotations:
                        summary: ExternalSecret photos/login is not fetched
                        description: "Its Secret is not made, or keeps an old value. kubectl -n photos describe externalsecret login says why."
                  - alertname: SecretStoreNotReady
                    eval_time: 30m
                    exp_alerts:
                    - exp_labels: {severity: critical, name: vault}
                      exp_annotations:
                        summary: Store of secrets vault cannot be opened
                        description: "No Secret from it is renewed. kubectl describe clustersecretstore vault says why."
                """);
    }

    @Test
    void load_balancers_without_an_address_left_are_told_but_not_the_one_of_the_site() throws IOException {
        test("metallb", """
                - interval: 1m
                  input_series:
                  - {series: 'metallb_allocator_addresses_in_use_total{namespace="metallb", pool="anybody", pod="a"}', values: 1x9 2x30}
                  - {series: 'metallb_allocator_addresses_total{namespace="metallb", pool="anybody", pod="a"}', values: 2x40}
                  - {series: 'metallb_allocator_addresses_in_use_total{namespace="metallb", pool="site", pod="a"}', values: 1x40}
                  - {series: 'metallb_allocator_addresses_total{namespace="metallb", pool="site", pod="a"}', values: 1x40}
                  alert_rule_test:
                  - {alertname: MetalLbAddressesUsedUp, eval_time: 9m, exp_alerts: []}
                  - alertname: MetalLbAddressesUsedUp
                    eval_time: 20m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: metallb, pool: anybody}
                      exp_annotations:
                        summary: No address is left for another load balancer
                        description: All 2 addresses of pool anybody are given out.
                """);
    }

    @Test
    void a_certificate_that_reaches_no_namespace_is_told() throws IOException {
        test("trust-manager", """
                - interval: 1m
                  input_series:
                  - {series: 'controller_runtime_reconcile_errors_total{namespace="trust-manager", controller="bundle"}', values: 0x20 1+1x60}
                  alert_rule_test:
                  - {alertname: TrustNotSpread, eval_time: 20m, exp_alerts: []}
                  - alertname: TrustNotSpread
                    eval_time: 70m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: trust-manager}
                      exp_annotations:
                        summary: The cluster's authority is not trusted everywhere
                        description: "kubectl describe bundles.trust.cert-manager.io says why; 15 tries of trust-manager have failed."
                """);
    }

    @Test
    void a_name_server_that_is_gone_is_told() throws IOException {
        test("names", """
                - interval: 1m
                  input_series:
                  - {series: 'kube_deployment_status_replicas_available{namespace="names", deployment="names"}', values: 1x9 0x20}
                  alert_rule_test:
                  - {alertname: ClusterDnsDown, eval_time: 9m, exp_alerts: []}
                  - alertname: ClusterDnsDown
                    eval_time: 16m
                    exp_alerts:
                    - exp_labels: {severity: critical, namespace: names, deployment: names}
                      exp_annotations:
                        summary: Nobody knows the hosts of the cluster
                        description: No pod of names answers for the hosts of routes.
                """);
    }
}
