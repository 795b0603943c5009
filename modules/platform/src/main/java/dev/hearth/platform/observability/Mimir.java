package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.minutes;

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
 * A store of metrics for months and years: it takes what Prometheus and others send, keeps it in a bucket, and answers PromQL.
 * Rules stay with Prometheus, which has all that they need.
 *
 * <pre>{@code
 * Mimir mimir = Mimir.named("mimir", minio.bucket("mimir-blocks")).retention(days(365));
 * Prometheus prometheus = Prometheus.named("prometheus").remoteWrite(mimir.push());
 * }</pre>
 *
 * @see <a href="https://grafana.com/docs/mimir/latest/">Mimir</a>
 */
public final class Mimir implements Component {

    static final Port HTTP = Port.http(8080).named("http-metrics");
    static final Port GOSSIP = Port.tcp("memberlist", 7946);

    private static final Image IMAGE = Catalogue.image("mimir");
    private static final Duration LEAST = Duration.ofHours(24);

    private final Store store;
    private final Duration retention;
    private final int series;
    private final int exemplars;
    private final Duration late;

    private Mimir(Store store, Duration retention, int series, int exemplars, Duration late) {
        this.store = store;
        this.retention = retention;
        this.series = series;
        this.exemplars = exemplars;
        this.late = late;
    }

    /** A store in the namespace {@code monitoring} that keeps metrics for 90 days in that bucket of a store in the cluster. */
    public static Mimir named(String name, Bucket bucket) {
        return named(name, ObjectStorage.in(bucket.user(name)));
    }

    /** A store in the namespace {@code monitoring} that keeps metrics for 90 days in that bucket. */
    public static Mimir named(String name, ObjectStorage objects) {
        return new Mimir(Store.of(name, objects, gib(20), gib(2)), days(90), 200_000, 100_000, minutes(10));
    }

    private Mimir with(Store other) {
        return new Mimir(other, retention, series, exemplars, late);
    }

    /** A copy with a disk of that size for what is not in the bucket yet, about the last 13 hours. */
    public Mimir disk(Bytes size) {
        return with(store.disk(size));
    }

    /** A copy of which each pod has at most that much memory; it asks for three eighths of it. */
    public Mimir memory(Bytes most) {
        return with(store.memory(most));
    }

    /**
     * A copy with one pod, or with three that keep each sample three times, so that one may be away.
     *
     * @throws IllegalArgumentException for other numbers
     */
    public Mimir replicas(int count) {
        return with(store.replicas(count));
    }

    /**
     * A copy that deletes metrics of that age.
     *
     * @throws IllegalArgumentException below 24 hours, which is what a block holds
     */
    public Mimir retention(Duration time) {
        if (time.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(name() + " must keep metrics for at least 24 hours, but was " + time);
        }
        return new Mimir(store, time, series, exemplars, late);
    }

    /**
     * A copy that takes at most so many series at a time, and samples as if each came every 15 seconds; 200,000 unless said
     * otherwise. Each takes about 8 KiB of memory.
     */
    public Mimir series(int most) {
        atLeast("series", 1000, most);
        return new Mimir(store, retention, most, exemplars, late);
    }

    /** A copy that keeps at most so many exemplars, which lead from metrics to traces; 0 drops them without a word. */
    public Mimir exemplars(int most) {
        atLeast("exemplars", 0, most);
        return new Mimir(store, retention, series, most, late);
    }

    /** A copy that takes samples which are up to that much older than the newest of their series. */
    public Mimir lateBy(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("samples of " + name() + " cannot be late by " + time);
        }
        return new Mimir(store, retention, series, exemplars, time);
    }

    private void atLeast(String what, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name() + " must take at least " + least + " " + what + ", but was " + value);
        }
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public String namespace() {
        return store.namespace();
    }

    /** Where metrics are sent by remote write: {@code /api/v1/push}. */
    public ServiceRef push() {
        return queryApi();
    }

    /** Where metrics are sent in the form of OpenTelemetry: {@code /otlp/v1/metrics}. */
    public ServiceRef otlp() {
        return queryApi();
    }

    /** Its query API, which is that of Prometheus below {@code /prometheus}. */
    public ServiceRef queryApi() {
        return ServiceRef.of(name(), name(), HTTP.name());
    }

    /** This store, as a source of data for Grafana. */
    public DataSource dataSource() {
        return DataSource.named("Mimir", "prometheus", queryApi().url().then(MimirSettings.PROMETHEUS))
                .uid("mimir")
                .settings(Data.map(
                        "httpMethod", "POST", "prometheusType", "Mimir", "timeInterval", "30s", "manageAlerts", false));
    }

    @Override
    public Band band() {
        return Band.OBSERVABILITY;
    }

    @Override
    public Offers offers() {
        return server().offers().and(MimirDashboard.of(name(), namespace()));
    }

    @Override
    public ImmutableSet<Ask> asks() {
        return store.asks();
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Workload server = server();
        return Manifests.of(
                        store.spread(server, cluster),
                        MimirAlerts.of(name(), series),
                        ApiCheck.query(name() + "-answers", server.service(HTTP), MimirSettings.PROMETHEUS),
                        Backup.none("metrics are in bucket " + store.objects().bucket()
                                + "; the disk holds the hours that are not there yet"),
                        store::checkSpread)
                .accept("pod.liveness", Store.ENDS);
    }

    private Workload server() {
        Workload server = store.pods(
                        IMAGE,
                        HTTP,
                        Store.config(name(), new MimirSettings(store, retention, series, exemplars, late).data()),
                        MimirSettings.DATA)
                .scratch(MimirSettings.RULES);
        return store.replicated() ? store.gossiping(server, GOSSIP) : server;
    }

    /** For people: {@code Mimir mimir}. */
    @Override
    public String toString() {
        return "Mimir " + name();
    }
}
