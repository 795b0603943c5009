package dev.hearth.platform.observability;

import static dev.hearth.platform.observability.AlloyValue.bool;
import static dev.hearth.platform.observability.AlloyValue.reference;
import static dev.hearth.platform.observability.AlloyValue.references;
import static dev.hearth.platform.observability.AlloyValue.text;
import static dev.hearth.platform.observability.AlloyValue.texts;

import dev.hearth.dsl.ServiceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The configuration of the collector. */
final class AlloyConfiguration {

    private static final String META = "__meta_kubernetes_";
    private static final String PODS = "discovery.kubernetes.pods.targets";
    private static final String LIMITER = "otelcol.processor.memory_limiter.default.input";
    private static final String ATTRIBUTES = "otelcol.processor.k8sattributes.default.input";
    private static final String BATCH = "otelcol.processor.batch.default.input";

    private final Alloy alloy;

    AlloyConfiguration(Alloy alloy) {
        this.alloy = alloy;
    }

    List<AlloyBlock> blocks() {
        List<AlloyBlock> blocks = new ArrayList<>();
        blocks.add(logging());
        if (alloy.logs().isPresent() || alloy.profiles().isPresent()) {
            blocks.add(AlloyBlock.of("discovery.kubernetes", "pods").attribute("role", "pod"));
        }
        alloy.logs().ifPresent(loki -> blocks.addAll(logs(loki)));
        if (alloy.receives()) {
            blocks.addAll(otlp());
        }
        alloy.profiles().ifPresent(pyroscope -> blocks.addAll(profiles(pyroscope)));
        return blocks;
    }

    static AlloyBlock logging() {
        return AlloyBlock.of("logging").attribute("level", "info").attribute("format", "json");
    }

    private List<AlloyBlock> logs(ServiceRef loki) {
        AlloyBlock labels = labelled(AlloyBlock.of("discovery.relabel", "logs").attribute("targets", reference(PODS)))
                .block(labelFrom("pod_label_app_kubernetes_io_name", "app"));
        return List.of(
                labels,
                shared(AlloyBlock.of("loki.source.kubernetes", "pods")
                        .attribute("targets", reference("discovery.relabel.logs.output"))
                        .attribute("forward_to", references("loki.write.default.receiver"))),
                shared(AlloyBlock.of("loki.source.kubernetes_events", "cluster")
                        .attribute("job_name", "kubernetes-events")
                        .attribute("log_format", "json")
                        .attribute("forward_to", references("loki.write.default.receiver"))),
                write(loki));
    }

    static AlloyBlock write(ServiceRef loki) {
        return AlloyBlock.of("loki.write", "default")
                .block(AlloyBlock.of("endpoint")
                        .attribute("url", text(loki.url().then("/loki/api/v1/push"))));
    }

    private static AlloyBlock labelled(AlloyBlock relabel) {
        return relabel.block(labelFrom("namespace", "namespace"))
                .block(labelFrom("pod_name", "pod"))
                .block(labelFrom("pod_container_name", "container"));
    }

    private static AlloyBlock labelFrom(String meta, String label) {
        return AlloyBlock.of("rule")
                .attribute("source_labels", texts(META + meta))
                .attribute("target_label", label);
    }

    private static AlloyBlock keep(String meta, String regex) {
        return AlloyBlock.of("rule")
                .attribute("source_labels", texts(META + meta))
                .attribute("regex", regex)
                .attribute("action", "keep");
    }

    /** Without this every one of several would do the whole work. */
    private AlloyBlock shared(AlloyBlock source) {
        return alloy.replicas() > 1
                ? source.block(AlloyBlock.of("clustering").attribute("enabled", bool(true)))
                : source;
    }

    /** The limiter is the first, so that what it refuses is refused to whoever sent it; batches are made last. */
    private List<AlloyBlock> otlp() {
        List<AlloyBlock> blocks = new ArrayList<>();
        blocks.add(AlloyBlock.of("otelcol.receiver.otlp", "default")
                .block(AlloyBlock.of("grpc").attribute("endpoint", "0.0.0.0:" + Alloy.OTLP_GRPC.number()))
                .block(AlloyBlock.of("http").attribute("endpoint", "0.0.0.0:" + Alloy.OTLP_HTTP.number()))
                .block(output(LIMITER)));
        long limit = alloy.memory().value() / (1 << 20) / 4 * 3;
        blocks.add(AlloyBlock.of("otelcol.processor.memory_limiter", "default")
                .attribute("check_interval", "1s")
                .attribute("limit", limit + "MiB")
                .attribute("spike_limit", limit / 4 + "MiB")
                .block(output(ATTRIBUTES)));
        blocks.add(attributes());
        blocks.add(AlloyBlock.of("otelcol.processor.batch", "default")
                .block(output(
                        exporter("otelcol.exporter.otlphttp.loki.input", alloy.logs()),
                        exporter("otelcol.exporter.otlphttp.mimir.input", alloy.metrics()),
                        exporter("otelcol.exporter.otlp.traces.input", alloy.traces()))));
        alloy.logs().ifPresent(loki -> blocks.add(overHttp("loki", loki)));
        alloy.metrics().ifPresent(mimir -> blocks.add(overHttp("mimir", mimir)));
        alloy.traces()
                .ifPresent(traces -> blocks.add(AlloyBlock.of("otelcol.exporter.otlp", "traces")
                        .block(AlloyBlock.of("client")
                                .attribute("endpoint", text(traces.address()))
                                .block(AlloyBlock.of("tls").attribute("insecure", bool(true))))));
        return blocks;
    }

    /** Whoever sends is known by the uid it tells, and else by the address it comes from. */
    private AlloyBlock attributes() {
        return AlloyBlock.of("otelcol.processor.k8sattributes", "default")
                .block(AlloyBlock.of("extract")
                        .attribute(
                                "metadata",
                                texts(
                                        "k8s.namespace.name",
                                        "k8s.pod.name",
                                        "k8s.pod.uid",
                                        "k8s.deployment.name",
                                        "k8s.statefulset.name",
                                        "k8s.daemonset.name",
                                        "k8s.node.name")))
                .block(AlloyBlock.of("pod_association")
                        .block(AlloyBlock.of("source")
                                .attribute("from", "resource_attribute")
                                .attribute("name", "k8s.pod.uid")))
                .block(AlloyBlock.of("pod_association")
                        .block(AlloyBlock.of("source").attribute("from", "connection")))
                .block(output(BATCH));
    }

    private AlloyBlock output(String next) {
        return output(exporter(next, alloy.logs()), exporter(next, alloy.metrics()), exporter(next, alloy.traces()));
    }

    private static Optional<String> exporter(String input, Optional<ServiceRef> store) {
        return store.map(there -> input);
    }

    private static AlloyBlock output(Optional<String> logs, Optional<String> metrics, Optional<String> traces) {
        AlloyBlock output = AlloyBlock.of("output");
        output = logs.isPresent() ? output.attribute("logs", references(logs.orElseThrow())) : output;
        output = metrics.isPresent() ? output.attribute("metrics", references(metrics.orElseThrow())) : output;
        return traces.isPresent() ? output.attribute("traces", references(traces.orElseThrow())) : output;
    }

    /** Both stores take it below {@code /otlp}, where the exporter puts {@code /v1/} and the kind. */
    private static AlloyBlock overHttp(String label, ServiceRef store) {
        return AlloyBlock.of("otelcol.exporter.otlphttp", label)
                .block(AlloyBlock.of("client")
                        .attribute("endpoint", text(store.url().then("/otlp"))));
    }

    /** A kind of profile: its name in annotations of pods, and its block of a scrape. */
    private record Profile(String name, String block) {}

    private static final List<Profile> PROFILES = List.of(
            new Profile("cpu", "process_cpu"), new Profile("goroutine", "goroutine"), new Profile("memory", "memory"));

    /** All that a scrape gathers unless it is told not to. */
    private static final List<String> BY_ITSELF = List.of("block", "goroutine", "memory", "mutex", "process_cpu");

    /** Each kind has targets of its own, because a pod asks for each by itself. */
    private List<AlloyBlock> profiles(ServiceRef pyroscope) {
        List<AlloyBlock> blocks = new ArrayList<>();
        blocks.add(labelled(AlloyBlock.of("discovery.relabel", "profiles")
                        .attribute("targets", reference(PODS))
                        .block(keep("pod_phase", "Running")))
                .block(labelFrom("pod_label_app_kubernetes_io_name", "service_name")));
        for (Profile profile : PROFILES) {
            String annotation = "pod_annotation_profiles_grafana_com_" + profile.name() + "_";
            blocks.add(AlloyBlock.of("discovery.relabel", profile.name())
                    .attribute("targets", reference("discovery.relabel.profiles.output"))
                    .block(keep(annotation + "scrape", "true"))
                    .block(AlloyBlock.of("rule")
                            .attribute("source_labels", texts(META + annotation + "port_name"))
                            .attribute("target_label", META + "pod_container_port_name")
                            .attribute("action", "keepequal"))
                    .block(AlloyBlock.of("rule")
                            .attribute("source_labels", texts(META + annotation + "path"))
                            .attribute("regex", "(.+)")
                            .attribute("target_label", "__profile_path__")));
            blocks.add(shared(scrape(profile)));
        }
        blocks.add(AlloyBlock.of("pyroscope.write", "default")
                .block(AlloyBlock.of("endpoint").attribute("url", text(pyroscope.url()))));
        return blocks;
    }

    private static AlloyBlock scrape(Profile profile) {
        AlloyBlock kinds = AlloyBlock.of("profiling_config");
        for (String block : BY_ITSELF) {
            if (!block.equals(profile.block())) {
                kinds = kinds.block(AlloyBlock.of("profile." + block).attribute("enabled", bool(false)));
            }
        }
        return AlloyBlock.of("pyroscope.scrape", profile.name())
                .attribute("targets", reference("discovery.relabel." + profile.name() + ".output"))
                .attribute("forward_to", references("pyroscope.write.default.receiver"))
                .block(kinds);
    }
}
