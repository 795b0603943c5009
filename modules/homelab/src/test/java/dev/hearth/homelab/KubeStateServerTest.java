package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real kube-state-metrics of the version that is rendered tells of the workloads of the home cluster, with the arguments
 * and the rights it has there, and whether rules and panels ask for that.
 */
class KubeStateServerTest {

    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job");
    private static final Pattern SELECTOR = Pattern.compile("\\bkube_[a-z_]+\\{([^}]*)}");
    /** Labels by which a workload of the tree is named. */
    private static final Pattern NAMED =
            Pattern.compile("\\b(namespace|deployment|statefulset|daemonset|cronjob)=\"([^\"]+)\"");

    @TempDir
    private static Path folder;

    @AutoClose
    private static RunningCluster cluster;

    @AutoClose
    private static Background program;

    private static int port;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Judges.require("kube-state-metrics");
        cluster = RunningCluster.start(folder);
        cluster.store(object -> WORKLOADS.contains(object.kind())
                || object.kind().equals("PersistentVolumeClaim")
                || object.kind().equals("HorizontalPodAutoscaler"));
        aPodOnANode();
        cluster.store(object -> object.kind().equals("ResourceQuota"));
        List<Integer> ports = RunningCluster.freePorts(2);
        port = ports.get(0);
        List<String> arguments = RunningCluster.container(Home.object("Deployment", "monitoring", "kube-state-metrics")
                        .root())
                .sequence("args")
                .strings()
                .stream()
                .map(argument -> argument.replace("--port=8080", "--port=" + port)
                        .replace("--telemetry-port=8081", "--telemetry-port=" + ports.get(1)))
                .toList();
        program = Background.start(
                "kube-state-metrics",
                folder,
                Map.of(),
                arguments,
                "--host=127.0.0.1",
                "--telemetry-host=127.0.0.1",
                "--kubeconfig=" + cluster.kubeconfig("monitoring", "kube-state-metrics"));
        boolean all = program.await(() -> series().containsAll(workloads()) && has("kube_pod_info"));
        assertThat(all).as(() -> String.join("\n", program.log())).isTrue();
    }

    /** What others than Argo CD make: it tells of nothing of which there is none. */
    private static void aPodOnANode() {
        create("{apiVersion: v1, kind: Node, metadata: {name: rack}, status: {allocatable: {cpu: '4', memory: 8Gi},"
                + " conditions: [{type: Ready, status: 'True'}]}}");
        create("{apiVersion: v1, kind: PersistentVolume, metadata: {name: disk}, spec: {capacity: {storage: 1Gi},"
                + " accessModes: [ReadWriteOnce], hostPath: {path: /disk}}, status: {phase: Available}}");
        Manifest deployment = Home.object("Deployment", "monitoring", "kube-state-metrics");
        Mapping pod = new WorkloadPods(List.of(deployment), 1).steady().get(0);
        create(Json.write(pod));
        Outcome outcome = cluster.kubectl(
                "--namespace=monitoring",
                "patch",
                "pod",
                "kube-state-metrics-0",
                "--subresource=status",
                "--patch=" + """
                        {"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}],
                         "containerStatuses": [{"name": "kube-state-metrics", "ready": false, "image": "a", "imageID": "a",
                          "restartCount": 3, "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}}
                        """);
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    }

    private static void create(String yaml) {
        Manifest object = Yaml.read(yaml, "object.yaml").get(0);
        Verdict verdict = cluster.server().create(Json.write(object.root()).getBytes(UTF_8));
        assertThat(verdict.message()).as(yaml).isEmpty();
    }

    private static List<String> lines() {
        try {
            return RunningCluster.read(port, "/metrics").lines().toList();
        } catch (IOException notYet) {
            return List.of();
        }
    }

    private static boolean has(String metric) {
        return lines().stream().anyMatch(line -> line.startsWith("# HELP " + metric + " "));
    }

    /** All that it tells, without values. */
    private static Set<String> series() {
        return lines().stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(toSet());
    }

    /** What it must tell of, once it has read all. */
    private static Set<String> workloads() {
        return Stream.of("Deployment", "StatefulSet", "DaemonSet")
                .flatMap(Home::objects)
                .map(object -> {
                    String kind = object.kind().toLowerCase(Locale.ROOT);
                    return "kube_" + kind + "_metadata_generation{namespace=\""
                            + object.identity().namespace() + "\"," + kind + "=\"" + object.name() + "\"}";
                })
                .collect(toSet());
    }

    @Test
    void its_rights_are_enough_for_all_that_it_is_told_to_watch() throws IOException {
        cluster.assertThatNothingWasForbidden("monitoring", "kube-state-metrics");
        assertThat(program.log()).noneMatch(line -> line.startsWith("E"));
        Set<String> asked = cluster.requests("monitoring", "kube-state-metrics").stream()
                .map(request -> request.mapping("objectRef").text("resource").orElse(""))
                .filter(resource -> !resource.isEmpty())
                .collect(toSet());
        assertThat(asked).isEqualTo(watched());
    }

    private static Set<String> watched() {
        String resources = RunningCluster.container(Home.object("Deployment", "monitoring", "kube-state-metrics")
                        .root())
                .sequence("args")
                .strings()
                .stream()
                .filter(argument -> argument.startsWith("--resources="))
                .findFirst()
                .orElseThrow();
        return Set.copyOf(List.of(resources.replace("--resources=", "").split(",", -1)));
    }

    @Test
    void rules_and_panels_ask_for_metrics_that_it_has() {
        Set<String> told = lines().stream()
                .filter(line -> line.startsWith("# HELP "))
                .map(line -> line.split(" ", 4)[2])
                .collect(toSet());
        Set<String> asked = DashboardTest.expressions()
                .flatMap(question -> MetricLists.in(question.getValue()).stream())
                .filter(metric -> metric.startsWith("kube_"))
                .collect(toCollection(TreeSet::new));

        assertThat(asked).hasSizeGreaterThan(10);
        asked.removeAll(told);
        assertThat(asked).isEmpty();
    }

    /** A workload that has another name than the rule says is one of which nobody is told. */
    @Test
    void workloads_that_rules_and_panels_name_are_there() {
        Set<String> series = series();
        List<MatchResult> selectors = DashboardTest.expressions()
                .flatMap(question -> SELECTOR.matcher(question.getValue()).results())
                .filter(selector -> NAMED.matcher(selector.group(1)).results().count() > 1)
                .toList();

        assertThat(selectors).hasSizeGreaterThan(5).allSatisfy(selector -> {
            List<String> labels = NAMED.matcher(selector.group(1))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertThat(series)
                    .as(selector.group())
                    .anyMatch(one -> labels.stream().allMatch(one::contains));
        });
    }
}
