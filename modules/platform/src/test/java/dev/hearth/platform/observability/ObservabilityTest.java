package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.platform.SmallCluster.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Component;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.TimeSeries;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.Catalogue;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.NginxIngress;
import dev.hearth.platform.data.Minio;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservabilityTest {

    private static final Prometheus PROMETHEUS = Prometheus.named("prometheus");
    private static final Dashboard OVERVIEW = Dashboard.of("overview", "Overview")
            .panel(TimeSeries.of("CPU").query("up", "{{job}}").percent())
            .panel(TimeSeries.of("Requests").query("a", "a").query("b", "b").unit(Unit.REQUESTS_PER_SECOND))
            .panel(TimeSeries.of("Bytes").query("c", "c").unit(Unit.BYTES));
    private static final Grafana GRAFANA =
            Grafana.named("grafana").dataSources(PROMETHEUS.dataSource()).dashboards(OVERVIEW);

    private static SmallCluster of(Component... components) {
        return SmallCluster.of(Site.microk8s().node("rack", "192.168.10.11"), components);
    }

    private static SmallCluster everything() {
        return of(
                NginxIngress.named("ingress"),
                CertManager.named("cert-manager"),
                PrometheusOperator.named("prometheus-operator"),
                PROMETHEUS.retention(days(3)).storage(gib(10)).route("prometheus"),
                NodeExporter.named("node-exporter"),
                KubeStateMetrics.named("kube-state-metrics"),
                GRAFANA.route("dashboard"));
    }

    private static List<Manifest> owned(String component) {
        return everything().manifests(component);
    }

    @Test
    void the_whole_stack_expands_without_findings() {
        assertThat(everything().findings()).isEmpty();
    }

    @Test
    void each_component_becomes_the_expected_objects() {
        for (String component :
                List.of("prometheus-operator", "prometheus", "node-exporter", "kube-state-metrics", "grafana")) {
            GoldenTree.assertTree(component, owned(component));
        }
    }

    @Test
    void prometheus_is_reached_by_the_service_that_the_requirements_name() {
        Mapping service = everything().object("Service", "prometheus-server").spec();

        assertThat(service.sequence("ports").mappings().get(0).number("port")).contains(9090L);
        assertThat(Manifest.strings(service.mapping("selector")))
                .containsEntry("app.kubernetes.io/name", "prometheus")
                .containsEntry("operator.prometheus.io/name", "prometheus");
    }

    @Test
    void prometheus_reaches_the_kubelets_and_the_api_server() {
        assertThat(everything().expansion().flows().stream()
                        .filter(flow ->
                                flow.from() instanceof Pods pods && pods.name().equals("prometheus"))
                        .filter(flow -> !(flow.to() instanceof Pods))
                        .map(flow -> flow.to() + " " + flow.port()))
                .contains(Peer.nodes() + " 10250", Peer.apiServer() + " 16443");
    }

    private static String dropped(String monitor, int endpoint) {
        Mapping rule = everything()
                .object("ServiceMonitor", monitor)
                .spec()
                .sequence("endpoints")
                .mappings()
                .get(endpoint)
                .sequence("metricRelabelings")
                .mappings()
                .get(0);
        assertThat(rule.text("action")).contains("drop");
        assertThat(rule.sequence("sourceLabels").strings()).containsExactly("__name__");
        return rule.text("regex").orElseThrow();
    }

    @Test
    void a_kubelet_that_shares_the_process_of_the_api_server_does_not_repeat_its_metrics() {
        assertThat(List.of("apiserver_request_total", "etcd_requests_total", "workqueue_depth"))
                .allMatch(metric -> metric.matches(dropped("kubelet", 0)));
        assertThat(List.of("kubelet_running_pods", "volume_manager_total_volumes", "process_start_time_seconds"))
                .noneMatch(metric -> metric.matches(dropped("kubelet", 0)));
    }

    @Test
    void the_heavy_histograms_of_the_api_server_are_left_out_but_not_their_sums() {
        assertThat(List.of(
                        "apiserver_request_duration_seconds_bucket",
                        "apiserver_request_sli_duration_seconds_bucket",
                        "etcd_request_duration_seconds_bucket"))
                .allMatch(metric -> metric.matches(dropped("kube-apiserver", 0)));
        assertThat(List.of("apiserver_request_duration_seconds_sum", "apiserver_request_total"))
                .noneMatch(metric -> metric.matches(dropped("kube-apiserver", 0)));
    }

    @Test
    void the_node_exporter_is_the_last_to_leave_a_node() {
        assertThat(SmallCluster.pod(everything().object("DaemonSet", "node-exporter"))
                        .text("priorityClassName"))
                .contains("system-node-critical");
    }

    @Test
    void prometheus_is_never_reached_without_a_login() {
        Manifest ingress = everything().object("Ingress", "prometheus");

        assertThat(ingress.annotations()).containsEntry("nginx.org/basic-auth-secret", "prometheus-login");
    }

    private static final Alertmanager ALERTMANAGER = Alertmanager.named("alertmanager")
            .email(Email.through("smtp.example.org", 587)
                    .from("alerts@home.arpa")
                    .to("me@home.arpa"));

    private static SmallCluster telling() {
        return of(
                PrometheusOperator.named("prometheus-operator"),
                ALERTMANAGER,
                Minio.named("store"),
                PROMETHEUS
                        .alertsTo(ALERTMANAGER.api())
                        .remoteWrite(ServiceRef.of("store", "store", "api"))
                        .remoteWrite(RemoteWrite.to(Value.of("https://metrics.example.org/api/v1/write"))
                                .tenant("home"))
                        .externalLabel("site", "cellar$1")
                        .linkedAt("metrics"));
    }

    @Test
    void prometheus_tells_each_alertmanager_behind_a_service_of_alerts() {
        SmallCluster cluster = telling();
        Mapping spec = cluster.object("Prometheus", "prometheus").spec();

        assertThat(cluster.findings())
                .filteredOn(finding -> !finding.rule().equals("link.certificate"))
                .isEmpty();
        assertThat(Yaml.write(spec.mapping("alerting"))).isEqualTo("""
                alertmanagers:
                - apiVersion: V2
                  name: alertmanager
                  namespace: monitoring
                  port: web
                """);
        assertThat(cluster.expansion().flows())
                .anyMatch(flow -> flow.from() instanceof Pods from
                        && from.name().equals("prometheus")
                        && flow.to() instanceof Pods to
                        && to.name().equals("alertmanager")
                        && flow.port() == 9093);
    }

    @Test
    void prometheus_sends_what_it_has_with_exemplars_and_within_its_memory() {
        SmallCluster cluster = telling();
        Mapping spec = cluster.object("Prometheus", "prometheus").spec();

        assertThat(Yaml.write(spec.get("remoteWrite").orElseThrow())).isEqualTo("""
                - queueConfig:
                    capacity: 10000
                    maxBackoff: 30s
                    maxSamplesPerSend: 2000
                    maxShards: 10
                    minBackoff: 100ms
                  sendExemplars: true
                  sendNativeHistograms: true
                  url: http://store.store.svc.cluster.local:9000/api/v1/push
                - headers:
                    X-Scope-OrgID: home
                  queueConfig:
                    capacity: 10000
                    maxBackoff: 30s
                    maxSamplesPerSend: 2000
                    maxShards: 10
                    minBackoff: 100ms
                  sendExemplars: true
                  sendNativeHistograms: true
                  url: https://metrics.example.org/api/v1/write
                """);
        assertThat(spec.sequence("enableFeatures").strings()).contains("exemplar-storage");
        assertThat(cluster.expansion().flows().stream()
                        .filter(flow ->
                                flow.from() instanceof Pods pods && pods.name().equals("prometheus"))
                        .map(flow -> (flow.to() instanceof Pods pods
                                        ? pods.name()
                                        : flow.to().toString())
                                + " " + flow.port()))
                .contains("store 9000", "Outside[host=metrics.example.org] 443");
    }

    @Test
    void what_leaves_prometheus_says_where_it_comes_from() {
        Mapping spec = telling().object("Prometheus", "prometheus").spec();

        assertThat(Manifest.strings(spec.mapping("externalLabels")))
                .containsEntry("cluster", "home")
                // Prometheus would look for a variable.
                .containsEntry("site", "cellar$$1");
        assertThat(spec.text("externalUrl")).contains("https://metrics.home.arpa");
    }

    private static List<String> alerts(SmallCluster cluster) {
        return cluster.object("PrometheusRule", "prometheus").spec().sequence("groups").mappings().stream()
                .flatMap(group -> group.sequence("rules").mappings().stream())
                .map(rule -> rule.text("alert").orElseThrow())
                .toList();
    }

    @Test
    void prometheus_watches_its_way_out_where_it_has_one() {
        assertThat(alerts(telling()))
                .contains("PrometheusWithoutAlertmanager", "PrometheusCannotTell", "RemoteWriteBehind");
        assertThat(alerts(everything()))
                .doesNotContain("PrometheusWithoutAlertmanager", "RemoteWriteBehind")
                .contains("Watchdog", "TargetDown", "PrometheusRuleFailing");
    }

    @Test
    void both_endpoints_of_a_kubelet_are_told_apart() {
        assertThat(everything()
                        .object("ServiceMonitor", "kubelet")
                        .spec()
                        .sequence("endpoints")
                        .mappings())
                .hasSize(2)
                .allSatisfy(endpoint -> assertThat(endpoint.sequence("relabelings")
                                .mappings()
                                .get(0)
                                .text("targetLabel"))
                        .contains("metrics_path"));
    }

    @Test
    void the_operator_knows_what_it_is_told_to_run() {
        // The newest that it is tested with are 3.13 and 0.33.
        assertThat(Catalogue.image("prometheus-operator").tag()).startsWith("v0.93.");
        assertThat(Catalogue.image("prometheus").tag()).startsWith("v3.13.");
        assertThat(Catalogue.image("alertmanager").tag()).startsWith("v0.33.");
    }

    @Test
    void prometheus_without_its_operator_is_a_finding() {
        assertThat(of(PROMETHEUS).findings()).extracting(Finding::rule).containsExactly("link.component");
    }

    @Test
    void prometheus_must_keep_samples_for_a_while() {
        assertThatThrownBy(() -> PROMETHEUS.retention(Duration.ofMinutes(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2 hours");
    }

    @Test
    void the_state_of_objects_is_read_without_secrets_and_config_maps() {
        SmallCluster cluster = everything();
        String resources =
                container(cluster.object("Deployment", "kube-state-metrics")).sequence("args").strings().stream()
                        .filter(arg -> arg.startsWith("--resources="))
                        .findFirst()
                        .orElseThrow();

        assertThat(resources)
                .contains("pods", ",endpointslices,")
                .doesNotContain("endpoints,")
                .doesNotContain("secrets")
                .doesNotContain("configmaps");
        assertThat(cluster.object("ClusterRole", "kube-state-metrics").root().toString())
                .contains("pods")
                .doesNotContain("secrets");
    }

    @Test
    void what_the_node_exporter_reads_is_mounted_read_only_and_follows_the_node() {
        assertThat(container(everything().object("DaemonSet", "node-exporter"))
                        .sequence("volumeMounts")
                        .mappings())
                .allSatisfy(mount -> {
                    assertThat(mount.isTrue("readOnly")).isTrue();
                    assertThat(mount.text("mountPropagation")).contains("HostToContainer");
                });
    }

    @Test
    void grafana_learns_its_public_address_from_its_route() {
        Mapping grafana = container(everything().object("Deployment", "grafana"));

        assertThat(grafana.sequence("env").mappings()).anySatisfy(entry -> {
            assertThat(entry.text("name")).contains("GF_SERVER_ROOT_URL");
            assertThat(entry.text("value")).contains("https://dashboard.home.arpa");
        });
    }
}
