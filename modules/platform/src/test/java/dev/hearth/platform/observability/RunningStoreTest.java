package dev.hearth.platform.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.dsl.Site;
import dev.hearth.judges.Judges;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Text;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.RunningProgram;
import dev.hearth.platform.data.Bucket;
import dev.hearth.platform.data.Minio;
import dev.hearth.platform.data.RunningMinio;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of a sample on what is rendered: from what is scraped through Prometheus and the store of metrics into the bucket,
 * and back by the address that Grafana has. Addresses are those of this machine; {@link Cortex} is where Mimir would be.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunningStoreTest {

    private static final String BUCKET = "metrics-for-long";
    private static final Mimir MIMIR = Mimir.named("mimir", new Bucket("minio", BUCKET));
    private static final SmallCluster CLUSTER = SmallCluster.of(
            Site.microk8s().node("rack", "192.168.10.11"),
            Minio.named("minio"),
            MIMIR,
            Loki.named("loki", new Bucket("minio", "logs")),
            PrometheusOperator.named("prometheus-operator"),
            Prometheus.named("prometheus").remoteWrite(RemoteWrite.mimir(MIMIR.push())),
            Grafana.named("grafana").dataSources(MIMIR.dataSource()));

    /** With a series that the store takes from nobody, for its label is too long. */
    private static final String SALES = """
            # TYPE sales counter
            sales_total 42 # {trace_id="4bf92f3577b34da6"} 1
            # TYPE complaints gauge
            complaints{about="%s"} 1
            # EOF
            """.formatted("a".repeat(3000));

    @TempDir
    private static Path folder;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static HttpServer shop;
    private static RunningMinio minio;
    private static Cortex store;
    private static RunningProgram prometheus;

    @BeforeAll
    static void start() throws Exception {
        Judges.require("cortex");
        Judges.require("minio");
        Judges.require("mc");
        Judges.require("prometheus");
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/metrics", exchange -> {
            exchange.getResponseHeaders()
                    .add("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
            exchange.sendResponseHeaders(200, SALES.length());
            exchange.getResponseBody().write(SALES.getBytes(UTF_8));
            exchange.close();
        });
        shop.start();
        minio = RunningMinio.start(CLUSTER, Files.createDirectory(folder.resolve("minio")));
        minio.makeBuckets();
        store = cortex("store", Cortex.environment(CLUSTER, "mimir"));
        awaitReady();
        prometheus = startPrometheus();
    }

    @AfterAll
    static void stop() throws IOException {
        if (prometheus != null) {
            prometheus.close();
        }
        if (store != null) {
            store.close();
        }
        if (minio != null) {
            minio.close();
        }
        if (shop != null) {
            shop.stop(0);
        }
    }

    private static Cortex cortex(String name, Map<String, String> environment) throws IOException {
        return Cortex.start(CLUSTER, Files.createDirectories(folder.resolve(name)), minio.url(), environment);
    }

    /** The address of this machine for that of the store in the cluster. */
    private static String here(String address) {
        assertThat(address).startsWith("http://mimir.monitoring.svc.cluster.local:8080/");
        return address.replace(
                "http://mimir.monitoring.svc.cluster.local:8080", store.url().toString());
    }

    private static RunningProgram startPrometheus() throws IOException {
        Mapping spec = CLUSTER.object("Prometheus", "prometheus").spec();
        Mapping write = (Mapping) OperatedPrometheus.renamed(
                spec.sequence("remoteWrite").mappings().get(0));
        Path file = Files.writeString(folder.resolve("prometheus.yaml"), """
                global:
                  scrape_interval: 1s
                  external_labels: %s
                scrape_configs:
                - job_name: shop
                  static_configs: [{targets: ["127.0.0.1:%d"]}]
                  relabel_configs: [{target_label: instance, replacement: shop-0}]
                remote_write:
                - %s
                """.formatted(
                Json.write(spec.mapping("externalLabels")),
                shop.getAddress().getPort(),
                Json.write(write.with("url", new Text(here(write.text("url").orElseThrow()))))));
        int port = RunningProgram.freePort();
        return RunningProgram.start(
                port,
                folder.resolve("prometheus.log"),
                Map.of(),
                List.of(
                        Judges.require("prometheus").file().toString(),
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("prometheus"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--enable-feature="
                                + String.join(
                                        ",", spec.sequence("enableFeatures").strings())));
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** What the store says below its address to a request in the manner of Grafana. */
    private static Mapping ask(String path, Map<String, String> parameters) throws IOException, InterruptedException {
        Manifest sources = CLUSTER.object("ConfigMap", "grafana-datasources");
        Mapping source = ((Mapping)
                        Yaml.documents(SmallCluster.data(sources).getOrDefault("mimir.yaml", ""), "mimir.yaml")
                                .get(0)
                                .root())
                .sequence("datasources")
                .mappings()
                .get(0);
        assertThat(source.mapping("jsonData").text("httpMethod")).contains("POST");
        String form = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(here(source.text("url").orElseThrow()) + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return (Mapping) Json.read(answer.body(), "answer");
    }

    private static List<Mapping> query(String expression) throws IOException, InterruptedException {
        return ask("/api/v1/query", Map.of("query", expression))
                .mapping("data")
                .sequence("result")
                .mappings();
    }

    private static List<Mapping> awaited(String expression) throws IOException, InterruptedException {
        List<Mapping> found = List.of();
        for (int i = 0; i < 30 && found.isEmpty(); i++) {
            TimeUnit.SECONDS.sleep(1);
            found = query(expression);
        }
        return found;
    }

    private static String get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(store.url().resolve(path)).build()).body();
    }

    /** By the path that the probes of the rendered pod ask. */
    private static void awaitReady() throws IOException, InterruptedException {
        String path = SmallCluster.container(CLUSTER.object("StatefulSet", "mimir"))
                .mapping("readinessProbe")
                .mapping("httpGet")
                .text("path")
                .orElseThrow();
        HttpRequest question = HttpRequest.newBuilder(store.url().resolve(path)).build();
        HttpResponse<String> answer = send(question);
        for (int i = 0; i < 60 && answer.statusCode() != 200; i++) {
            TimeUnit.SECONDS.sleep(1);
            answer = send(question);
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static List<Mapping> exemplars() throws IOException, InterruptedException {
        return ask("/api/v1/query_exemplars", Map.of("query", "sales_total", "start", "0", "end", "4000000000"))
                .sequence("data")
                .mappings();
    }

    private static String objects(String bucket) throws IOException, InterruptedException {
        return minio.mc("keys", "ls", "--recursive", "store/" + bucket).output();
    }

    private static void assertSales(List<Mapping> found) {
        assertThat(found)
                .extracting(sales -> sales.mapping("metric"))
                .containsExactly(Mapping.texts(
                        Map.of("__name__", "sales_total", "cluster", "home", "instance", "shop-0", "job", "shop")));
        assertThat(found.get(0).sequence("value").items().get(1)).isEqualTo(new Text("42"));
    }

    @Test
    @Order(1)
    void a_sample_that_prometheus_scraped_is_read_where_grafana_reads() throws Exception {
        assertSales(awaited("sales_total"));
        assertThat(exemplars())
                .extracting(found -> found.sequence("exemplars")
                        .mappings()
                        .get(0)
                        .mapping("labels")
                        .text("trace_id"))
                .containsExactly(Optional.of("4bf92f3577b34da6"));
        assertThat(objects(BUCKET)).isEmpty();
    }

    @Test
    @Order(2)
    void what_alerts_watch_is_what_the_store_tells() throws Exception {
        Pattern name = Pattern.compile("\\b(cortex|thanos)_[a-z0-9_]+");
        List<String> watched = CLUSTER.object("PrometheusRule", "mimir").spec().sequence("groups").mappings().stream()
                .flatMap(group -> group.sequence("rules").mappings().stream())
                .flatMap(rule -> name.matcher(rule.text("expr").orElseThrow()).results())
                .map(MatchResult::group)
                .distinct()
                .toList();
        List<String> told = get("/metrics")
                .lines()
                .flatMap(line -> name.matcher(line).results())
                .map(MatchResult::group)
                .distinct()
                .toList();

        assertThat(watched).hasSizeGreaterThan(8);
        assertThat(told).containsAll(watched);
    }

    @Test
    @Order(3)
    void what_is_in_the_bucket_outlives_the_disk() throws Exception {
        prometheus.close();
        assertThat(send(HttpRequest.newBuilder(store.url().resolve("/ingester/flush?wait=true"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build())
                        .statusCode())
                .isEqualTo(204);
        assertThat(objects(BUCKET)).contains("/index", "/meta.json", "/chunks/000001");
        store.close();
        MoreFiles.deleteRecursively(folder.resolve("store"), RecursiveDeleteOption.ALLOW_INSECURE);

        store = cortex("store", Cortex.environment(CLUSTER, "mimir"));
        awaitReady();

        assertSales(awaited("sales_total"));
        assertThat(get("/metrics")).contains("cortex_ingester_memory_series 0\n");
        assertThat(objects("logs") + objects("check")).isEmpty();
    }

    @Test
    @Order(4)
    void the_job_after_a_sync_gets_its_answer() throws Exception {
        Judges.require("curl");
        assertThat(AnswersJob.run(CLUSTER, "mimir", folder, store.url())).isZero();
    }

    @Test
    @Order(5)
    void with_the_keys_of_another_store_it_does_not_get_to_its_bucket() throws Exception {
        String before = objects(BUCKET);
        try (Cortex other = cortex("other", Cortex.environment(CLUSTER, "loki"))) {
            String log = "";
            for (int i = 0; i < 60 && !log.contains("error running cortex"); i++) {
                TimeUnit.SECONDS.sleep(1);
                log = other.log();
            }
            assertThat(log).contains("initial blocks synchronization: Access Denied", "error running cortex");
        }
        assertThat(objects(BUCKET)).isEqualTo(before);
    }
}
