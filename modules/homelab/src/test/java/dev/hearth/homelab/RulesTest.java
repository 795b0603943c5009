package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Prometheus' own tool says to the rules of the home cluster, and to its dashboard. */
class RulesTest {

    @TempDir
    private Path folder;

    static Stream<Manifest> rules() {
        return Home.objects("PrometheusRule");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void it_can_read_them_and_has_nothing_to_say(Manifest rules) {
        Outcome outcome = Judges.require("promtool")
                .run(List.of("check", "rules", "--lint=all", "--lint-fatal"), Yaml.bytes(rules.spec()));

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    @Test
    void every_system_that_can_tell_of_trouble_has_rules() {
        assertThat(rules().map(rule -> rule.identity().namespace() + "/" + rule.name()))
                .contains(
                        "argocd/argocd",
                        "cert-manager/cert-manager",
                        "coder/coder",
                        "metrics-server/metrics-server",
                        "postgres/postgres",
                        "redis/redis",
                        "sealed-secrets/sealed-secrets",
                        "velero/velero",
                        "velero/velero-backups",
                        "minio/minio",
                        "monitoring/kube-state-metrics",
                        "monitoring/prometheus",
                        "node-metrics/node-exporter");
    }

    @Test
    void the_dashboard_shows_50_for_a_core_that_is_idle_half_of_the_time() throws IOException {
        test("""
                rule_files: []
                evaluation_interval: 1m
                tests:
                - interval: 1m
                  input_series:
                  - series: node_cpu_seconds_total{instance="rack", cpu="0", mode="idle"}
                    values: 0+30x10
                  - series: node_cpu_seconds_total{instance="rack", cpu="0", mode="user"}
                    values: 0+30x10
                  promql_expr_test:
                  - expr: '%s'
                    eval_time: 10m
                    exp_samples:
                    - labels: '{instance="rack"}'
                      value: 50
                """.formatted(DashboardTest.expression("CPU Usage")));
    }

    private void test(String tests) throws IOException {
        Files.write(folder.resolve("tests.yaml"), tests.getBytes(UTF_8));

        Outcome outcome = Judges.require("promtool").in(folder).run("test", "rules", "tests.yaml");

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }
}
