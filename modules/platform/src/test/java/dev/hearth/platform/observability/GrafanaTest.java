package dev.hearth.platform.observability;

import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Logs;
import dev.hearth.dsl.dashboard.Query;
import dev.hearth.dsl.dashboard.Stat;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.SmallCluster;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrafanaTest {

    private static final Dashboard UP =
            Dashboard.of("up", "Up").panel(Stat.of("Up").query("up", ""));
    private static final Dashboard LINES =
            Dashboard.of("lines", "Lines").panel(Logs.of("Lines").query("{app=\"a\"}"));

    private static final DataSource MIMIR = DataSource.named("Mimir", "prometheus", Value.of("http://mimir:8080"))
            .uid("mimir");
    private static final DataSource PROMETHEUS = Prometheus.named("prometheus").dataSource();
    private static final DataSource LOKI = DataSource.named("Loki", "loki", Value.of("http://loki:3100"));
    private static final DataSource TEMPO = DataSource.named("Tempo", "tempo", Value.of("http://tempo:3200"));
    private static final DataSource PYROSCOPE = DataSource.named(
                    "Pyroscope", "grafana-pyroscope-datasource", Value.of("http://pyroscope:4040"))
            .uid("pyroscope");
    private static final DataSource ALERTMANAGER =
            DataSource.named("Alertmanager", "alertmanager", Value.of("http://alertmanager:9093"));

    private record Shown(String name, List<Dashboard> dashboards) implements Component {

        static Shown of(String name, Dashboard... dashboards) {
            return new Shown(name, Arrays.asList(dashboards));
        }

        @Override
        public Offers offers() {
            return Offers.of(dashboards);
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of();
        }
    }

    private static Mapping jsonData(String uid, DataSource... sources) {
        String file = SmallCluster.of(Grafana.named("grafana").dataSources(sources))
                .object("ConfigMap", "grafana-datasources")
                .root()
                .mapping("data")
                .text(uid + ".yaml")
                .orElseThrow();
        return ((Mapping) Yaml.documents(file, uid).get(0).root())
                .sequence("datasources")
                .mappings()
                .get(0)
                .mapping("jsonData");
    }

    private static List<Finding> findings(Component... components) {
        return SmallCluster.of(components).findings().stream()
                .filter(finding -> finding.rule().startsWith("monitor.da"))
                .toList();
    }

    @Test
    void shows_what_components_offer_in_a_folder_for_each_layer() {
        SmallCluster cluster = SmallCluster.of(
                Shown.of("app", UP),
                Grafana.named("grafana").dataSources(MIMIR).dashboards(Dashboard.of("own", "Own")));
        Mapping grafana = container(cluster.object("Deployment", "grafana"));

        assertThat(SmallCluster.data(cluster.object("ConfigMap", "grafana-dashboards")))
                .containsOnlyKeys("own.json");
        assertThat(SmallCluster.data(cluster.object("ConfigMap", "grafana-dashboards-app")))
                .containsOnlyKeys("up.json");
        assertThat(grafana.sequence("volumeMounts").mappings().stream()
                        .filter(mount -> mount.text("mountPath").orElseThrow().startsWith("/etc/grafana/"))
                        .map(mount -> mount.text("name").orElseThrow() + " "
                                + mount.text("mountPath").orElseThrow()))
                .containsExactlyInAnyOrder(
                        "config-grafana-datasources /etc/grafana/provisioning/datasources",
                        "config-grafana-dashboard-provider /etc/grafana/provisioning/dashboards",
                        "config-grafana-dashboards /etc/grafana/dashboards",
                        "dashboards-all /etc/grafana/layers/all");
        assertThat(SmallCluster.data(cluster.object("ConfigMap", "grafana-dashboard-provider"))
                        .get("hearth.yaml"))
                .contains(
                        "path: /etc/grafana/dashboards",
                        "path: /etc/grafana/layers",
                        "foldersFromFilesStructure: true");
    }

    @Test
    void a_job_asks_for_every_dashboard_after_a_sync() {
        SmallCluster cluster = SmallCluster.of(
                Shown.of("app", UP),
                Grafana.named("grafana").dataSources(MIMIR).dashboards(Dashboard.of("own", "Own")));

        assertThat(container(cluster.object("Job", "grafana-answers"))
                        .sequence("env")
                        .mappings())
                .anySatisfy(variable -> assertThat(variable.text("value")).contains("own up grafana"));
    }

    @Test
    void the_first_source_of_a_kind_answers() {
        SmallCluster cluster =
                SmallCluster.of(Shown.of("app", UP), Grafana.named("grafana").dataSources(LOKI, MIMIR, PROMETHEUS));

        assertThat(SmallCluster.data(cluster.object("ConfigMap", "grafana-dashboards-app"))
                        .get("up.json"))
                .contains("\"uid\":\"mimir\"")
                .doesNotContain("\"uid\":\"prometheus\"");
    }

    @Test
    void a_dashboard_of_a_component_is_left_out_where_nobody_answers() {
        assertThat(findings(Shown.of("app", LINES), Grafana.named("grafana").dataSources(MIMIR)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.INFO);
                    assertThat(finding.message())
                            .isEqualTo("no data source has logs, so these dashboards are left out: Lines");
                });
    }

    @Test
    void a_dashboard_that_grafana_was_given_must_be_answered() {
        assertThat(findings(Grafana.named("grafana").dataSources(MIMIR).dashboards(LINES)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.rule()).isEqualTo("monitor.data-source");
                });
    }

    @Test
    void a_data_source_that_is_named_must_be_there() {
        Dashboard named = Dashboard.of("a", "A")
                .panel(Stat.of("Up").query(Query.metrics("up", "").from("victoria")));

        assertThat(findings(Shown.of("app", named), Grafana.named("grafana").dataSources(MIMIR)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.message()).contains("'victoria'", "[mimir]");
                });
    }

    @Test
    void a_dashboard_is_there_once() {
        assertThat(findings(
                        Shown.of("a", UP),
                        Shown.of("b", UP),
                        Grafana.named("grafana").dataSources(MIMIR)))
                .extracting(Finding::rule)
                .containsExactly("monitor.dashboard");
        assertThat(findings(
                        Shown.of("a", UP),
                        Shown.of("b", Dashboard.of("other", "Up")),
                        Grafana.named("grafana").dataSources(MIMIR)))
                .extracting(Finding::rule)
                .containsExactly("monitor.dashboard");
    }

    @Test
    void a_trace_leads_to_its_logs_profiles_and_numbers() {
        Mapping settings = jsonData("tempo", MIMIR, PROMETHEUS, LOKI, TEMPO, PYROSCOPE);

        assertThat(settings.mapping("tracesToLogsV2").text("datasourceUid")).contains("loki");
        assertThat(settings.mapping("tracesToMetrics").text("datasourceUid")).contains("mimir");
        assertThat(settings.mapping("tracesToProfiles").text("datasourceUid")).contains("pyroscope");
        assertThat(settings.mapping("serviceMap").text("datasourceUid")).contains("mimir");
        assertThat(settings.mapping("nodeGraph").isTrue("enabled")).isTrue();
    }

    @Test
    void a_line_and_a_number_lead_to_their_trace() {
        assertThat(jsonData("loki", MIMIR, LOKI, TEMPO)
                        .sequence("derivedFields")
                        .mappings())
                .hasSize(2)
                .allSatisfy(field -> assertThat(field.text("datasourceUid")).contains("tempo"));
        assertThat(List.of("mimir", "prometheus"))
                .allSatisfy(uid -> assertThat(jsonData(uid, MIMIR, PROMETHEUS, TEMPO)
                                .sequence("exemplarTraceIdDestinations")
                                .mappings())
                        .extracting(target -> target.text("name").orElseThrow() + " "
                                + target.text("datasourceUid").orElseThrow())
                        .containsExactly("trace_id tempo", "traceID tempo"));
    }

    @Test
    void the_field_of_a_line_finds_traces_as_programs_write_them() {
        String pattern = jsonData("loki", LOKI, TEMPO)
                .sequence("derivedFields")
                .mappings()
                .get(0)
                .text("matcherRegex")
                .orElseThrow();

        assertThat(List.of("trace_id=4bf92f", "traceID=4bf92f", "{\"traceId\":\"4bf92f\"}", "\"trace_id\": \"4bf92f\""))
                .allSatisfy(line -> assertThat(line).containsPattern(pattern));
        assertThat("retraced=1").doesNotContainPattern(pattern);
    }

    @Test
    void alerts_are_those_of_the_alertmanager() {
        assertThat(jsonData("mimir", MIMIR, LOKI, ALERTMANAGER).text("alertmanagerUid"))
                .contains("alertmanager");
        assertThat(jsonData("loki", MIMIR, LOKI, ALERTMANAGER).text("alertmanagerUid"))
                .contains("alertmanager");
    }

    @Test
    void no_source_leads_to_one_that_is_not_there() {
        assertThat(jsonData("mimir", MIMIR, LOKI).toString()).doesNotContain("tempo", "alertmanager");
        assertThat(jsonData("loki", MIMIR, LOKI)).isEqualTo(Mapping.empty());
        assertThat(jsonData("tempo", TEMPO).fields()).containsOnlyKeys("nodeGraph");
    }

    @Test
    void what_a_source_says_itself_counts() {
        DataSource tempo = TEMPO.settings(Data.map("nodeGraph", Data.map("enabled", false)));

        assertThat(jsonData("tempo", tempo).mapping("nodeGraph").get("enabled"))
                .isNotEqualTo(jsonData("tempo", TEMPO).mapping("nodeGraph").get("enabled"));
    }

    @Test
    void a_dollar_is_doubled_because_a_single_one_begins_a_variable_of_the_environment() {
        assertThat(jsonData("loki", LOKI, TEMPO)
                        .sequence("derivedFields")
                        .mappings()
                        .get(0)
                        .text("url"))
                .contains("$${__value.raw}");
        assertThat(jsonData("loki", LOKI.settings(Data.map("a", Data.list("$b"))))
                        .sequence("a")
                        .strings())
                .containsExactly("$$b");
    }

    @Test
    void the_first_source_is_the_default_and_no_other() {
        SmallCluster cluster = SmallCluster.of(Grafana.named("grafana").dataSources(MIMIR, PROMETHEUS, LOKI));

        assertThat(SmallCluster.data(cluster.object("ConfigMap", "grafana-datasources")))
                .allSatisfy((file, text) -> assertThat(text).contains("isDefault: " + file.equals("mimir.yaml")));
    }

    @Test
    void names_and_uids_of_sources_are_there_once_and_are_what_grafana_takes() {
        assertThatThrownBy(() -> Grafana.named("grafana").dataSources(MIMIR, MIMIR.uid("other")))
                .hasMessageContaining("same name");
        assertThatThrownBy(() -> Grafana.named("grafana").dataSources(LOKI, PYROSCOPE.uid("loki")))
                .hasMessageContaining("same uid");
        assertThatThrownBy(() -> MIMIR.uid("x".repeat(41))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_uid_of_prometheus_never_changes() {
        assertThat(Prometheus.named("other").dataSource().uid()).isEqualTo("prometheus");
    }

    @Test
    void opens_every_source_it_reads_from_and_nothing_else() {
        SmallCluster cluster = SmallCluster.of(
                PrometheusOperator.named("prometheus-operator"),
                Prometheus.named("prometheus"),
                Grafana.named("grafana")
                        .dataSources(
                                PROMETHEUS,
                                DataSource.named(
                                        "Itself",
                                        "loki",
                                        ServiceRef.of("grafana", "grafana", "http")
                                                .url())));

        assertThat(cluster.expansion().flows().stream()
                        .filter(flow ->
                                flow.from() instanceof Pods pods && pods.name().equals("grafana"))
                        .map(flow -> flow.to() + ":" + flow.port()))
                .containsExactlyInAnyOrder("monitoring/prometheus:9090", "monitoring/grafana:3000");
    }

    @Test
    void an_update_stops_it_first_and_plugins_stay_as_they_are() {
        var deployment = SmallCluster.of(Grafana.named("grafana")).object("Deployment", "grafana");

        assertThat(deployment.spec().mapping("strategy").text("type")).contains("Recreate");
        assertThat(container(deployment).sequence("env").mappings()).anySatisfy(variable -> {
            assertThat(variable.text("name")).contains("GF_PLUGINS_PREINSTALL_DISABLED");
            assertThat(variable.text("value")).contains("true");
        });
        assertThat(pod(deployment).sequence("volumes").mappings())
                .extracting(volume -> volume.text("name").orElseThrow())
                .contains("tmp");
    }
}
