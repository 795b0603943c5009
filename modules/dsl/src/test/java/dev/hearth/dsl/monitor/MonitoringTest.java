package dev.hearth.dsl.monitor;

import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.Scrape;
import dev.hearth.dsl.Site;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MonitoringTest {

    private static final Pods PROMETHEUS = Pods.labelled("prometheus", "app.kubernetes.io/name", "prometheus");
    private static final Pods MINIO = Pods.labelled("minio", "app", "minio");
    private static final Port HTTP = Port.http(9000);
    private static final Scrape SCRAPE =
            new Scrape(MINIO, "minio", HTTP, "/minio/metrics", ImmutableMap.of("app.kubernetes.io/name", "minio"));
    private static final Rules RULES = Rules.named("minio")
            .alert(Alert.named("MinioDriveOffline")
                    .expr("minio_cluster_drive_offline_total > 0")
                    .holding(minutes(5))
                    .severity(Severity.CRITICAL)
                    .summary("A drive of MinIO is offline."));

    record Member(String name, Offers offers, List<Part> parts) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(parts);
        }
    }

    private static Component prometheus() {
        return new Member("prometheus", Offers.of(new ScraperOffer(PROMETHEUS)), List.of());
    }

    private static Component minio(Part... parts) {
        return new Member("minio", Offers.none(), Arrays.asList(parts));
    }

    private static Part states(Object fact) {
        return scope -> scope.fact(fact);
    }

    private static Expansion expand(Component... components) {
        return Expansion.of(Cluster.named("home").layer("all", components)).derive(new Monitoring());
    }

    private static String yaml(Expansion expansion) {
        return Yaml.write(expansion.manifests().stream().map(Manifest::root).toList());
    }

    @Test
    void stated_metrics_become_a_service_monitor_and_a_flow_from_the_prometheus() {
        Expansion expansion = expand(prometheus(), minio(states(SCRAPE)));

        assertThat(expansion.findings()).isEmpty();
        assertThat(yaml(expansion)).isEqualTo("""
                        apiVersion: monitoring.coreos.com/v1
                        kind: ServiceMonitor
                        metadata:
                          name: minio
                          namespace: minio
                        spec:
                          selector:
                            matchLabels:
                              app.kubernetes.io/name: minio
                          endpoints:
                          - port: http
                            path: /minio/metrics
                        """);
        assertThat(expansion.flows())
                .containsExactly(
                        new Flow(PROMETHEUS.orIn("prometheus"), MINIO.orIn("minio"), Protocol.TCP, 9000, "minio"));
    }

    @Test
    void several_ports_of_a_service_are_endpoints_of_one_monitor() {
        Scrape node = new Scrape(MINIO, "minio", Port.https(9443).named("node"), "/node", SCRAPE.labels());
        Expansion expansion = expand(prometheus(), minio(states(SCRAPE), states(node)));

        assertThat(yaml(expansion)).endsWith("""
                          endpoints:
                          - port: http
                            path: /minio/metrics
                          - port: node
                            path: /node
                            scheme: https
                        """);
        assertThat(expansion.flows()).extracting(Flow::port).containsExactly(9000, 9443);
    }

    @Test
    void a_monitor_says_more_than_a_path_and_wins_over_what_the_workload_states() {
        Expansion expansion = expand(
                prometheus(),
                minio(
                        states(SCRAPE),
                        Monitor.of(SCRAPE)
                                .interval(minutes(1))
                                .timeout(seconds(20))
                                .honorLabels()
                                .job("storage")
                                .endpoint(Data.map(
                                        "metricRelabelings",
                                        Data.list(
                                                Data.map("sourceLabels", Data.list("a"), "targetLabel", "b"),
                                                Data.map("action", "labeldrop", "regex", "pod"))))));

        assertThat(expansion.findings()).isEmpty();
        assertThat(yaml(expansion)).isEqualTo("""
                        apiVersion: monitoring.coreos.com/v1
                        kind: ServiceMonitor
                        metadata:
                          name: minio
                          namespace: minio
                        spec:
                          selector:
                            matchLabels:
                              app.kubernetes.io/name: minio
                          endpoints:
                          - port: http
                            path: /minio/metrics
                            interval: 1m
                            scrapeTimeout: 20s
                            honorLabels: true
                            relabelings:
                            - action: replace
                              targetLabel: job
                              replacement: storage
                            metricRelabelings:
                            - action: replace
                              sourceLabels:
                              - a
                              targetLabel: b
                            - action: labeldrop
                              regex: pod
                        """);
    }

    @Test
    void pods_without_a_service_get_a_pod_monitor() {
        Expansion expansion = expand(
                prometheus(),
                minio(Monitor.pods(MINIO, Port.http(9100).named("metrics"), "/metrics")
                        .named("node")));

        assertThat(yaml(expansion)).isEqualTo("""
                        apiVersion: monitoring.coreos.com/v1
                        kind: PodMonitor
                        metadata:
                          name: node
                          namespace: minio
                        spec:
                          selector:
                            matchLabels:
                              app: minio
                          podMetricsEndpoints:
                          - port: metrics
                            path: /metrics
                        """);
        assertThat(expansion.flows()).extracting(Flow::port).containsExactly(9100);
    }

    @Test
    void a_service_of_a_chart_is_found_by_its_own_labels() {
        Expansion expansion = expand(
                prometheus(),
                minio(Monitor.service("minio", MINIO, HTTP, "/metrics").labelled(ImmutableMap.of("release", "minio"))));

        assertThat(expansion.manifests().get(0).spec().mapping("selector").mapping("matchLabels"))
                .isEqualTo(Mapping.texts(ImmutableMap.of("release", "minio")));
    }

    @Test
    void every_prometheus_may_open_the_metrics() {
        Site site = Site.microk8s().preinstalled("outer", "observability", Offers.of(new ScraperOffer(PROMETHEUS)));
        Expansion expansion = Expansion.of(
                        Cluster.named("home").site(site).layer("all", prometheus(), minio(states(SCRAPE))))
                .derive(new Monitoring());

        assertThat(expansion.manifests()).hasSize(1);
        assertThat(expansion.flows())
                .extracting(Flow::from)
                .containsExactly(PROMETHEUS.orIn("prometheus"), PROMETHEUS.orIn("observability"));
    }

    @Test
    void rules_become_a_prometheus_rule() {
        Rules rules = RULES.record("minio:free:ratio", "minio_free_bytes / minio_total_bytes")
                .interval(seconds(90))
                .group(RuleGroup.named("minio.slow")
                        .alert(Alert.named("MinioSlow")
                                .expr("minio_wait > 1")
                                .holding(minutes(90))
                                .keepFiring(minutes(10))
                                .label("team", "storage")
                                .summary("{{ $labels.server }} is slow.")
                                .description("It waits {{ $value }} s.")
                                .runbook("https://wiki.home.arpa/minio")));

        assertThat(yaml(expand(prometheus(), minio(rules)))).isEqualTo("""
                        apiVersion: monitoring.coreos.com/v1
                        kind: PrometheusRule
                        metadata:
                          name: minio
                          namespace: minio
                        spec:
                          groups:
                          - name: minio
                            interval: "1m30s"
                            rules:
                            - alert: MinioDriveOffline
                              expr: "minio_cluster_drive_offline_total > 0"
                              for: 5m
                              labels:
                                severity: critical
                              annotations:
                                summary: A drive of MinIO is offline.
                            - record: minio:free:ratio
                              expr: minio_free_bytes / minio_total_bytes
                          - name: minio.slow
                            rules:
                            - alert: MinioSlow
                              expr: "minio_wait > 1"
                              for: "1h30m"
                              keep_firing_for: 10m
                              labels:
                                severity: warning
                                team: storage
                              annotations:
                                description: "It waits {{ $value }} s."
                                runbook_url: https://wiki.home.arpa/minio
                                summary: "{{ $labels.server }} is slow."
                        """);
    }

    @Test
    void without_a_prometheus_there_is_one_warning_and_nothing_else() {
        Component other = new Member("another", Offers.none(), List.of(states(SCRAPE)));
        Expansion expansion = expand(minio(states(SCRAPE), RULES), other);

        assertThat(expansion.manifests()).isEmpty();
        assertThat(expansion.flows()).isEmpty();
        assertThat(expansion.findings())
                .extracting(Finding::rule, finding -> finding.severity().word(), Finding::message)
                .containsExactly(
                        tuple(
                                "monitor.scraper",
                                "warning",
                                "nothing in the cluster gathers metrics, so those and the rules of [another, minio] are left out"));
        assertThat(expand(prometheus(), minio(states(SCRAPE), RULES), other).findings())
                .isEmpty();
        assertThat(expand(minio()).findings()).isEmpty();
    }

    @Test
    void wrong_rules_are_refused_at_the_call() {
        refused(() -> Alert.named("Minio offline"), "must be letters, digits and '_'");
        refused(() -> Alert.named("Minio").expr(" "), "rule Minio needs an expression");
        refused(
                () -> Rules.named("minio").alert(Alert.named("Minio").expr("up == 0")),
                "alert Minio needs a summary(...)");
        refused(
                () -> Rules.named("minio")
                        .alert(Alert.named("Minio").expr("up == 0").summary(" ")),
                "alert Minio needs a summary(...)");
        refused(
                () -> Alert.named("Minio").expr("absent(up{job=\"minio\"}"),
                "the expression of rule Minio has a '(' that nothing closes: absent(up{job=\"minio\"}");
        refused(
                () -> Alert.named("Minio").expr("up == 0)"),
                "the expression of rule Minio has a ')' that closes nothing");
        refused(() -> Alert.named("Minio").expr("sum(up[5m)]"), "has a ')' that closes nothing");
        refused(() -> Alert.named("Minio").expr("up{job=\"minio} == 0"), "has a text that no \" ends");
        refused(() -> RULES.record("minio:free", "sum(up"), "the expression of rule minio:free has a '('");
        refused(() -> RULES.record("minio-free", "1"), "a recorded metric must be named by");
        refused(() -> RULES.group(RuleGroup.named("minio")), "rules minio have a group twice");
        refused(
                () -> Alert.named("Minio").expr("up == 0").holding(seconds(0)),
                "the time alert Minio holds must be whole milliseconds, at least 1, but was PT0S");
        refused(() -> Monitor.service("minio", MINIO, HTTP, "metrics"), "must start with '/'");
    }

    @Test
    void brackets_in_texts_and_comments_are_none() {
        List.of(
                        "{job=\"audit\"} |= \"(\" |= `\\` != 'it\\'s ]'",
                        "up{path=\"\\\"(\"} # a ) of a comment\n == 0",
                        "sum(rate({app=~\"a|b\"} | json | line_format `{{ .message }` [5m])) > 0",
                        "up == 0 # )")
                .forEach(expression ->
                        assertThat(Brackets.fault(expression)).as(expression).isEmpty());
    }

    @Test
    void rules_without_a_rule_are_an_error_of_the_model() {
        assertThat(expand(prometheus(), minio(Rules.named("minio"))).findings())
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("rules minio have a group without rules");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
