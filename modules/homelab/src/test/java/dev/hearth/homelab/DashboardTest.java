package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people see of the home cluster, and where it comes from. */
class DashboardTest {

    private static final MetricLists METRICS = MetricLists.read();

    /** Scraped, but made by others: Kubernetes, the operator and Argo CD's chart. */
    private static final ImmutableSet<String> SERVICES_OF_OTHERS = ImmutableSet.of(
            "argocd/argocd-application-controller-metrics",
            "argocd/argocd-repo-server-metrics",
            "argocd/argocd-server-metrics",
            "monitoring/kube-apiserver",
            "monitoring/kubelet");

    private static Mapping dashboard() {
        return Dashboards.of("production-overview");
    }

    /** The expression of the panel of that title in the overview. */
    static String expression(String panel) {
        return Dashboards.questions()
                .filter(question -> question.dashboard().equals("production-overview")
                        && question.panel().equals(panel))
                .map(Dashboards.Question::expression)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_overview_is_as_it_is_required() {
        Mapping dashboard = dashboard();
        Mapping cpu = dashboard.sequence("panels").mappings().get(0);

        assertThat(dashboard.text("title")).contains("Production Overview");
        assertThat(dashboard.text("uid")).contains("production-overview");
        assertThat(cpu.text("title")).contains("CPU Usage");
        assertThat(cpu.text("type")).contains("timeseries");
        assertThat(expression("CPU Usage"))
                .isEqualTo("100 - (avg by (instance) (irate(node_cpu_seconds_total{mode=\"idle\"}[5m])) * 100)");
    }

    @Test
    void every_panel_asks_a_data_source_that_grafana_has() {
        Mapping files = Home.object("ConfigMap", "monitoring", "grafana-datasources")
                .root()
                .mapping("data");
        Set<String> uids = files.fields().keySet().stream()
                .map(file -> file.replace(".yaml", ""))
                .collect(Collectors.toSet());

        assertThat(files.fields().values().toString())
                .contains("uid: prometheus")
                .contains("http://prometheus-server.monitoring.svc");
        for (Mapping dashboard : Dashboards.all()) {
            assertThat(dashboard.sequence("panels").mappings())
                    .isNotEmpty()
                    .allSatisfy(panel -> assertThat(panel.sequence("targets").mappings())
                            .allSatisfy(target -> assertThat(uids)
                                    .contains(target.mapping("datasource")
                                            .text("uid")
                                            .orElseThrow())));
        }
    }

    @Test
    void every_system_that_has_metrics_has_a_dashboard() {
        assertThat(Dashboards.all().stream()
                        .map(dashboard -> dashboard.text("uid").orElseThrow()))
                .contains(
                        "production-overview",
                        "argocd",
                        "backups",
                        "certificates",
                        "cluster",
                        "coder",
                        "dex",
                        "external-secrets",
                        "grafana",
                        "metrics-server",
                        "minio",
                        "names",
                        "nginx-ingress",
                        "nodes",
                        "postgres",
                        "prometheus",
                        "prometheus-login",
                        "prometheus-operator",
                        "redis",
                        "sealed-secrets",
                        "trust-manager")
                .doesNotHaveDuplicates();
    }

    @Test
    void each_dashboard_is_large_enough_to_be_of_use_and_small_enough_to_be_read() {
        assertThat(Dashboards.all())
                .allSatisfy(dashboard -> assertThat(
                                dashboard.sequence("panels").mappings().size())
                        .as(dashboard.text("title").orElseThrow())
                        .isBetween(2, 30));
    }

    @Test
    void grafanas_own_types_read_each_dashboard_strictly() {
        Outcome outcome = Judges.require("dashboard-reader")
                .run(List.of(), String.join("\n", Dashboards.texts()).getBytes(UTF_8));

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    @Test
    void prometheus_can_read_what_each_panel_asks_for() {
        List<Node> rules = Dashboards.ofMetrics()
                .map(question -> (Node) Mapping.builder()
                        .put("record", "panel")
                        .put("expr", question.expression())
                        .put("labels", Mapping.texts(Map.of("panel", question.toString())))
                        .build())
                .toList();
        Mapping file = Mapping.builder()
                .put(
                        "groups",
                        Sequence.of(List.of(Mapping.builder()
                                .put("name", "panels")
                                .put("rules", Sequence.of(rules))
                                .build())))
                .build();

        Outcome outcome = Judges.require("promtool")
                .run(List.of("check", "rules", "--lint=duplicate-rules", "--lint-fatal"), Yaml.bytes(file));

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    static Stream<Dashboards.Question> questionsOfLogs() {
        return Dashboards.questions().filter(question -> question.type().equals("loki"));
    }

    @Test
    void grafanas_editor_can_read_what_panels_ask_of_logs() {
        questionsOfLogs().forEach(question -> {
            Outcome outcome = Judges.require("lezer-logql")
                    .run(
                            List.of(),
                            question.expression()
                                    .replaceAll("\\$\\{?[a-z_]+\\}?", "5m")
                                    .getBytes(UTF_8));
            assertThat(outcome.exitCode())
                    .as(question + ": " + outcome.stderr())
                    .isZero();
        });
    }

    static Stream<Map.Entry<String, String>> expressions() {
        return Stream.concat(
                MetricLists.ofRules(),
                Dashboards.ofMetrics().map(question -> Map.entry(question.toString(), question.expression())));
    }

    /** A misspelled metric is an empty panel, or an alert that never fires, and no tool tells. */
    @ParameterizedTest
    @MethodSource("expressions")
    void what_is_asked_for_is_scraped(Map.Entry<String, String> question) {
        Map<String, Mapping> monitors = Stream.concat(Home.objects("ServiceMonitor"), Home.objects("PodMonitor"))
                .collect(Collectors.toMap(
                        monitor -> monitor.identity().namespace() + "/" + monitor.name(), Manifest::spec));

        Set<String> metrics = MetricLists.in(question.getValue());

        assertThat(question.getValue().contains("vector(") || !metrics.isEmpty())
                .isTrue();
        assertThat(metrics)
                .filteredOn(metric -> !METRICS.made(metric))
                .allSatisfy(metric -> assertThat(METRICS.monitors(metric).stream()
                                .flatMap(name -> Optional.ofNullable(monitors.get(name)).stream())
                                .filter(monitor -> !MetricLists.dropped(monitor, metric)))
                        .as("monitors of %s, which a file of src/test/resources/metrics names", metric)
                        .isNotEmpty());
    }

    @Test
    void the_metrics_of_an_expression_are_found() {
        assertThat(MetricLists.in(
                        "sum by (a, b) (max by (a) (kube_x{c=~\"d|e\"}[5m]) * on (a) group_left (b) topk(1, kube_y)) > 0"
                                + " and node_z * 24*3600 < 0.4 or absent(up{job=\"node-exporter\"})"))
                .containsExactly("kube_x", "kube_y", "node_z", "up");
    }

    static Stream<Manifest> monitors() {
        return Home.objects("ServiceMonitor")
                .filter(monitor ->
                        !SERVICES_OF_OTHERS.contains(monitor.identity().namespace() + "/" + monitor.name()));
    }

    @ParameterizedTest
    @MethodSource("monitors")
    void every_monitor_selects_one_service_that_has_its_port(Manifest monitor) {
        Map<String, String> labels =
                Manifest.strings(monitor.spec().mapping("selector").mapping("matchLabels"));
        List<Manifest> services = Home.objects("Service")
                .filter(service ->
                        service.identity().namespace().equals(monitor.identity().namespace()))
                .filter(service -> service.labels().entrySet().containsAll(labels.entrySet()))
                .toList();

        assertThat(services).hasSize(1);
        assertThat(services.get(0).spec().sequence("ports").mappings())
                .extracting(port -> port.text("name").orElseThrow())
                .containsAll(monitor.spec().sequence("endpoints").mappings().stream()
                        .map(endpoint -> endpoint.text("port").orElseThrow())
                        .toList());
    }

    @Test
    void prometheus_looks_for_monitors_and_rules_in_every_namespace() {
        Mapping prometheus =
                Home.object("Prometheus", "monitoring", "prometheus").spec();

        assertThat(List.of(
                        "serviceMonitorSelector",
                        "serviceMonitorNamespaceSelector",
                        "ruleSelector",
                        "ruleNamespaceSelector"))
                .allSatisfy(selector -> assertThat(prometheus.get(selector)).contains(Mapping.empty()));
    }
}
