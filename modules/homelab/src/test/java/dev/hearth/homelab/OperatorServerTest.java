package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a real Prometheus Operator makes of the home cluster, as the account it has there. It is some versions older than the one
 * that is rendered, which cannot be had as a module.
 */
class OperatorServerTest {

    private static final Path DEFINITIONS = Home.TOP.resolve("../shared/crds/prometheus-operator-0.93.0");

    /** An older operator writes its events into the group that has no name; the one that is rendered has another for them. */
    private static final String EVENTS = "missing permission to emit events";

    private static final String WORKLOADS = "/apis/apps/v1/namespaces/monitoring/statefulsets/";

    @TempDir
    private static Path folder;

    @AutoClose
    private static OperatorRun run;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        run = OperatorRun.start(DEFINITIONS, folder);
    }

    @Test
    void it_complains_of_nothing() {
        assertThat(run.complaints()).allSatisfy(line -> assertThat(line).contains(EVENTS));
    }

    @Test
    void its_rights_are_enough_for_all_that_it_asks() throws IOException {
        assertThat(run.cluster().requests("monitoring", "prometheus-operator")).hasSizeGreaterThan(50);
        run.cluster().assertThatNothingWasForbidden("monitoring", "prometheus-operator");
    }

    /** How many objects of a kind it has in that state, for the Prometheus. */
    private static int managed(String kind, String state) {
        String start = "prometheus_operator_managed_resources{controller=\"prometheus\",resource=\"" + kind
                + "\",state=\"" + state + "\"} ";
        List<String> values = run.metrics().stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
        assertThat(values).as("%s", run.metrics()).hasSize(1);
        return Integer.parseInt(values.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ServiceMonitor", "PrometheusRule"})
    void it_takes_every_monitor_and_every_rule(String kind) {
        assertThat(managed(kind, "rejected")).isZero();
        assertThat(managed(kind, "selected")).isEqualTo((int) Home.objects(kind).count());
    }

    /** Without this, the test above could pass because it never rejects anything; and the alert about it would never fire. */
    @Test
    void a_rule_that_it_rejects_shows_in_the_metric_of_our_alert() throws InterruptedException {
        assertThat(run.cluster().server().create("""
                        {"apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule",
                         "metadata": {"name": "broken", "namespace": "coder"},
                         "spec": {"groups": [{"name": "broken", "rules": [{"record": "a", "expr": "sum("}]}]}}
                        """.getBytes(UTF_8)).message()).isEmpty();

        assertThat(run.await(() -> managed("PrometheusRule", "rejected") == 1)).isTrue();

        Outcome outcome = run.cluster().kubectl("--namespace=coder", "delete", "prometheusrule", "broken");
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        assertThat(run.await(() -> managed("PrometheusRule", "rejected") == 0)).isTrue();
    }

    /** What our alerts about the operator ask for is what it tells; only its reloader tells the rest. */
    @Test
    void its_alerts_ask_for_metrics_that_it_has() {
        String alerts = Yaml.write(Home.object("PrometheusRule", "monitoring", "prometheus-operator")
                .root());
        Set<String> asked = new TreeSet<>();
        Matcher names = Pattern.compile("prometheus_operator_\\w+").matcher(alerts);
        while (names.find()) {
            asked.add(names.group());
        }
        Set<String> told =
                run.metrics().stream().map(line -> line.split("[{ ]", 2)[0]).collect(toSet());

        assertThat(asked).hasSize(3);
        assertThat(told).containsAll(asked);
    }

    private static Mapping template(String workload) {
        Mapping found = run.cluster().find(WORKLOADS + workload);
        assertThat(found.isEmpty()).as(workload).isFalse();
        return found.mapping("spec").mapping("template");
    }

    /** In its restricted namespace, with the admission policies of the tree in force. */
    @ParameterizedTest
    @ValueSource(strings = {"prometheus-prometheus", "alertmanager-alertmanager"})
    void the_pods_it_makes_are_let_in(String workload) {
        Mapping template = template(workload);
        List<Node> volumes =
                new ArrayList<>(template.mapping("spec").sequence("volumes").items());
        for (Mapping claim : run.cluster()
                .find(WORKLOADS + workload)
                .mapping("spec")
                .sequence("volumeClaimTemplates")
                .mappings()) {
            String name = claim.mapping("metadata").text("name").orElseThrow();
            volumes.add(Mapping.builder()
                    .put("name", name)
                    .put("persistentVolumeClaim", Mapping.of("claimName", Node.text(name + "-" + workload + "-0")))
                    .build());
        }
        Mapping pod = Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put(
                        "metadata",
                        template.mapping("metadata")
                                .with("name", Node.text(workload + "-0"))
                                .with("namespace", Node.text("monitoring")))
                .put("spec", template.mapping("spec").with("volumes", Node.list(volumes.toArray(Node[]::new))))
                .build();

        Verdict verdict = run.cluster().server().dryRunCreate(Json.write(pod).getBytes(UTF_8));

        assertThat(verdict.message()).isEmpty();
        // The operator itself gives two containers one name of a port; the one that stays is meant by it.
        assertThat(verdict.warnings())
                .allSatisfy(warning -> assertThat(warning).contains("duplicate port name \"reloader-web\""));
    }

    /** What is rendered for pods that are in no tree: by their labels, and by the names of their ports. */
    @ParameterizedTest
    @ValueSource(strings = {"prometheus-prometheus/prometheus-server", "alertmanager-alertmanager/alertmanager"})
    void services_and_network_policies_of_the_tree_select_the_pods_it_makes(String pair) {
        Mapping template = template(pair.split("/", 2)[0]);
        Map<String, Node> labels =
                template.mapping("metadata").mapping("labels").fields();
        Mapping service =
                Home.object("Service", "monitoring", pair.split("/", 2)[1]).spec();
        String own = pair.startsWith("prometheus") ? "operator.prometheus.io/name" : "alertmanager";

        assertThat(labels).containsAllEntriesOf(service.mapping("selector").fields());
        assertThat(ports(template))
                .containsAll(service.sequence("ports").mappings().stream()
                        .map(port -> port.text("targetPort").orElseThrow())
                        .toList());
        List<Mapping> selectors = Home.objects("NetworkPolicy")
                .filter(policy -> policy.identity().namespace().equals("monitoring"))
                .map(policy -> policy.spec().mapping("podSelector").mapping("matchLabels"))
                .filter(selector -> selector.has(own))
                .toList();
        assertThat(selectors)
                .isNotEmpty()
                .allSatisfy(selector -> assertThat(labels).containsAllEntriesOf(selector.fields()));
    }

    private static Set<String> ports(Mapping template) {
        return template.mapping("spec").sequence("containers").mappings().stream()
                .flatMap(container -> container.sequence("ports").mappings().stream())
                .map(port -> port.text("name").orElseThrow())
                .collect(toSet());
    }

    @Test
    void its_prometheus_is_configured_as_the_tree_says() {
        Mapping configuration = run.prometheus();

        Mapping alertmanagers = configuration
                .mapping("alerting")
                .sequence("alertmanagers")
                .mappings()
                .get(0);
        assertThat(Json.write(alertmanagers.sequence("kubernetes_sd_configs"))).contains("\"monitoring\"");
        assertThat(alertmanagers.sequence("relabel_configs").mappings().stream()
                        .filter(relabel -> relabel.text("action").orElse("").equals("keep"))
                        .map(relabel -> relabel.text("regex").orElseThrow()))
                .containsExactly("alertmanager", "web");
        Mapping write = configuration.sequence("remote_write").mappings().get(0);
        assertThat(write.text("url")).contains("http://mimir.monitoring.svc.cluster.local:8080/api/v1/push");
        assertThat(write.isTrue("send_exemplars")).isTrue();
        assertThat(write.isTrue("send_native_histograms")).isTrue();
        assertThat(configuration.mapping("global").mapping("external_labels"))
                .isEqualTo(Mapping.of("cluster", Node.text("home")));
        assertThat(template("prometheus-prometheus")
                        .mapping("spec")
                        .sequence("containers")
                        .mappings()
                        .get(0)
                        .sequence("args")
                        .strings())
                .contains(
                        "--enable-feature=exemplar-storage",
                        "--web.external-url=https://prometheus.home.arpa",
                        "--storage.tsdb.retention.time=168h",
                        "--storage.tsdb.retention.size=16384MB");
    }

    @Test
    void every_endpoint_of_a_monitor_is_a_job() {
        Set<String> wanted = Home.objects("ServiceMonitor")
                .flatMap(monitor -> Stream.iterate(0, i -> i + 1)
                        .limit(monitor.spec().sequence("endpoints").size())
                        .map(i -> "serviceMonitor/" + monitor.identity().namespace() + "/" + monitor.name() + "/" + i))
                .collect(Collectors.toCollection(TreeSet::new));
        // Those would be jobs under other names.
        assertThat(Stream.of("PodMonitor", "Probe", "ScrapeConfig").flatMap(Home::objects))
                .isEmpty();

        assertThat(jobs()).hasSizeGreaterThan(30).isEqualTo(wanted);
    }

    private static Set<String> jobs() {
        return run.prometheus().sequence("scrape_configs").mappings().stream()
                .map(job -> job.text("job_name").orElseThrow())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_rule_is_in_a_file_as_it_is_in_the_tree() {
        Map<String, Mapping> files = run.ruleFiles();

        for (Manifest rules : Home.objects("PrometheusRule").toList()) {
            String start = rules.identity().namespace() + "-" + rules.name() + "-";
            assertThat(files.entrySet().stream()
                            .filter(file ->
                                    file.getKey().matches(Pattern.quote(start) + "[0-9a-f]{8}-[0-9a-f-]+\\.yaml")))
                    .as(rules.toString())
                    .singleElement()
                    .satisfies(file -> assertThat(file.getValue()).isEqualTo(rules.spec()));
        }
        assertThat(files).hasSameSizeAs(Home.objects("PrometheusRule").toList());
    }

    /** Files that only a pod has are there under other names; the rules are read with the rest. */
    @Test
    void promtool_takes_the_configuration_with_all_its_rules() throws IOException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        for (Map.Entry<String, Mapping> file : run.ruleFiles().entrySet()) {
            Files.write(rules.resolve(file.getKey()), Yaml.bytes(file.getValue()));
        }
        Path account = Files.createDirectories(folder.resolve("account"));
        Files.writeString(account.resolve("token"), "token");
        Files.copy(run.cluster().certificate(), account.resolve("ca.crt"));
        String text = Yaml.write(run.prometheus())
                .replace("/etc/prometheus/rules/prometheus-prometheus-rulefiles-0", rules.toString())
                .replace("/var/run/secrets/kubernetes.io/serviceaccount", account.toString());
        assertThat(text).doesNotContain("/etc/").doesNotContain("/var/");
        Path file = Files.writeString(folder.resolve("prometheus.yaml"), text);

        Outcome outcome =
                Judges.require("promtool").run("check", "config", "--lint=all", "--lint-fatal", file.toString());

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
        assertThat(outcome.stdout()).contains(run.ruleFiles().size() + " rule files found");
    }

    /** The Secret that it mounts is the one of the tree, so a message goes the way that the tree says. */
    @Test
    void its_alertmanager_gets_the_configuration_of_the_tree() throws IOException {
        Mapping made = run.alertmanager();
        Mapping rendered = OperatorRun.document(Home.object("SealedSecret", "monitoring", "alertmanager-config")
                .spec()
                .mapping("template")
                .mapping("data")
                .text("alertmanager.yaml")
                .orElseThrow());
        Path file = Files.write(folder.resolve("alertmanager.yaml"), Yaml.bytes(made));

        Outcome outcome = Judges.require("amtool").run("check-config", file.toString());

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
        assertThat(made).isEqualTo(rendered);
        assertThat(Yaml.write(template("alertmanager-alertmanager").mapping("spec")))
                .contains("mountPath: /etc/alertmanager/secrets/alertmanager-config");
    }

    /** It keeps a Service of all kubelets; the monitor of the tree must find it. */
    @Test
    void the_monitors_of_kubelets_and_of_the_api_server_find_services_that_are_in_no_tree() {
        Mapping slices = run.cluster().find("/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices");
        assertThat(Json.write(slices)).contains("\"192.168.10.11\"", "\"192.168.10.12\"");

        found("kubelet", run.cluster().find("/api/v1/namespaces/kube-system/services/kubelet"));
        found("kube-apiserver", run.cluster().find("/api/v1/namespaces/default/services/kubernetes"));
    }

    private static void found(String monitor, Mapping service) {
        Mapping spec = Home.object("ServiceMonitor", "monitoring", monitor).spec();
        Mapping metadata = service.mapping("metadata");

        assertThat(spec.mapping("namespaceSelector").sequence("matchNames").strings())
                .contains(metadata.text("namespace").orElseThrow());
        assertThat(metadata.mapping("labels").fields())
                .containsAllEntriesOf(
                        spec.mapping("selector").mapping("matchLabels").fields());
        assertThat(service.mapping("spec").sequence("ports").mappings().stream()
                        .map(port -> port.text("name").orElseThrow()))
                .containsAll(spec.sequence("endpoints").mappings().stream()
                        .map(endpoint -> endpoint.text("port").orElseThrow())
                        .toList());
    }

    /** By the labels and ports of its Services, as the real Prometheus compares them. */
    @Test
    void a_real_prometheus_finds_its_targets_and_its_alertmanager_and_reads_all_rules()
            throws IOException, InterruptedException {
        // The Services of Argo CD come with its chart, which Argo CD itself fetches.
        Set<String> jobs = jobs().stream()
                .filter(job -> !job.startsWith("serviceMonitor/argocd/"))
                .collect(toSet());
        int groups = run.ruleFiles().values().stream()
                .mapToInt(file -> file.sequence("groups").size())
                .sum();
        Path pod = Files.createDirectory(folder.resolve("pod"));
        try (ScrapingPrometheus prometheus = ScrapingPrometheus.start(run, pod)) {
            prometheus.await(() -> prometheus.targets("scrapePool").containsAll(jobs));

            assertThat(prometheus.targets("scrapePool"))
                    .as(() -> String.join("\n", prometheus.log()))
                    .isEqualTo(jobs);
            assertThat(asked()).hasSizeGreaterThan(5).isSubsetOf(prometheus.targets("job"));
            assertThat(prometheus.ask("alertmanagers").sequence("activeAlertmanagers"))
                    .hasSize(1);
            assertThat(prometheus.ask("rules").sequence("groups")).hasSize(groups);
        }
        run.cluster().assertThatNothingWasForbidden("monitoring", "prometheus");
    }

    /** The jobs that rules of the tree name. */
    private static Set<String> asked() {
        Set<String> asked = new TreeSet<>();
        for (Mapping file : run.ruleFiles().values()) {
            for (Mapping group : file.sequence("groups").mappings()) {
                for (Mapping rule : group.sequence("rules").mappings()) {
                    Matcher jobs = Pattern.compile("\\bjob=\"([^\"]*)\"")
                            .matcher(rule.text("expr").orElseThrow());
                    while (jobs.find()) {
                        asked.add(jobs.group(1));
                    }
                }
            }
        }
        return asked;
    }
}
