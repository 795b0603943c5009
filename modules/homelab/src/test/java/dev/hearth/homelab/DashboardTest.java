package dev.hearth.homelab;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people see of the home cluster, and where it comes from. */
class DashboardTest {

    /** How the names of metrics begin, and who is scraped for them. */
    private static final ImmutableSortedMap<String, String> SOURCES = ImmutableSortedMap.<String, String>naturalOrder()
            .put("alertmanager_", "monitoring/alertmanager")
            .put("argocd_app_", "argocd/argocd-application-controller-metrics")
            .put("apiserver_", "monitoring/kube-apiserver")
            .put("certmanager_", "cert-manager/cert-manager")
            .put("clustersecretstore_", "external-secrets/external-secrets")
            .put("coderd_", "coder/coder")
            .put("controller_runtime_", "trust-manager/trust-manager")
            .put("coredns_", "names/names-metrics")
            .put("externalsecret_", "external-secrets/external-secrets")
            .put("haproxy_", "redis/redis-master")
            .put("http_requests_total", "dex/dex")
            .put("kube_", "monitoring/kube-state-metrics")
            .put("kubelet_", "monitoring/kubelet")
            .put("metrics_server_", "metrics-server/metrics-server")
            .put("minio_", "minio/minio")
            .put("node_", "node-metrics/node-exporter")
            .put("oauth2_proxy_", "prometheus-login/prometheus-login")
            .put("pg_", "postgres/postgres")
            .put("prometheus_operator_", "monitoring/prometheus-operator")
            .put("prometheus_", "monitoring/prometheus-server")
            .put("redis_", "redis/redis-members")
            .put("reloader_", "monitoring/prometheus-server")
            .put("sealed_secrets_controller_", "sealed-secrets/sealed-secrets")
            .put("velero_", "velero/velero")
            .buildOrThrow();

    /** Scraped, but made by others: Kubernetes, the operator and Argo CD's chart. */
    private static final ImmutableSet<String> SERVICES_OF_OTHERS = ImmutableSet.of(
            "argocd/argocd-application-controller-metrics",
            "argocd/argocd-repo-server-metrics",
            "argocd/argocd-server-metrics",
            "monitoring/kube-apiserver",
            "monitoring/kubelet");

    private static final Pattern NAME = Pattern.compile("(?<![\\w:.])[a-zA-Z_:][a-zA-Z0-9_:]*(?![\\w:]|\\s*\\()");
    private static final ImmutableSet<String> KEYWORDS = ImmutableSet.of(
            "and",
            "atan2",
            "bool",
            "by",
            "group_left",
            "group_right",
            "ignoring",
            "offset",
            "on",
            "or",
            "unless",
            "without");

    private static Mapping dashboard() {
        String json = Home.object("ConfigMap", "monitoring", "grafana-dashboards")
                .root()
                .mapping("data")
                .text("production-overview.json")
                .orElseThrow();
        return (Mapping) Json.read(json, "production-overview.json");
    }

    /** The expression of the panel of that title. */
    static String expression(String panel) {
        return targets()
                .filter(target -> target.getKey().equals(panel))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Map.Entry<String, String>> targets() {
        return dashboard().sequence("panels").mappings().stream()
                .flatMap(panel -> panel.sequence("targets").mappings().stream()
                        .map(target -> Map.entry(
                                panel.text("title").orElseThrow(),
                                target.text("expr").orElseThrow())));
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
    void every_panel_asks_the_data_source_that_grafana_has() {
        String sources = Home.object("ConfigMap", "monitoring", "grafana-datasources")
                .root()
                .mapping("data")
                .fields()
                .values()
                .toString();

        assertThat(dashboard().sequence("panels").mappings())
                .isNotEmpty()
                .allSatisfy(panel ->
                        assertThat(panel.mapping("datasource").text("uid")).contains("prometheus"));
        assertThat(sources).contains("uid: prometheus").contains("http://prometheus-server.monitoring.svc");
    }

    static Stream<Map.Entry<String, String>> expressions() {
        return Stream.concat(
                targets(),
                rules().map(rule -> Map.entry(
                        rule.text("alert").or(() -> rule.text("record")).orElseThrow(),
                        rule.text("expr").orElseThrow())));
    }

    private static Stream<Mapping> rules() {
        return Home.objects("PrometheusRule")
                .flatMap(rules -> rules.spec().sequence("groups").mappings().stream())
                .flatMap(group -> group.sequence("rules").mappings().stream());
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void what_is_asked_for_is_scraped(Map.Entry<String, String> question) {
        List<String> monitors = Home.objects("ServiceMonitor")
                .map(monitor -> monitor.identity().namespace() + "/" + monitor.name())
                .toList();

        Set<String> metrics = metrics(question.getValue());

        assertThat(question.getValue().contains("vector(") || !metrics.isEmpty())
                .isTrue();
        assertThat(metrics)
                .allSatisfy(metric -> assertThat(source(metric))
                        .as(metric)
                        .hasValueSatisfying(source -> assertThat(monitors).contains(source)));
    }

    /** Who is scraped for a metric; any of them for what Prometheus itself says of each. */
    private static Optional<String> source(String metric) {
        if (metric.equals("up")) {
            return Optional.of("node-metrics/node-exporter");
        }
        return SOURCES.entrySet().stream()
                .filter(source -> metric.startsWith(source.getKey()))
                .map(Map.Entry::getValue)
                // Of two beginnings the longer one comes last.
                .reduce((shorter, longer) -> longer);
    }

    private static Set<String> metrics(String expression) {
        String bare = expression
                .replaceAll("\"[^\"]*\"", "")
                .replaceAll("\\{[^}]*\\}", "")
                .replaceAll("\\[[^\\]]*\\]", "")
                .replaceAll("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", "");
        Set<String> metrics = new TreeSet<>();
        Matcher matcher = NAME.matcher(bare);
        while (matcher.find()) {
            if (!KEYWORDS.contains(matcher.group())) {
                metrics.add(matcher.group());
            }
        }
        return metrics;
    }

    @Test
    void the_metrics_of_an_expression_are_found() {
        assertThat(metrics(
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
