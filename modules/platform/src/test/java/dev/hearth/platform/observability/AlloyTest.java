package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.data;
import static dev.hearth.platform.SmallCluster.pod;
import static dev.hearth.platform.observability.Stores.LOKI;
import static dev.hearth.platform.observability.Stores.MIMIR;
import static dev.hearth.platform.observability.Stores.PYROSCOPE;
import static dev.hearth.platform.observability.Stores.TEMPO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlloyTest {

    private static final Alloy ALLOY = Alloy.named("alloy");

    private static SmallCluster of(Component... components) {
        return SmallCluster.of(Stores.at(SmallCluster.site()), components);
    }

    private static String configuration(Alloy alloy) {
        return data(of(alloy).object("ConfigMap", alloy.name())).getOrDefault("config.alloy", "");
    }

    private static List<AlloyBlock> blocks(Alloy alloy) {
        return new AlloyConfiguration(alloy).blocks();
    }

    private static Set<String> names(Alloy alloy) {
        return blocks(alloy).stream().map(AlloyBlock::name).collect(Collectors.toSet());
    }

    @Test
    void becomes_the_expected_objects() {
        GoldenTree.assertTree("alloy", of(Stores.collector()).manifests("alloy"));
        assertThat(of(Stores.collector()).findings()).isEmpty();
    }

    static Stream<Alloy> every() {
        return Stream.of(
                        ALLOY.logsTo(LOKI),
                        ALLOY.tracesTo(TEMPO),
                        ALLOY.metricsTo(MIMIR),
                        ALLOY.profilesTo(PYROSCOPE),
                        ALLOY.logsTo(LOKI).tracesTo(TEMPO),
                        Stores.collector())
                .flatMap(alloy -> Stream.of(alloy, alloy.replicas(3)));
    }

    @Test
    void alloys_own_parser_and_formatter_take_every_configuration() {
        every().forEach(alloy -> AlloyFile.assertLaidOut(configuration(alloy)));
    }

    @Test
    void the_reference_documentation_knows_every_component_and_argument() {
        every().forEach(alloy -> assertThat(AlloyFile.faults(blocks(alloy))).isEmpty());
    }

    @Test
    void the_reference_documentation_tells_what_is_wrong() {
        assertThat(AlloyFile.faults(List.of(
                        AlloyBlock.of("loki.source.files", "a"),
                        AlloyBlock.of("loki.write", "b")
                                .block(AlloyBlock.of("endpoint").attribute("uri", "x")),
                        AlloyBlock.of("otelcol.exporter.otlp", "c"),
                        AlloyBlock.of("loki.source.file", "d")
                                .attribute("targets", AlloyValue.reference("loki.write.b.input"))
                                .attribute("forward_to", AlloyValue.references("loki.write.x.receiver")))))
                .containsExactly(
                        "unknown: loki.source.files",
                        "unknown: loki.write/endpoint uri",
                        "missing: loki.write/endpoint url",
                        "missing: otelcol.exporter.otlp block client",
                        "leads nowhere: loki.write.b.input",
                        "leads nowhere: loki.write.x.receiver");
    }

    @Test
    void only_what_has_a_store_is_gathered() {
        assertThat(names(ALLOY.profilesTo(PYROSCOPE)))
                .containsOnly(
                        "logging", "discovery.kubernetes", "discovery.relabel", "pyroscope.scrape", "pyroscope.write");
        assertThat(names(ALLOY.tracesTo(TEMPO)))
                .contains("otelcol.receiver.otlp", "otelcol.exporter.otlp")
                .doesNotContain("loki.write", "discovery.kubernetes", "otelcol.exporter.otlphttp");
        assertThat(of(ALLOY).findings())
                .anySatisfy(finding -> assertThat(finding.toString()).contains("nowhere to send to"));
    }

    @Test
    void what_is_sent_is_limited_first_and_batched_last() {
        assertThat(List.of("receiver.otlp", "processor.memory_limiter", "processor.k8sattributes", "processor.batch"))
                .extracting(name -> AlloyFile.only(blocks(Stores.collector()), "otelcol." + name).blocks().stream()
                        .filter(block -> block.name().equals("output"))
                        .map(block -> block.attributes().get("traces"))
                        .toList())
                .containsExactly(
                        List.of(AlloyValue.references("otelcol.processor.memory_limiter.default.input")),
                        List.of(AlloyValue.references("otelcol.processor.k8sattributes.default.input")),
                        List.of(AlloyValue.references("otelcol.processor.batch.default.input")),
                        List.of(AlloyValue.references("otelcol.exporter.otlp.traces.input")));
    }

    @Test
    void a_kind_that_has_no_store_is_not_taken() {
        AlloyBlock output = AlloyFile.only(blocks(ALLOY.tracesTo(TEMPO)), "otelcol.receiver.otlp")
                .blocks()
                .get(2);

        assertThat(output.attributes()).containsOnlyKeys("traces");
    }

    @Test
    void it_takes_nothing_more_long_before_its_memory_ends() {
        assertThat(configuration(ALLOY.tracesTo(TEMPO).memory(mib(1024))))
                .contains("limit          = \"768MiB\"")
                .contains("spike_limit    = \"192MiB\"");
    }

    @Test
    void several_share_the_work_and_find_each_other() {
        SmallCluster cluster = of(Stores.collector().replicas(3));

        for (String source : List.of("loki.source.kubernetes", "loki.source.kubernetes_events", "pyroscope.scrape")) {
            assertThat(AlloyFile.named(blocks(Stores.collector().replicas(3)), source))
                    .isNotEmpty()
                    .allSatisfy(block -> assertThat(block.blocks())
                            .extracting(AlloyBlock::name)
                            .contains("clustering"));
            assertThat(AlloyFile.named(blocks(Stores.collector()), source))
                    .allSatisfy(block -> assertThat(block.blocks())
                            .extracting(AlloyBlock::name)
                            .doesNotContain("clustering"));
        }
        assertThat(container(cluster.object("StatefulSet", "alloy"))
                        .sequence("args")
                        .strings())
                .contains(
                        "--cluster.enabled=true",
                        "--cluster.join-addresses=alloy-headless.monitoring.svc.cluster.local",
                        "--cluster.name=alloy");
        assertThat(cluster.object("Service", "alloy-headless").spec().isTrue("publishNotReadyAddresses"))
                .isTrue();
        assertThat(flows(cluster)).contains("monitoring/alloy -> monitoring/alloy 12345");
    }

    private static List<String> flows(SmallCluster cluster) {
        return cluster.expansion().flows().stream()
                .map(flow -> flow.from() + " -> " + flow.to() + " " + flow.port())
                .toList();
    }

    @Test
    void it_opens_the_stores_and_the_api_server_alone() {
        assertThat(flows(of(Stores.collector())).stream().filter(flow -> flow.startsWith("monitoring/alloy ->")))
                .containsExactlyInAnyOrder(
                        "monitoring/alloy -> ApiServer[] 16443",
                        "monitoring/alloy -> stores/loki 3100",
                        "monitoring/alloy -> stores/tempo 4317",
                        "monitoring/alloy -> stores/mimir 8080",
                        "monitoring/alloy -> stores/pyroscope 4040",
                        // Its own profiles.
                        "monitoring/alloy -> monitoring/alloy 12345");
    }

    @Test
    void where_it_has_read_to_outlasts_it() {
        Manifest set = of(ALLOY.logsTo(LOKI)).object("StatefulSet", "alloy");
        Mapping claim = set.spec().sequence("volumeClaimTemplates").mappings().get(0);

        assertThat(container(set).sequence("volumeMounts").mappings()).anySatisfy(mount -> {
            assertThat(mount.text("mountPath")).contains("/var/lib/alloy/data");
            assertThat(mount.text("name")).isEqualTo(claim.mapping("metadata").text("name"));
        });
        assertThat(container(set).sequence("args").strings()).contains("--storage.path=/var/lib/alloy/data");
    }

    @Test
    void rights_are_those_of_what_is_gathered() {
        assertThat(resources(ALLOY.profilesTo(PYROSCOPE))).containsExactly("pods");
        assertThat(resources(ALLOY.logsTo(LOKI)))
                .containsExactlyInAnyOrder("pods", "pods/log", "events", "namespaces", "replicasets");
        assertThat(resources(ALLOY.tracesTo(TEMPO))).containsExactlyInAnyOrder("pods", "namespaces", "replicasets");
    }

    private static List<String> resources(Alloy alloy) {
        return of(alloy).manifests("alloy").stream()
                .filter(manifest -> manifest.kind().equals("ClusterRole"))
                .flatMap(role -> role.root().sequence("rules").mappings().stream())
                .flatMap(rule -> rule.sequence("resources").strings().stream())
                .toList();
    }

    @Test
    void too_little_memory_or_nobody_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ALLOY.memory(mib(64)));
        assertThatIllegalArgumentException().isThrownBy(() -> ALLOY.replicas(0));
    }

    /** A program that sends traces and has profiles. */
    private record Shop() implements Component {

        private static final Port PPROF = Port.http(6060).named("pprof");

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(Workload.deployment("shop")
                    .image(Image.of("registry.example.org/shop", "1"))
                    .requests(cpu("10m"), memory("16Mi"))
                    .limits(memory("16Mi"))
                    .traces()
                    .profiles(PPROF));
        }
    }

    @Test
    void a_workload_that_says_so_is_wired() {
        SmallCluster cluster = of(Stores.collector(), new Shop());
        Manifest shop = cluster.object("Deployment", "shop");

        assertThat(container(shop).sequence("env").mappings())
                .extracting(variable -> variable.text("name").orElseThrow() + "="
                        + variable.text("value").orElse(""))
                .contains(
                        "OTEL_EXPORTER_OTLP_ENDPOINT=http://alloy.monitoring.svc.cluster.local:4318",
                        "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
        assertThat(flows(cluster)).contains("shop/shop -> monitoring/alloy 4318", "monitoring/alloy -> shop/shop 6060");
        Map<String, String> annotations = Manifest.strings(
                shop.spec().mapping("template").mapping("metadata").mapping("annotations"));
        assertThat(annotations)
                .containsEntry("profiles.grafana.com/cpu.scrape", "true")
                .containsEntry("profiles.grafana.com/cpu.port_name", "pprof");
        assertThat(pod(shop)
                        .sequence("containers")
                        .mappings()
                        .get(0)
                        .sequence("ports")
                        .mappings())
                .extracting(port -> port.text("name").orElseThrow())
                .containsExactly("pprof");
    }

    @Test
    void the_annotations_of_a_workload_are_those_that_the_collector_looks_at() {
        Manifest shop = of(Stores.collector(), new Shop()).object("Deployment", "shop");
        String configuration = configuration(Stores.collector());

        assertThat(
                        Manifest.strings(shop.spec()
                                        .mapping("template")
                                        .mapping("metadata")
                                        .mapping("annotations"))
                                .keySet()
                                .stream()
                                .filter(name -> name.startsWith("profiles."))
                                .map(name ->
                                        "\"__meta_kubernetes_pod_annotation_" + name.replaceAll("[./]", "_") + "\""))
                .hasSize(6)
                .allSatisfy(label -> assertThat(configuration).contains(label));
    }

    @Test
    void without_a_collector_of_it_nothing_is_said() {
        SmallCluster cluster = of(ALLOY.logsTo(LOKI), new Shop());
        Manifest shop = cluster.object("Deployment", "shop");

        assertThat(container(shop).sequence("env").isEmpty()).isTrue();
        assertThat(flows(cluster)).noneMatch(flow -> flow.contains("shop"));
        assertThat(cluster.findings()).isEmpty();
    }
}
