package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What programs really tell of themselves as they are rendered: each metric that a rule or a panel of the home cluster takes
 * from them. That {@linkplain DashboardTest our lists} have a metric does not show that the flags let it out.
 */
class ExposedMetricsTest {

    private static final MetricLists LISTS = MetricLists.read();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern NAME = Pattern.compile("^[a-zA-Z_:][a-zA-Z0-9_:]*");

    /** What a node tells only where it has what is told of, and where its kernel says so. */
    private static final ImmutableMap<String, Path> OF_SOME_NODES =
            ImmutableMap.of("node_md_", Path.of("/sys/block/md0"), "node_pressure_", Path.of("/proc/pressure"));

    @TempDir
    private Path folder;

    private Optional<Process> program = Optional.empty();

    @AfterEach
    void stop() throws InterruptedException {
        if (program.isPresent()) {
            Process running = program.orElseThrow();
            running.destroy();
            if (!running.waitFor(10, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void start(String name, Map<String, String> environment, List<String> arguments) throws IOException {
        // However this ends, two minutes later so does that.
        List<String> command = new ArrayList<>(List.of("timeout", "120"));
        command.add(Judges.require(name).file().toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(environment);
        program = Optional.of(builder.start());
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        IOException last = new IOException("not asked");
        for (int i = 0; i < 100 && program.filter(Process::isAlive).isPresent(); i++) {
            try {
                return HTTP.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
            } catch (IOException notYet) {
                last = notYet;
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        throw new AssertionError(Files.readString(folder.resolve("log")), last);
    }

    private Set<String> told(int port, String namespace, String monitor) throws IOException, InterruptedException {
        String path = Home.object("ServiceMonitor", namespace, monitor)
                .spec()
                .sequence("endpoints")
                .mappings()
                .get(0)
                .text("path")
                .orElse("/metrics");
        HttpResponse<String> answer = get(port, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Set<String> told = new TreeSet<>();
        answer.body().lines().flatMap(line -> NAME.matcher(line).results()).forEach(match -> told.add(match.group()));
        return told;
    }

    /** Some they tell only after a while. */
    private void assertTold(Set<String> used, int port, String namespace, String monitor)
            throws IOException, InterruptedException {
        Set<String> told = told(port, namespace, monitor);
        for (int i = 0; i < 70 && !told.containsAll(used); i++) {
            TimeUnit.SECONDS.sleep(1);
            told = told(port, namespace, monitor);
        }

        assertThat(used).isNotEmpty().isSubsetOf(told);
    }

    /** The metrics of a program in rules and panels that are scraped by a monitor, as our lists have it. */
    private static ImmutableSortedSet<String> used(String monitor, String prefix) {
        return DashboardTest.expressions()
                .flatMap(question -> MetricLists.in(question.getValue()).stream())
                .filter(metric -> !LISTS.made(metric))
                .filter(metric -> metric.startsWith(prefix))
                .filter(metric -> LISTS.monitors(metric).contains(monitor))
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }

    private static Mapping container(Manifest workload) {
        return workload.spec()
                .mapping("template")
                .mapping("spec")
                .sequence("containers")
                .mappings()
                .get(0);
    }

    @Test
    void a_node_tells_what_its_rules_and_panels_ask_for() throws Exception {
        Mapping container = container(Home.object("DaemonSet", "node-metrics", "node-exporter"));
        int port = freePort();
        start(
                "node_exporter",
                Map.of(),
                Stream.concat(
                                container.sequence("args").strings().stream()
                                        .map(argument -> argument.replaceAll("=/host/root/?", "=/")
                                                .replace("=/host/sys", "=/sys")),
                                Stream.of("--web.listen-address=127.0.0.1:" + port))
                        .toList());

        Set<String> used = used("node-metrics/node-exporter", "node_");
        assertThat(used).hasSizeGreaterThan(20);
        assertTold(
                Sets.filter(
                        used,
                        metric -> OF_SOME_NODES.entrySet().stream()
                                .noneMatch(some -> metric.startsWith(some.getKey()) && !Files.exists(some.getValue()))),
                port,
                "node-metrics",
                "node-exporter");
        String probe = container
                .mapping("readinessProbe")
                .mapping("httpGet")
                .text("path")
                .orElseThrow();
        assertThat(get(port, probe).statusCode()).isEqualTo(200);
    }

    @Test
    void alertmanager_does() throws Exception {
        Path file = Files.writeString(
                folder.resolve("alertmanager.yaml"), "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n", UTF_8);
        int port = freePort();
        start(
                "alertmanager",
                Map.of(),
                List.of(
                        "--config.file=" + file,
                        "--storage.path=" + folder,
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address="));

        assertTold(used("monitoring/alertmanager", "alertmanager_"), port, "monitoring", "alertmanager");
    }

    @Test
    void prometheus_does() throws Exception {
        Mapping spec = Home.object("Prometheus", "monitoring", "prometheus").spec();
        int port = freePort();
        Files.writeString(
                folder.resolve("rules.yaml"), "groups: [{name: a, rules: [{record: a:b, expr: vector(1)}]}]\n", UTF_8);
        Path file = Files.writeString(folder.resolve("prometheus.yaml"), """
                rule_files: [rules.yaml]
                alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:%1$d"]}]}]}
                remote_write: [{url: "http://127.0.0.1:%1$d/nowhere"}]
                scrape_configs: [{job_name: itself, scrape_interval: 1s, static_configs: [{targets: ["127.0.0.1:%1$d"]}]}]
                """.formatted(port), UTF_8);
        start(
                "prometheus",
                Map.of(),
                List.of(
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder,
                        "--web.listen-address=127.0.0.1:" + port,
                        "--enable-feature="
                                + String.join(
                                        ",", spec.sequence("enableFeatures").strings())));

        assertTold(used("monitoring/prometheus-server", "prometheus_"), port, "monitoring", "prometheus-server");
    }

    @Test
    void an_object_store_does() throws Exception {
        int port = freePort();
        Map<String, String> environment = new HashMap<>(
                Map.of("HOME", folder.toString(), "MINIO_UPDATE", "off", "MINIO_SCANNER_SPEED", "fastest"));
        for (Mapping variable : container(Home.object("StatefulSet", "minio", "minio"))
                .sequence("env")
                .mappings()) {
            variable.text("value")
                    .filter(value -> !value.startsWith("/") && !value.startsWith("http"))
                    .ifPresent(value -> environment.put(variable.text("name").orElseThrow(), value));
        }
        start(
                "minio",
                environment,
                List.of(
                        "server",
                        folder.resolve("data").toString(),
                        "--address=127.0.0.1:" + port,
                        "--console-address=127.0.0.1:" + freePort()));
        get(port, "/minio/health/live");
        mc("alias", "set", "store", "http://127.0.0.1:" + port, "minioadmin", "minioadmin");
        mc("mb", "store/one");
        mc("cp", folder.resolve("log").toString(), "store/one");
        get(port, "/one/nothing");
        // What it tells of its buckets it looks up once a minute: not before it has counted them.
        TimeUnit.SECONDS.sleep(6);

        assertTold(used("minio/minio", "minio_"), port, "minio", "minio");
    }

    private void mc(String... arguments) {
        Outcome outcome = Judges.require("mc")
                .run(Stream.concat(Stream.of("--config-dir", folder.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    }
}
