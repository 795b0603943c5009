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
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import dev.hearth.platform.data.Bucket;
import dev.hearth.platform.data.ObjectStorage;
import java.time.Duration;

/**
 * A store of profiles: where programs spend their time and memory. Profiles are in a bucket, and what is where in it is on its
 * disk. It is always one pod: several would each have an index of their own.
 *
 * <pre>{@code
 * Pyroscope pyroscope = Pyroscope.named("pyroscope", minio.bucket("pyroscope")).retention(days(7));
 * }</pre>
 *
 * @see <a href="https://grafana.com/docs/pyroscope/latest/">Pyroscope</a>
 */
public final class Pyroscope implements Component {

    static final Port HTTP = Port.http(4040).named("http2");
    static final String DATA = "/data";

    private static final Image IMAGE = Catalogue.image("pyroscope");
    private static final Duration LEAST = Duration.ofHours(24);

    private final Store store;
    private final Duration retention;
    private final int rate;

    private Pyroscope(Store store, Duration retention, int rate) {
        this.store = store;
        this.retention = retention;
        this.rate = rate;
    }

    /** A store in the namespace {@code monitoring} that keeps profiles for 14 days in that bucket of a store in the cluster. */
    public static Pyroscope named(String name, Bucket bucket) {
        return named(name, ObjectStorage.in(bucket.user(name)));
    }

    /** A store in the namespace {@code monitoring} that keeps profiles for 14 days in that bucket. */
    public static Pyroscope named(String name, ObjectStorage objects) {
        return new Pyroscope(Store.of(name, objects, gib(10), gib(1)), days(14), 4);
    }

    /** A copy with a disk of that size for the index, and what is not in the bucket yet. */
    public Pyroscope disk(Bytes size) {
        return new Pyroscope(store.disk(size), retention, rate);
    }

    /** A copy whose pod has at most that much memory; it asks for three eighths of it. */
    public Pyroscope memory(Bytes most) {
        return new Pyroscope(store.memory(most), retention, rate);
    }

    /**
     * A copy that deletes profiles of that age; until then they can be asked for.
     *
     * @throws IllegalArgumentException below 24 hours
     */
    public Pyroscope retention(Duration time) {
        if (time.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(name() + " must keep profiles for at least 24 hours, but was " + time);
        }
        return new Pyroscope(store, time, rate);
    }

    /** A copy that takes that many MB a second; 4 unless said otherwise. */
    public Pyroscope rate(int megabytes) {
        if (megabytes < 1) {
            throw new IllegalArgumentException(name() + " must take at least 1 MB a second, but was " + megabytes);
        }
        return new Pyroscope(store, retention, megabytes);
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public String namespace() {
        return store.namespace();
    }

    /** Where profiles are sent. */
    public ServiceRef push() {
        return queryApi();
    }

    /** Its query API. */
    public ServiceRef queryApi() {
        return ServiceRef.of(name(), name(), HTTP.name());
    }

    /** This store, as a source of data for Grafana. */
    public DataSource dataSource() {
        return DataSource.named(
                        "Pyroscope", "grafana-pyroscope-datasource", queryApi().url())
                .uid("pyroscope");
    }

    @Override
    public Band band() {
        return Band.OBSERVABILITY;
    }

    @Override
    public Offers offers() {
        return server().offers().and(PyroscopeDashboard.of(name(), namespace()));
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
                        PyroscopeAlerts.of(name()),
                        ApiCheck.profiles(name() + "-answers", server.service(HTTP)),
                        Backup.volumes("data")
                                .restored("The bucket " + store.objects().bucket()
                                        + " must have what it had when the backup was made, because the index on this disk"
                                        + " says what is where in it. Profiles that came later stay in the bucket, but nobody"
                                        + " finds them."))
                .accept("pod.liveness", Store.ENDS);
    }

    private Workload server() {
        return store.pods(IMAGE, HTTP, Store.config(name(), settings()), DATA);
    }

    private Data settings() {
        return Data.map(
                "target",
                "all",
                "architecture_storage",
                "v2",
                "multitenancy_enabled",
                false,
                "analytics",
                Data.map("reporting_enabled", false),
                "self_profiling",
                Data.map("disable_push", true),
                "server",
                Data.map(
                        "http_listen_port",
                        HTTP.number(),
                        "grpc_listen_port",
                        Store.GRPC.number(),
                        "log_format",
                        "json"),
                "storage",
                Data.map(
                        "backend",
                        "s3",
                        "s3",
                        MimirSettings.s3(store.objects(), "path-style", "virtual-hosted-style")
                                .merge(Data.map("bucket_name", store.objects().bucket()))),
                "metastore",
                Data.map("data_dir", DATA + "/metastore/data", "raft", Data.map("dir", DATA + "/metastore/raft")),
                "compaction_worker",
                Data.map("temp_dir", "/tmp"),
                "limits",
                Data.map(
                        "retention_period",
                        retention.toHours() + "h",
                        "max_query_lookback",
                        retention.toHours() + "h",
                        "ingestion_rate_mb",
                        rate,
                        "ingestion_burst_size_mb",
                        2 * rate));
    }

    /** For people: {@code Pyroscope pyroscope}. */
    @Override
    public String toString() {
        return "Pyroscope " + name();
    }
}
