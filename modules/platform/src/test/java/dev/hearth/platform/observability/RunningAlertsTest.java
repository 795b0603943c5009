package dev.hearth.platform.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Value;
import dev.hearth.judges.Judges;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.RunningProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of an alert through a real Prometheus and a real Alertmanager on what is rendered, to a mailbox; and that of a sample
 * to another Prometheus, which stands in for the long-term store. Addresses are those of this machine, and what lasts minutes
 * lasts seconds.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunningAlertsTest {

    private static final Alertmanager ALERTMANAGER = Alertmanager.named("alertmanager")
            .email(Email.through("smtp.example.org", 587)
                    .from("alerts@home.arpa")
                    .to("me@home.arpa")
                    .user("alerts"))
            .deadMansSwitch("hc-ping.com")
            .linkedAt("alerts");
    private static final SmallCluster CLUSTER = SmallCluster.of(
            Site.microk8s().node("rack", "192.168.10.11"),
            PrometheusOperator.named("prometheus-operator"),
            NodeExporter.named("node-exporter"),
            KubeStateMetrics.named("kube-state-metrics"),
            ALERTMANAGER,
            Prometheus.named("prometheus")
                    .alertsTo(ALERTMANAGER.api())
                    .remoteWrite(RemoteWrite.to(Value.of("http://store.example.org/api/v1/write"))
                            .tenant("home"))
                    .linkedAt("metrics"));

    @TempDir
    private static Path folder;

    private static final List<RunningProgram> RUNNING = new ArrayList<>();
    private static final BlockingQueue<String> CALLS = new LinkedBlockingQueue<>();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static MailServer mail;
    private static HttpServer machine;
    private static URI alertmanager;
    private static URI prometheus;
    private static URI store;

    @BeforeAll
    static void start() throws IOException {
        Judges.require("alertmanager");
        Judges.require("prometheus");
        mail = new MailServer();
        machine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        machine.createContext("/ping", exchange -> {
            CALLS.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        machine.createContext("/metrics", exchange -> {
            byte[] metrics = "node_boot_time_seconds 1\n".getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, metrics.length);
            exchange.getResponseBody().write(metrics);
            exchange.close();
        });
        machine.start();
        alertmanager = startAlertmanager();
        store = startPrometheus("store", "global: {}\n", "--web.enable-remote-write-receiver");
        prometheus = startPrometheus("prometheus", configuration(), "--enable-feature=" + features());
    }

    @AfterAll
    static void stop() throws IOException {
        for (RunningProgram program : RUNNING) {
            program.close();
        }
        if (machine != null) {
            machine.stop(0);
        }
        if (mail != null) {
            mail.close();
        }
    }

    private static String here() {
        return "http://127.0.0.1:" + machine.getAddress().getPort();
    }

    private static URI startAlertmanager() throws IOException {
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("smtp-password"), "correct horse\n");
        Files.writeString(secrets.resolve("dead-mans-switch-url"), here() + "/ping\n");
        String text = AlertmanagerTest.configuration(CLUSTER)
                .replace("smtp.example.org:587", "127.0.0.1:" + mail.port())
                .replace("smtp_require_tls: true", "smtp_require_tls: false")
                .replace("/etc/alertmanager/secrets/alertmanager-config", secrets.toString())
                .replaceAll("group_wait: \\d+s", "group_wait: 1s")
                .replaceAll("group_interval: \\d+m", "group_interval: 2s");
        Path file = Files.writeString(folder.resolve("alertmanager.yaml"), text);
        int port = RunningProgram.freePort();
        // Who sends is stopped before who takes.
        RUNNING.add(
                0,
                RunningProgram.start(
                        port,
                        folder.resolve("alertmanager.log"),
                        Map.of(),
                        List.of(
                                Judges.require("alertmanager").file().toString(),
                                "--config.file=" + file,
                                "--storage.path=" + folder.resolve("alertmanager"),
                                "--web.listen-address=127.0.0.1:" + port,
                                "--web.external-url=" + url("Alertmanager", "alertmanager"),
                                "--cluster.listen-address=")));
        return URI.create("http://127.0.0.1:" + port);
    }

    private static String url(String kind, String name) {
        return CLUSTER.object(kind, name).spec().text("externalUrl").orElseThrow();
    }

    private static URI startPrometheus(String name, String configuration, String flag) throws IOException {
        int port = RunningProgram.freePort();
        Path file = Files.writeString(folder.resolve(name + ".yaml"), configuration);
        RUNNING.add(
                0,
                RunningProgram.start(
                        port,
                        folder.resolve(name + ".log"),
                        Map.of(),
                        List.of(
                                Judges.require("prometheus").file().toString(),
                                "--config.file=" + file,
                                "--storage.tsdb.path=" + folder.resolve(name),
                                "--web.listen-address=127.0.0.1:" + port,
                                "--web.external-url=" + url("Prometheus", "prometheus"),
                                // What fires before the Alertmanager is known is told again at once.
                                "--rules.alert.resend-delay=1s",
                                flag)));
        return URI.create("http://127.0.0.1:" + port);
    }

    private static Mapping spec() {
        return CLUSTER.object("Prometheus", "prometheus").spec();
    }

    private static String features() {
        return String.join(",", spec().sequence("enableFeatures").strings());
    }

    /** What the operator makes of the custom resource and of the rules, as far as this needs it. */
    private static String configuration() throws IOException {
        for (Manifest rules : CLUSTER.manifests()) {
            if (rules.kind().equals("PrometheusRule")) {
                Files.writeString(
                        folder.resolve("rules-" + rules.name() + ".yaml"),
                        Yaml.write(rules.spec()).replaceAll("for: \\S+", "for: 1s"));
            }
        }
        Node writes = OperatedPrometheus.renamed(spec().get("remoteWrite").orElseThrow());
        return """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                  external_labels: %s
                rule_files: ["%s/rules-*.yaml"]
                alerting:
                  alertmanagers:
                  - static_configs: [{targets: ["%s"]}]
                scrape_configs:
                - job_name: node-exporter
                  file_sd_configs: [{files: ["%s/targets.json"], refresh_interval: 1s}]
                  relabel_configs: [{target_label: instance, replacement: rack}]
                remote_write: %s
                """.formatted(
                        Json.write(spec().mapping("externalLabels")),
                        folder,
                        alertmanager.getAuthority(),
                        folder,
                        Json.write(writes).replace("http://store.example.org", store.toString()));
    }

    private static String get(URI from, String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(from.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String query(URI of, String expression) throws IOException, InterruptedException {
        return get(of, "/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
    }

    /** The mail of that subject; others that come before it are of other alerts. */
    private static String mail(String subject) throws InterruptedException {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String next = mail.mails().poll(1, TimeUnit.SECONDS);
            if (next != null && next.replace("=\n", "").contains(subject)) {
                return next;
            }
            if (next != null) {
                others.add(
                        next.lines().filter(line -> line.startsWith("Subject")).collect(Collectors.joining()));
            }
        }
        throw new AssertionError("no mail with " + subject + " but " + others);
    }

    @Test
    @Order(1)
    void an_alert_that_fires_becomes_a_mail_that_names_where_people_look() throws InterruptedException {
        String told = mail("[FIRING:1] NodeDown");

        assertThat(told)
                .contains("MAIL FROM:<alerts@home.arpa>")
                .contains("RCPT TO:<me@home.arpa>")
                .contains("A node does not answer");
        assertThat(told.replace("=\n", ""))
                .contains("https://metrics.home.arpa")
                .contains("https://alerts.home.arpa");
        assertThat(mail.logins()).contains("alerts:correct horse");
    }

    @Test
    @Order(2)
    void that_it_is_over_becomes_a_mail_too() throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("targets.json"),
                "[{\"targets\": [\"" + URI.create(here()).getAuthority() + "\"]}]");

        assertThat(mail("[RESOLVED] NodeDown")).contains("RCPT TO:<me@home.arpa>");
    }

    @Test
    @Order(3)
    void the_watchdog_calls_who_waits_for_it_and_nobody_else() throws InterruptedException {
        assertThat(CALLS.poll(30, TimeUnit.SECONDS)).isNotNull().contains("\"alertname\":\"Watchdog\"");
        assertThat(mail.mails()).noneMatch(told -> told.contains("Watchdog"));
    }

    @Test
    @Order(4)
    void samples_and_what_is_recorded_of_them_reach_the_store_with_the_name_of_the_cluster()
            throws IOException, InterruptedException {
        String there = "";
        for (int i = 0; i < 60 && !there.contains("\"cluster\":\"home\""); i++) {
            TimeUnit.SECONDS.sleep(1);
            there = query(store, "up{job=\"node-exporter\",instance=\"rack\"} == 1");
        }

        assertThat(there).contains("\"cluster\":\"home\"").doesNotContain("prometheus_replica");
        assertThat(query(prometheus, "prometheus_remote_storage_samples_failed_total > 0"))
                .contains("\"result\":[]");
    }

    @Test
    @Order(5)
    void what_a_node_explains_that_is_down_is_not_told() throws IOException, InterruptedException {
        String alerts = """
                [{"labels": {"alertname": "NodeDown", "severity": "critical", "job": "node-exporter",
                             "instance": "shelf", "node": "shelf"}},
                 {"labels": {"alertname": "NodeMemoryLow", "severity": "warning", "instance": "shelf"}},
                 {"labels": {"alertname": "KubeNodeNotReady", "severity": "critical", "node": "shelf"}},
                 {"labels": {"alertname": "TargetDown", "severity": "warning", "job": "node-exporter"}},
                 {"labels": {"alertname": "PostgresDown", "severity": "critical", "namespace": "postgres"}},
                 {"labels": {"alertname": "NodeMemoryLow", "severity": "warning", "instance": "rack"}}]
                """;
        HttpResponse<String> taken = HTTP.send(
                HttpRequest.newBuilder(alertmanager.resolve("/api/v2/alerts"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(alerts))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        // What is explained is marked when it is about to be told.
        mail("NodeMemoryLow");
        TimeUnit.SECONDS.sleep(3);

        List<String> hidden = ((Sequence) Json.read(get(alertmanager, "/api/v2/alerts"), "alerts"))
                .mappings().stream()
                        .filter(alert -> !alert.mapping("status")
                                .sequence("inhibitedBy")
                                .items()
                                .isEmpty())
                        .map(alert -> alert.mapping("labels"))
                        .map(labels -> labels.text("alertname").orElseThrow() + " "
                                + labels.text("instance")
                                        .or(() -> labels.text("node"))
                                        .orElse(""))
                        .sorted()
                        .toList();

        assertThat(hidden)
                .contains("KubeNodeNotReady shelf", "NodeMemoryLow shelf")
                .doesNotContain("PostgresDown ", "NodeMemoryLow rack", "NodeDown shelf");
    }
}
