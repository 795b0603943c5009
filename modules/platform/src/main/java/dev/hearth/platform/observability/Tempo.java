package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import dev.hearth.platform.data.Bucket;
import dev.hearth.platform.data.ObjectStorage;
import java.time.Duration;
import java.util.Optional;

/**
 * A store of traces: one program that takes them as OpenTelemetry sends them, keeps them in a bucket, answers TraceQL, and
 * counts calls and their times as metrics with exemplars. It is always one pod: several would need a Kafka.
 *
 * <pre>{@code
 * Tempo tempo = Tempo.named("tempo", minio.bucket("tempo-traces")).metricsTo(mimir.push());
 * }</pre>
 *
 * @see <a href="https://grafana.com/docs/tempo/latest/">Tempo</a>
 */
public final class Tempo implements Component {

    static final Port HTTP = Port.http(3200).named("http-metrics");
    static final Port OTLP_GRPC = Port.grpc(4317).named("otlp-grpc");
    static final Port OTLP_HTTP = Port.http(4318).named("otlp-http");

    private static final Image IMAGE = Catalogue.image("tempo");
    private static final Duration LEAST = Duration.ofHours(24);

    private final Store store;
    private final Duration retention;
    private final int rate;
    private final Optional<Value> metrics;

    private Tempo(Store store, Duration retention, int rate, Optional<Value> metrics) {
        this.store = store;
        this.retention = retention;
        this.rate = rate;
        this.metrics = metrics;
    }

    /** A store in the namespace {@code monitoring} that keeps traces for 14 days in that bucket of a store in the cluster. */
    public static Tempo named(String name, Bucket bucket) {
        return named(name, ObjectStorage.in(bucket.user(name)));
    }

    /** A store in the namespace {@code monitoring} that keeps traces for 14 days in that bucket. */
    public static Tempo named(String name, ObjectStorage objects) {
        return new Tempo(Store.of(name, objects, gib(10), gib(1)), days(14), 15, Optional.empty());
    }

    private Tempo with(Store other) {
        return new Tempo(other, retention, rate, metrics);
    }

    /** A copy with a disk of that size for what is not in the bucket yet. */
    public Tempo disk(Bytes size) {
        return with(store.disk(size));
    }

    /** A copy whose pod has at most that much memory; it asks for three eighths of it. */
    public Tempo memory(Bytes most) {
        return with(store.memory(most));
    }

    /**
     * A copy that deletes traces of that age.
     *
     * @throws IllegalArgumentException below 24 hours
     */
    public Tempo retention(Duration time) {
        if (time.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(name() + " must keep traces for at least 24 hours, but was " + time);
        }
        return new Tempo(store, time, rate, metrics);
    }

    /** A copy that takes that many MB a second; 15 unless said otherwise. */
    public Tempo rate(int megabytes) {
        if (megabytes < 1) {
            throw new IllegalArgumentException(name() + " must take at least 1 MB a second, but was " + megabytes);
        }
        return new Tempo(store, retention, megabytes, metrics);
    }

    /** A copy that sends metrics of calls to that Mimir. */
    public Tempo metricsTo(ServiceRef mimir) {
        return metricsTo(mimir, "/api/v1/push");
    }

    /** A copy that sends metrics of calls by remote write to that path, which of a Prometheus is {@code /api/v1/write}. */
    public Tempo metricsTo(ServiceRef receiver, String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "the path metrics are sent to is written as /api/v1/write, but was '" + path + "'");
        }
        return new Tempo(store, retention, rate, Optional.of(receiver.url().then(path)));
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public String namespace() {
        return store.namespace();
    }

    /** Where traces are sent as OTLP over gRPC. */
    public ServiceRef otlp() {
        return ServiceRef.of(name(), name(), OTLP_GRPC.name());
    }

    /** Where traces are sent as OTLP over HTTP. */
    public ServiceRef otlpHttp() {
        return ServiceRef.of(name(), name(), OTLP_HTTP.name());
    }

    /** Its query API. */
    public ServiceRef queryApi() {
        return ServiceRef.of(name(), name(), HTTP.name());
    }

    /** This store, as a source of data for Grafana. */
    public DataSource dataSource() {
        return DataSource.named("Tempo", "tempo", queryApi().url())
                .settings(Data.map("nodeGraph", Data.map("enabled", true)));
    }

    @Override
    public Band band() {
        return Band.OBSERVABILITY;
    }

    @Override
    public Offers offers() {
        return server().offers().and(TempoDashboard.of(name(), namespace()), TempoDashboard.requests());
    }

    @Override
    public ImmutableSet<Ask> asks() {
        return store.asks();
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Workload server = server();
        return Manifests.of(
                        server,
                        TempoAlerts.of(name()),
                        ApiCheck.answers(
                                name() + "-answers", server.service(HTTP), "/api/search?limit=1&q=%7B%7D", "{"),
                        Backup.none("traces are in bucket " + store.objects().bucket()
                                + "; the disk holds the minutes that are not there yet"))
                .accept("pod.liveness", Store.ENDS);
    }

    private Workload server() {
        return store.pods(
                        IMAGE,
                        HTTP,
                        Store.config(name(), new TempoSettings(store, retention, rate, metrics).data()),
                        TempoSettings.DATA)
                .port(OTLP_GRPC)
                .port(OTLP_HTTP);
    }

    /** For people: {@code Tempo tempo}. */
    @Override
    public String toString() {
        return "Tempo " + name();
    }
}
