package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.mib;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.monitor.ProfilesOffer;
import dev.hearth.dsl.monitor.TracesOffer;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Grafana Alloy, the collector: the logs of all pods and the Events of Kubernetes, read through the API server without any
 * right on the nodes; traces, metrics and logs that programs send by OpenTelemetry's protocol; and profiles of pods that ask
 * for it. It hands each to the store it is told.
 *
 * <pre>{@code
 * Alloy.named("alloy").logsTo(loki.push()).tracesTo(tempo.otlp()).metricsTo(mimir.push()).profilesTo(pyroscope.push())
 * }</pre>
 *
 * <p>Labels of a log are {@code namespace}, {@code pod}, {@code container} and {@code app}, the name that a pod's labels give
 * its application, besides {@code job}; {@code job} is {@code kubernetes-events} for Events. Several share the work among
 * themselves; Events are then read by the one that has the namespace, from where it has stopped itself.
 *
 * @param name its name
 * @param namespace where it runs
 * @param replicas how many there are
 * @param logs the store of logs, a Loki
 * @param traces the store of traces, which takes OpenTelemetry's protocol by gRPC
 * @param metrics the store of metrics that are sent, a Mimir
 * @param profiles the store of profiles, a Pyroscope
 * @param storage the size of the disk for where it has read to
 * @param memory how much memory it may use
 * @see <a href="https://grafana.com/docs/alloy/latest/">Alloy</a>
 */
public record Alloy(
        String name,
        String namespace,
        int replicas,
        Optional<ServiceRef> logs,
        Optional<ServiceRef> traces,
        Optional<ServiceRef> metrics,
        Optional<ServiceRef> profiles,
        Bytes storage,
        Bytes memory)
        implements Component {

    static final Image IMAGE = Catalogue.image("alloy");
    static final Port HTTP = Port.http(12345);
    static final Port OTLP_GRPC = Port.grpc(4317).named("otlp-grpc");
    static final Port OTLP_HTTP = Port.http(4318).named("otlp-http");
    static final String CONFIGURATION = "/etc/alloy";
    /** Why nothing starts it anew. */
    static final String LIVENESS =
            "its health is that of all its parts, and so of the stores too; starting anew helps none of them";

    static final String FILE = "config.alloy";
    static final String DATA = "/var/lib/alloy/data";
    private static final int USER = 473;
    private static final Bytes LEAST_MEMORY = mib(128);

    public Alloy {
        Names.label("component name", name);
        Names.label("namespace", namespace);
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas of " + name + " must be at least 1, but was " + replicas);
        }
        if (memory.compareTo(LEAST_MEMORY) < 0) {
            throw new IllegalArgumentException(
                    "memory of " + name + " must be at least " + LEAST_MEMORY + ", but was " + memory);
        }
    }

    /** One Alloy in the namespace {@code monitoring}, with 1 GiB of disk and 512 MiB of memory; it needs a store. */
    public static Alloy named(String name) {
        return new Alloy(
                name,
                "monitoring",
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                gib(1),
                mib(512));
    }

    /** A copy that gathers logs and Events, and takes logs, for that Loki. */
    public Alloy logsTo(ServiceRef loki) {
        return new Alloy(name, namespace, replicas, Optional.of(loki), traces, metrics, profiles, storage, memory);
    }

    /** A copy that takes traces for that store, such as a Tempo, which takes OpenTelemetry's protocol by gRPC. */
    public Alloy tracesTo(ServiceRef store) {
        return new Alloy(name, namespace, replicas, logs, Optional.of(store), metrics, profiles, storage, memory);
    }

    /** A copy that takes metrics for that Mimir. */
    public Alloy metricsTo(ServiceRef mimir) {
        return new Alloy(name, namespace, replicas, logs, traces, Optional.of(mimir), profiles, storage, memory);
    }

    /** A copy that gathers profiles for that Pyroscope. */
    public Alloy profilesTo(ServiceRef pyroscope) {
        return new Alloy(name, namespace, replicas, logs, traces, metrics, Optional.of(pyroscope), storage, memory);
    }

    /** A copy with so many of it, which share the work. */
    public Alloy replicas(int count) {
        return new Alloy(name, namespace, count, logs, traces, metrics, profiles, storage, memory);
    }

    /** A copy with a disk of that size. */
    public Alloy storage(Bytes size) {
        return new Alloy(name, namespace, replicas, logs, traces, metrics, profiles, size, memory);
    }

    /** A copy that may use so much memory; it takes nothing more by OpenTelemetry's protocol from three quarters on. */
    public Alloy memory(Bytes most) {
        return new Alloy(name, namespace, replicas, logs, traces, metrics, profiles, storage, most);
    }

    /** Where it takes traces, metrics and logs by gRPC. */
    public ServiceRef otlpGrpc() {
        return ServiceRef.of(name, name, OTLP_GRPC.name());
    }

    /** Where it takes traces, metrics and logs by HTTP, below {@code /v1/}. */
    public ServiceRef otlpHttp() {
        return ServiceRef.of(name, name, OTLP_HTTP.name());
    }

    @Override
    public Band band() {
        return Band.OBSERVABILITY;
    }

    @Override
    public ImmutableSet<String> after() {
        return stores().map(ServiceRef::component).collect(ImmutableSet.toImmutableSet());
    }

    private Stream<ServiceRef> stores() {
        return Stream.of(logs, traces, metrics, profiles).flatMap(Optional::stream);
    }

    /** Whether there is something to do with what is sent to it. */
    boolean receives() {
        return logs.isPresent() || traces.isPresent() || metrics.isPresent();
    }

    @Override
    public Offers offers() {
        Workload collector = collector();
        Offers offers = collector.offers().and(AlloyDashboard.of(name(), namespace()));
        if (traces.isPresent()) {
            offers = offers.and(new TracesOffer(otlpGrpc(), otlpHttp()));
        }
        return profiles.isPresent() ? offers.and(new ProfilesOffer(collector.pods())) : offers;
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        if (stores().findAny().isEmpty()) {
            throw new IllegalStateException("the collector " + name
                    + " has nowhere to send to: it needs logsTo, tracesTo, metricsTo or profilesTo");
        }
        return Manifests.of(
                        collector(),
                        new AlloyAlerts(this).rules(),
                        Backup.none("it keeps only how far it has read, and what it has read is in the stores"))
                .accept("pod.liveness", LIVENESS);
    }

    private Workload collector() {
        Config config = Config.named(name).file(FILE, AlloyBlock.file(new AlloyConfiguration(this).blocks()));
        Workload collector = Workload.statefulSet(name)
                .image(IMAGE)
                .replicas(replicas)
                .args(
                        "run",
                        CONFIGURATION + "/" + FILE,
                        "--storage.path=" + DATA,
                        "--server.http.listen-addr=0.0.0.0:" + HTTP.number(),
                        "--disable-reporting",
                        "--stability.level=generally-available")
                .port(HTTP)
                .runAs(USER, USER)
                .role(NodeRole.MONITORING)
                .mount(config, CONFIGURATION)
                .volumeClaim(DATA, storage)
                .scratch("/tmp")
                .requests(cpu("100m"), new Bytes(memory.value() / 2))
                .limits(memory)
                .readiness(Probe.http(HTTP, "/-/ready"))
                .metrics(HTTP, "/metrics")
                .profiles(HTTP)
                .parallelPods();
        if (receives()) {
            collector = collector.port(OTLP_GRPC).port(OTLP_HTTP);
        }
        if (replicas > 1) {
            Value peers = collector.governingService(HTTP).host();
            collector = collector
                    .arg("--cluster.enabled=true")
                    .arg(Value.of("--cluster.join-addresses=").then(peers))
                    .arg("--cluster.name=" + name)
                    .peers(HTTP);
        }
        List<Access> access = access();
        return access.isEmpty() ? collector : collector.access(access.toArray(new Access[0]));
    }

    private List<Access> access() {
        List<Access> access = new ArrayList<>();
        access.add(read("", "pods"));
        if (logs.isPresent()) {
            access.add(Access.to("pods/log").verbs("get").clusterWide());
            access.add(read("", "events"));
        }
        if (receives()) {
            access.add(read("", "namespaces"));
            access.add(read("apps", "replicasets"));
        }
        return access;
    }

    private static Access read(String group, String resource) {
        return Access.to(resource).group(group).verbs("get", "list", "watch").clusterWide();
    }
}
