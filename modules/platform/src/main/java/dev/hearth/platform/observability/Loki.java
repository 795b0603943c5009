package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.monitor.LogRules;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.platform.Catalogue;
import dev.hearth.platform.data.Bucket;
import dev.hearth.platform.data.ObjectStorage;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A store of logs: one program that takes them, keeps them in a bucket, deletes them when they are old, answers queries, and
 * evaluates the alerts on logs that components offer ({@link LogRules}).
 *
 * <pre>{@code
 * Loki loki = Loki.named("loki", minio.bucket("loki-chunks"))
 *     .retention(days(30))
 *     .retention("{job=\"audit\"}", days(365))
 *     .alertsTo(alertmanager.api());
 * }</pre>
 *
 * @see <a href="https://grafana.com/docs/loki/latest/">Loki</a>
 */
public final class Loki implements Component {

    /** The day from which the first schema holds; one in the past, so that it holds for all there ever is. */
    static final LocalDate FIRST = LocalDate.of(2024, 4, 1);

    static final Port HTTP = Port.http(3100).named("http-metrics");
    static final Port GOSSIP = Port.tcp("http-memberlist", 7946);

    private static final Image IMAGE = Catalogue.image("loki");
    private static final Duration LEAST = Duration.ofHours(24);

    private final Store store;
    private final Duration retention;
    private final ImmutableMap<String, Duration> streams;
    private final int rate;
    private final ImmutableList<LokiSettings.Schema> schemas;
    private final Optional<ServiceRef> alertmanager;

    private Loki(
            Store store,
            Duration retention,
            ImmutableMap<String, Duration> streams,
            int rate,
            ImmutableList<LokiSettings.Schema> schemas,
            Optional<ServiceRef> alertmanager) {
        this.store = store;
        this.retention = retention;
        this.streams = streams;
        this.rate = rate;
        this.schemas = schemas;
        this.alertmanager = alertmanager;
    }

    /** A store in the namespace {@code monitoring} that keeps logs for 30 days in that bucket of a store in the cluster. */
    public static Loki named(String name, Bucket bucket) {
        return named(name, ObjectStorage.in(bucket.user(name)));
    }

    /** A store in the namespace {@code monitoring} that keeps logs for 30 days in that bucket. */
    public static Loki named(String name, ObjectStorage objects) {
        return new Loki(
                Store.of(name, objects, gib(10), gib(1)),
                days(30),
                ImmutableMap.of(),
                4,
                ImmutableList.of(new LokiSettings.Schema(FIRST, "v13")),
                Optional.empty());
    }

    private Loki with(Store other) {
        return new Loki(other, retention, streams, rate, schemas, alertmanager);
    }

    /** A copy with a disk of that size for what is not in the bucket yet. */
    public Loki disk(Bytes size) {
        return with(store.disk(size));
    }

    /** A copy of which each pod has at most that much memory; it asks for three eighths of it. */
    public Loki memory(Bytes most) {
        return with(store.memory(most));
    }

    /**
     * A copy with one pod, or with three that keep each line three times, so that one may be away.
     *
     * @throws IllegalArgumentException for other numbers
     */
    public Loki replicas(int count) {
        return with(store.replicas(count));
    }

    /**
     * A copy that deletes logs of that age.
     *
     * @throws IllegalArgumentException below 24 hours, which deletion does not keep
     */
    public Loki retention(Duration time) {
        return new Loki(store, kept(time), streams, rate, schemas, alertmanager);
    }

    /**
     * A copy that deletes the logs of streams which match a selector such as <code>{job="audit"}</code> at that age; where
     * several match, the one that was said first counts.
     *
     * @throws IllegalArgumentException below 24 hours, or where that is no selector of streams
     */
    public Loki retention(String selector, Duration time) {
        if (!selector.startsWith("{")
                || !selector.endsWith("}")
                || !selector.contains("=")
                || selector.contains("${")) {
            throw new IllegalArgumentException(
                    "streams are selected by their labels alone, such as {job=\"audit\"}, but was '" + selector + "'");
        }
        ImmutableMap<String, Duration> more = ImmutableMap.<String, Duration>builder()
                .putAll(streams)
                .put(selector, kept(time))
                .buildKeepingLast();
        return new Loki(store, retention, more, rate, schemas, alertmanager);
    }

    private Duration kept(Duration time) {
        if (time.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(name() + " must keep logs for at least 24 hours, but was " + time);
        }
        return time;
    }

    /** A copy that takes that many MB a second, and twice as many for a moment; 4 unless said otherwise. */
    public Loki rate(int megabytes) {
        if (megabytes < 1) {
            throw new IllegalArgumentException(name() + " must take at least 1 MB a second, but was " + megabytes);
        }
        return new Loki(store, retention, streams, megabytes, schemas, alertmanager);
    }

    /**
     * A copy that writes what comes from that day on by another version of the schema. What is there already is read by the
     * versions before, so an entry is never changed, and the day lies ahead when the tree is rendered.
     *
     * @throws IllegalArgumentException where the day is not after that of the version before
     */
    public Loki schema(LocalDate from, String version) {
        LocalDate last = schemas.get(schemas.size() - 1).from();
        if (!from.isAfter(last)) {
            throw new IllegalArgumentException("a schema of " + name() + " from " + from
                    + " would change what is written already; the version before holds from " + last);
        }
        ImmutableList<LokiSettings.Schema> more = ImmutableList.<LokiSettings.Schema>builder()
                .addAll(schemas)
                .add(new LokiSettings.Schema(from, version))
                .build();
        return new Loki(store, retention, streams, rate, more, alertmanager);
    }

    /** A copy that tells that Alertmanager when an alert on logs fires. */
    public Loki alertsTo(ServiceRef api) {
        return new Loki(store, retention, streams, rate, schemas, Optional.of(api));
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public String namespace() {
        return store.namespace();
    }

    /** Where logs are sent: {@code /loki/api/v1/push} in its own form. */
    public ServiceRef push() {
        return queryApi();
    }

    /** Where logs are sent in the form of OpenTelemetry: {@code /otlp/v1/logs}. */
    public ServiceRef otlp() {
        return queryApi();
    }

    /** Its query API. */
    public ServiceRef queryApi() {
        return ServiceRef.of(name(), name(), HTTP.name());
    }

    /** This store, as a source of data for Grafana. */
    public DataSource dataSource() {
        return DataSource.named("Loki", "loki", queryApi().url()).settings(Data.map("maxLines", 1000));
    }

    @Override
    public Band band() {
        return Band.OBSERVABILITY;
    }

    @Override
    public Offers offers() {
        return server(ImmutableList.of()).offers().and(LokiDashboard.of(name(), namespace()), LokiDashboard.lines());
    }

    @Override
    public ImmutableSet<Ask> asks() {
        return store.asks();
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        List<Offered<LogRules>> rules = cluster.offers(LogRules.class);
        Workload server = server(rules);
        List<Part> parts = new ArrayList<>();
        parts.add(store.spread(server, cluster));
        parts.add(LokiAlerts.of(name()));
        parts.add(ApiCheck.answers(
                name() + "-answers", server.service(HTTP), "/loki/api/v1/labels", "\"status\":\"success\""));
        parts.add(Backup.none("logs are in bucket " + store.objects().bucket()
                + "; the disk holds what is not there yet, and what is read anew from there"));
        parts.add(store::checkSpread);
        parts.add(scope -> check(scope, rules));
        return Manifests.of(parts);
    }

    private void check(Scope scope, List<Offered<LogRules>> rules) {
        if (!rules.isEmpty() && alertmanager.isEmpty()) {
            scope.finding(Finding.warning(
                            "monitor.log-rules",
                            "component " + name(),
                            "evaluates no alerts on logs, although there are some of "
                                    + rules.stream()
                                            .map(Offered::component)
                                            .distinct()
                                            .toList())
                    .hint("say alertsTo(alertmanager.api()) of it"));
        }
        Set<String> groups = new HashSet<>();
        rules.stream()
                .filter(rule -> !groups.add(
                        rule.component() + "/" + rule.offer().group().name()))
                .forEach(rule -> scope.finding(Finding.error(
                                "name.duplicate",
                                "component " + rule.component(),
                                "offers two groups of alerts on logs with the name '"
                                        + rule.offer().group().name() + "', and Loki then reads none of them")
                        .hint("say all alerts of one LogRules, or name one of them otherwise")));
    }

    private Workload server(List<Offered<LogRules>> rules) {
        boolean alerts = alertmanager.isPresent() && !rules.isEmpty();
        Config config = Store.config(
                name(),
                new LokiSettings(store, retention, streams, rate, schemas, alertmanager.filter(to -> alerts)).data());
        Workload server = store.pods(IMAGE, HTTP, config, LokiSettings.DATA)
                .liveness(Probe.http(HTTP, "/loki/api/v1/status/buildinfo").failures(6));
        if (alerts) {
            // The only tenant of a Loki without logins has this name.
            server = server.mount(rules(rules), LokiSettings.RULES + "/fake");
        }
        return store.replicated() ? store.gossiping(server, GOSSIP) : server;
    }

    /** One file a component. Loki reads them again each minute. */
    private Config rules(List<Offered<LogRules>> rules) {
        Config config = Config.named(name() + "-rules").withoutRestart();
        for (String component :
                rules.stream().map(Offered::component).distinct().toList()) {
            config = config.yaml(
                    component + ".yaml",
                    Data.map(
                            "groups",
                            rules.stream()
                                    .filter(rule -> rule.component().equals(component))
                                    .map(rule -> rule.offer().node())
                                    .toList()));
        }
        return config;
    }

    /** For people: {@code Loki loki}. */
    @Override
    public String toString() {
        return "Loki " + name();
    }
}
