package dev.hearth.platform.observability;

import static dev.hearth.platform.SmallCluster.container;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.judges.Judges;
import dev.hearth.platform.SmallCluster;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the jobs after a sync take for a kept promise. */
class ApiCheckTest {

    private static final String ODD = "pass\"wo\\rd";
    private static final SmallCluster CLUSTER = SmallCluster.of(
            PrometheusOperator.named("prometheus-operator"),
            Prometheus.named("prometheus"),
            Grafana.named("grafana")
                    .dataSources(Prometheus.named("prometheus").dataSource())
                    .dashboards(Dashboard.of("overview", "Overview")));

    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        Judges.require("curl");
        Files.write(folder.resolve("user"), "admin".getBytes(UTF_8));
        Files.write(folder.resolve("password"), ODD.getBytes(UTF_8));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(String path, int code, String body) {
        String login = "Basic " + Base64.getEncoder().encodeToString(("admin:" + ODD).getBytes(UTF_8));
        server.createContext(path, exchange -> {
            boolean known = path.startsWith("/api/v1")
                    || login.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(known ? code : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private int run(String job) throws Exception {
        String script =
                container(CLUSTER.object("Job", job)).sequence("args").strings().get(0);
        ProcessBuilder builder = new ProcessBuilder(List.of("/bin/sh", "-c", script.replace("/tmp/", folder + "/")))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment()
                .putAll(Map.of(
                        "URL", "http://127.0.0.1:" + server.getAddress().getPort(),
                        "DASHBOARDS", "overview",
                        "LOGIN", folder.toString(),
                        "RETRIES", "1",
                        "DELAY", "1"));
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    @Test
    void a_query_that_succeeds_passes() throws Exception {
        answer("/api/v1/query", 200, "{\"status\":\"success\",\"data\":{}}");
        assertThat(run("prometheus-answers")).isZero();
    }

    @Test
    void a_query_that_fails_or_another_program_does_not_pass() throws Exception {
        assertThat(run("prometheus-answers")).isNotZero();
        answer("/api/v1/query", 200, "<html>hello</html>");
        assertThat(run("prometheus-answers")).isNotZero();
    }

    @Test
    void a_dashboard_that_is_there_passes_whatever_is_in_the_password() throws Exception {
        answer("/api/dashboards/uid/overview", 200, "{\"meta\":{},\"dashboard\":{\"uid\":\"overview\"}}");
        assertThat(run("grafana-answers")).isZero();
    }

    @Test
    void a_dashboard_that_is_missing_does_not_pass() throws Exception {
        answer("/api/dashboards/uid/overview", 404, "{\"message\":\"Dashboard not found\"}");
        assertThat(run("grafana-answers")).isNotZero();
    }

    @Test
    void each_opens_the_api_it_asks_alone() {
        assertThat(CLUSTER.expansion().flows().stream()
                        .filter(flow ->
                                flow.from() instanceof Pods pods && pods.name().endsWith("-answers"))
                        .map(flow -> ((Pods) flow.from()).name() + " " + flow.to() + ":" + flow.port()))
                .containsExactlyInAnyOrder(
                        "prometheus-answers monitoring/prometheus:9090", "grafana-answers monitoring/grafana:3000");
    }
}
