package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.platform.SmallCluster.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.judges.Judges;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What OpenTelemetry's own SDK makes of the environment that {@code traces()} renders: where it sends, how, and as whom. The
 * collector is a receiver of this machine; what Alloy and Tempo would do then is not shown.
 */
class RunningTracesTest {

    /** Both ways of sending. */
    record Shop() implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(program("till").traces(), program("stock").tracesByGrpc(), program("broom"));
        }

        private static Workload program(String name) {
            return Workload.deployment(name)
                    .image(Image.of("registry.example.org/" + name, "1"))
                    .requests(cpu("10m"), memory("16Mi"))
                    .limits(memory("16Mi"));
        }
    }

    private static final SmallCluster CLUSTER =
            SmallCluster.of(Stores.at(SmallCluster.site()), Stores.collector(), new Shop());
    private static final String COLLECTOR = "http://alloy.monitoring.svc.cluster.local:";

    @TempDir
    private Path folder;

    private int grpc;
    private int http;
    private RunningProgram receiver;

    @BeforeEach
    void start() throws IOException {
        Path program = Judges.require("otel-sdk").file();
        grpc = RunningProgram.freePort();
        http = RunningProgram.freePort();
        receiver = RunningProgram.start(
                http,
                folder.resolve("taken"),
                Map.of(),
                List.of(program.toString(), "take", "127.0.0.1:" + grpc, "127.0.0.1:" + http));
    }

    @AfterEach
    void stop() throws IOException {
        if (receiver != null) {
            receiver.close();
        }
    }

    /** The environment of a rendered container, as Kubernetes makes it of what stands in it. */
    private Map<String, String> environment(String name) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Mapping variable :
                container(CLUSTER.object("Deployment", name)).sequence("env").mappings()) {
            String value = variable.text("value")
                    .orElseGet(() -> variable.mapping("valueFrom")
                                    .mapping("fieldRef")
                                    .text("fieldPath")
                                    .orElseThrow() + "-of-" + name);
            // A variable holds those that stand before it.
            for (var before : environment.entrySet()) {
                value = value.replace("$(" + before.getKey() + ")", before.getValue());
            }
            environment.put(variable.text("name").orElseThrow(), value);
        }
        environment.computeIfPresent(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                (key, there) -> there.replace(COLLECTOR + 4317, "http://127.0.0.1:" + grpc)
                        .replace(COLLECTOR + 4318, "http://127.0.0.1:" + http));
        return environment;
    }

    private int send(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Judges.require("otel-sdk").file().toString(), "send")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sent").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OTEL_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private String taken() throws IOException {
        return Files.readString(folder.resolve("taken"));
    }

    /** What a program is said to be by what it sent that way. */
    private Map<String, String> resource(String way) throws IOException {
        String line = taken().lines()
                .filter(one -> one.startsWith(way + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing came by " + way));
        Mapping spans = ((Mapping) Json.read(line.substring(way.length() + 1), "request"))
                .sequence("resourceSpans")
                .mappings()
                .get(0);
        Map<String, String> attributes = new TreeMap<>();
        for (Mapping attribute :
                spans.mapping("resource").sequence("attributes").mappings()) {
            attribute
                    .mapping("value")
                    .text("stringValue")
                    .filter(value -> !attribute.text("key").orElseThrow().startsWith("telemetry.sdk."))
                    .ifPresent(value -> attributes.put(attribute.text("key").orElseThrow(), value));
        }
        return attributes;
    }

    private static Map<String, String> attributes(String name) {
        return Map.of(
                "service.name",
                name,
                "service.namespace",
                "shop",
                "k8s.namespace.name",
                "shop",
                "k8s.pod.name",
                "metadata.name-of-" + name,
                "k8s.pod.uid",
                "metadata.uid-of-" + name);
    }

    @Test
    void a_program_sends_by_http_and_says_which_pod_it_is() throws Exception {
        assertThat(send(environment("till")))
                .as(Files.readString(folder.resolve("sent")))
                .isZero();

        assertThat(resource("http")).isEqualTo(attributes("till"));
    }

    @Test
    void one_of_grpc_does_that_too() throws Exception {
        assertThat(send(environment("stock")))
                .as(Files.readString(folder.resolve("sent")))
                .isZero();

        assertThat(resource("grpc")).isEqualTo(attributes("stock"));
    }

    @Test
    void at_the_port_of_the_other_way_nothing_arrives() throws Exception {
        Map<String, String> till = environment("till");
        till.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + grpc);

        assertThat(send(till)).isNotZero();
        assertThat(taken()).doesNotContain("resourceSpans");
    }

    @Test
    void who_does_not_say_it_has_no_word_of_it_in_its_environment() {
        assertThat(container(CLUSTER.object("Deployment", "broom"))
                        .sequence("env")
                        .mappings())
                .isEmpty();
    }
}
