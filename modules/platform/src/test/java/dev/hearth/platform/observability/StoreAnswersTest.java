package dev.hearth.platform.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.judges.Judges;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.data.Bucket;
import dev.hearth.platform.data.Minio;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the jobs after a sync take for an answer of a store. */
class StoreAnswersTest {

    private static final SmallCluster CLUSTER = SmallCluster.of(
            Minio.named("minio"),
            Loki.named("loki", new Bucket("minio", "loki")),
            Mimir.named("mimir", new Bucket("minio", "mimir")),
            Tempo.named("tempo", new Bucket("minio", "tempo")),
            Pyroscope.named("pyroscope", new Bucket("minio", "pyroscope")));

    @TempDir
    private Path folder;

    private HttpServer server;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Judges.require("curl");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(String path, int code, String body) {
        server.createContext(path, exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private int run(String store) throws Exception {
        return AnswersJob.run(
                CLUSTER,
                store,
                folder,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @Test
    void logs_are_asked_for_their_labels() throws Exception {
        answer("/loki/api/v1/labels", 200, "{\"status\":\"success\",\"data\":[\"namespace\"]}");
        assertThat(run("loki")).isZero();
    }

    @Test
    void metrics_are_asked_below_their_path() throws Exception {
        answer("/prometheus/api/v1/query", 200, "{\"status\":\"success\",\"data\":{}}");
        assertThat(run("mimir")).isZero();
        assertThat(asked).containsExactly("/prometheus/api/v1/query?query=vector(1) ");
    }

    @Test
    void traces_are_searched() throws Exception {
        answer("/api/search", 200, "{\"traces\":[]}");
        assertThat(run("tempo")).isZero();
        assertThat(asked).containsExactly("/api/search?limit=1&q=%7B%7D ");
    }

    @Test
    void profiles_are_asked_for_the_labels_of_the_last_hour() throws Exception {
        answer("/querier.v1.QuerierService/LabelNames", 200, "{}");
        assertThat(run("pyroscope")).isZero();
        assertThat(asked).singleElement().asString().matches(".* \\{\"start\":\\d{10}000,\"end\":\\d{10}000}");
    }

    @Test
    void a_store_that_is_not_ready_or_another_program_does_not_pass() throws Exception {
        answer("/", 503, "Ingester not ready");
        for (String store : List.of("loki", "mimir", "tempo", "pyroscope")) {
            assertThat(run(store)).as(store).isNotZero();
        }
        server.removeContext("/");
        answer("/", 200, "<html>hello</html>");
        for (String store : List.of("loki", "mimir", "tempo", "pyroscope")) {
            assertThat(run(store)).as(store).isNotZero();
        }
    }
}
