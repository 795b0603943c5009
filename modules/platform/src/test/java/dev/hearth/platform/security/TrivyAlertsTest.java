package dev.hearth.platform.security;

import dev.hearth.judges.Judges;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrivyAlertsTest {

    private static final SmallCluster CLUSTER = SmallCluster.of(TrivyOperator.named("trivy"));

    @TempDir
    private Path folder;

    private void test(String tests) throws IOException {
        ThreatAlerts.hold(Judges.require("promtool"), folder, CLUSTER.object("PrometheusRule", "trivy"), tests);
    }

    @Test
    void an_image_with_critical_faults_is_told_once_however_often_it_runs() throws IOException {
        test("""
                - interval: 1m
                  input_series:
                  - series: 'trivy_image_vulnerabilities{namespace="wiki", name="a", image_registry="docker.io", image_repository="library/wiki", image_tag="1.2", severity="Critical"}'
                    values: 3x120
                  - series: 'trivy_image_vulnerabilities{namespace="photos", name="b", image_registry="docker.io", image_repository="library/wiki", image_tag="1.2", severity="Critical"}'
                    values: 3x120
                  - series: 'trivy_image_vulnerabilities{namespace="photos", name="c", image_registry="docker.io", image_repository="library/photos", image_tag="9", severity="Critical"}'
                    values: 0x120
                  - series: 'trivy_image_vulnerabilities{namespace="photos", name="c", image_registry="docker.io", image_repository="library/photos", image_tag="9", severity="High"}'
                    values: 7x120
                  alert_rule_test:
                  - {alertname: TrivyCriticalVulnerability, eval_time: 50m, exp_alerts: []}
                  - alertname: TrivyCriticalVulnerability
                    eval_time: 70m
                    exp_alerts:
                    - exp_labels: {severity: warning, image_registry: docker.io, image_repository: library/wiki, image_tag: "1.2"}
                      exp_annotations:
                        summary: library/wiki:1.2 has critical faults
                        description: "3 of what is known of it is critical. kubectl get vulnerabilityreports --all-namespaces says in which pods it runs; a newer tag of it is the usual way."
                """);
    }

    @Test
    void secrets_in_an_image_are_told_at_once() throws IOException {
        test("""
                - interval: 1m
                  input_series:
                  - series: 'trivy_image_exposedsecrets{namespace="wiki", name="a", image_registry="docker.io", image_repository="me/wiki", image_tag="1", severity="Critical"}'
                    values: 0x10 1x20
                  - series: 'trivy_image_exposedsecrets{namespace="wiki", name="a", image_registry="docker.io", image_repository="me/wiki", image_tag="1", severity="High"}'
                    values: 0x10 1x20
                  alert_rule_test:
                  - {alertname: TrivyExposedSecret, eval_time: 9m, exp_alerts: []}
                  - alertname: TrivyExposedSecret
                    eval_time: 12m
                    exp_alerts:
                    - exp_labels: {severity: critical, image_registry: docker.io, image_repository: me/wiki, image_tag: "1"}
                      exp_annotations:
                        summary: me/wiki:1 holds secrets for everybody to read
                        description: "2 passwords, keys or tokens are in the image. kubectl get exposedsecretreports --all-namespaces says which; change them where they are used, then make the image anew."
                """);
    }

    @Test
    void an_operator_that_is_down_or_fails_is_told() throws IOException {
        test("""
                - interval: 1m
                  input_series:
                  - {series: 'kube_deployment_status_replicas_available{namespace="trivy", deployment="trivy"}', values: 1x9 0x200}
                  - {series: 'controller_runtime_reconcile_errors_total{namespace="trivy", controller="job"}', values: 0x20 1+1x200}
                  - {series: 'controller_runtime_reconcile_errors_total{namespace="trust-manager", controller="bundle"}', values: 0+5x200}
                  alert_rule_test:
                  - {alertname: TrivyOperatorDown, eval_time: 30m, exp_alerts: []}
                  - alertname: TrivyOperatorDown
                    eval_time: 45m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: trivy, deployment: trivy}
                      exp_annotations:
                        summary: Nobody looks for known faults of what runs
                        description: No pod of trivy/trivy is ready.
                  - {alertname: TrivyOperatorFailing, eval_time: 80m, exp_alerts: []}
                  - alertname: TrivyOperatorFailing
                    eval_time: 180m
                    exp_alerts:
                    - exp_labels: {severity: warning, namespace: trivy, controller: job}
                      exp_annotations:
                        summary: Trivy fails at what it does, again and again
                        description: "60 tries of its controller job failed within an hour; kubectl --namespace trivy logs deployment/trivy says why. A database that cannot be loaded is the usual reason."
                """);
    }

    @Test
    void six_hours_without_any_report_are_told() throws IOException {
        test("""
                - interval: 10m
                  input_series:
                  - series: 'trivy_image_vulnerabilities{namespace="wiki", name="a", image_registry="docker.io", image_repository="me/wiki", image_tag="1", severity="Critical"}'
                    values: 0x12 _x60
                  alert_rule_test:
                  - {alertname: TrivyWithoutReports, eval_time: 8h, exp_alerts: []}
                  - alertname: TrivyWithoutReports
                    eval_time: 9h
                    exp_alerts:
                    - exp_labels: {severity: warning}
                      exp_annotations:
                        summary: No image that runs was looked at
                        description: "There has been no report for six hours, as if all scans fail: kubectl --namespace trivy get jobs,pods, and the logs of the operator say why."
                """);
    }
}
