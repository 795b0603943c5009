package dev.hearth.dsl.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Units;
import dev.hearth.dsl.monitor.ProfilesOffer;
import dev.hearth.dsl.monitor.TracesOffer;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelemetryTest {

    private static final Port GRPC = Port.grpc(4317).named("otlp-grpc");
    private static final Port HTTP = Port.http(4318).named("otlp-http");
    private static final Pods COLLECTOR = Pods.labelled("collector", "app", "collector");
    private static final Workload SHOP = Workload.deployment("shop")
            .image(Image.of("registry.example.org/shop", "1"))
            .requests(Units.cpu("10m"), Units.memory("16Mi"))
            .limits(Units.memory("16Mi"));

    private record Member(String name, Offers offers, List<Part> parts) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(parts);
        }
    }

    private static Expansion alone(Part... parts) {
        return Expansion.of(
                Cluster.named("home").layer("all", new Member("shop", Offers.none(), Arrays.asList(parts))));
    }

    private static Expansion collected(Part... parts) {
        Offers offers = Offers.of(
                ServiceOffer.of("collector", GRPC, COLLECTOR),
                ServiceOffer.of("collector", HTTP, COLLECTOR),
                new TracesOffer(
                        ServiceRef.of("collector", "collector", GRPC.name()),
                        ServiceRef.of("collector", "collector", HTTP.name())),
                new ProfilesOffer(COLLECTOR));
        return Expansion.of(Cluster.named("home")
                .layer(
                        "all",
                        new Member("collector", offers, List.of()),
                        new Member("shop", Offers.none(), Arrays.asList(parts))));
    }

    private static Mapping template(Expansion expansion) {
        return expansion.manifests().stream()
                .filter(manifest -> manifest.kind().equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .spec()
                .mapping("template");
    }

    private static List<String> environment(Expansion expansion) {
        return template(expansion)
                .mapping("spec")
                .sequence("containers")
                .mappings()
                .get(0)
                .sequence("env")
                .mappings()
                .stream()
                .map(variable -> variable.text("name").orElseThrow() + "="
                        + variable.text("value")
                                .orElseGet(() -> variable.mapping("valueFrom")
                                        .mapping("fieldRef")
                                        .text("fieldPath")
                                        .orElseThrow()))
                .toList();
    }

    private static List<String> flows(Expansion expansion) {
        return expansion.flows().stream()
                .map(flow -> flow.from() + " -> " + flow.to() + " " + flow.port())
                .toList();
    }

    @Test
    void traces_go_to_the_collector_with_the_name_of_the_workload_and_of_the_pod() {
        Expansion expansion = collected(SHOP.traces());

        assertThat(expansion.findings()).isEmpty();
        assertThat(environment(expansion))
                .containsExactly(
                        "OTEL_RESOURCE_ATTRIBUTES_POD_NAME=metadata.name",
                        "OTEL_RESOURCE_ATTRIBUTES_POD_UID=metadata.uid",
                        "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector.collector.svc.cluster.local:4318",
                        "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
                        "OTEL_SERVICE_NAME=shop",
                        "OTEL_RESOURCE_ATTRIBUTES=k8s.namespace.name=shop,k8s.pod.name=$(OTEL_RESOURCE_ATTRIBUTES_POD_NAME),"
                                + "k8s.pod.uid=$(OTEL_RESOURCE_ATTRIBUTES_POD_UID),service.namespace=shop");
        assertThat(flows(expansion)).containsExactly("shop/shop -> collector/collector 4318");
    }

    @Test
    void a_program_that_knows_grpc_alone_is_told_the_other_port() {
        Expansion expansion = collected(SHOP.tracesByGrpc());

        assertThat(environment(expansion))
                .contains(
                        "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector.collector.svc.cluster.local:4317",
                        "OTEL_EXPORTER_OTLP_PROTOCOL=grpc");
        assertThat(flows(expansion)).containsExactly("shop/shop -> collector/collector 4317");
    }

    @Test
    void what_a_workload_says_itself_stays() {
        assertThat(environment(
                        collected(SHOP.env("OTEL_SERVICE_NAME", "checkout").traces())))
                .contains("OTEL_SERVICE_NAME=checkout")
                .doesNotContain("OTEL_SERVICE_NAME=shop");
    }

    @Test
    void profiles_are_asked_for_by_annotations_and_the_collector_may_open_the_port() {
        Expansion expansion = collected(SHOP.profiles(Port.http(6060).named("pprof")));

        assertThat(Manifest.strings(template(expansion).mapping("metadata").mapping("annotations")))
                .containsOnly(
                        entry("cpu.port_name", "pprof"),
                        entry("cpu.scrape", "true"),
                        entry("goroutine.port_name", "pprof"),
                        entry("goroutine.scrape", "true"),
                        entry("memory.port_name", "pprof"),
                        entry("memory.scrape", "true"));
        assertThat(flows(expansion)).containsExactly("collector/collector -> shop/shop 6060");
        assertThat(expansion.manifests()).noneMatch(manifest -> manifest.kind().equals("Service"));
    }

    private static Map.Entry<String, String> entry(String name, String value) {
        return Map.entry("profiles.grafana.com/" + name, value);
    }

    @Test
    void another_path_of_profiles_is_said() {
        Expansion expansion = collected(SHOP.profiles(Port.http(6060).named("pprof"), "/internal/pprof"));

        assertThat(Manifest.strings(template(expansion).mapping("metadata").mapping("annotations")))
                .contains(
                        entry("cpu.path", "/internal/pprof/profile"),
                        entry("goroutine.path", "/internal/pprof/goroutine"),
                        entry("memory.path", "/internal/pprof/allocs"));
        assertThatIllegalArgumentException().isThrownBy(() -> SHOP.profiles(Port.http(6060), "debug/"));
    }

    @Test
    void where_nothing_takes_them_nothing_is_said() {
        Expansion expansion = alone(SHOP.traces().profiles(Port.http(6060).named("pprof")));

        assertThat(expansion.findings()).isEmpty();
        assertThat(expansion.flows()).isEmpty();
        assertThat(environment(expansion)).isEmpty();
        assertThat(template(expansion).mapping("metadata").has("annotations")).isFalse();
    }

    @Test
    void a_job_has_traces_but_ends_before_somebody_gathers_its_profiles() {
        Workload job = Workload.job("import");

        assertThat(job.traces()).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> job.profiles(Port.http(6060)))
                .withMessageContaining("its pods end");
    }
}
