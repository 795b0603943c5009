package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.minutes;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A PostgreSQL server on one node, with a job that makes the databases others ask for after each sync, and dumps of all of
 * them every night.
 *
 * <pre>{@code
 * Postgres postgres = Postgres.named("postgres").storage(gib(40)).memory(gib(2));
 * Database photos = postgres.database("photos");     // for the component that asks for it
 * }</pre>
 *
 * <p>There is one pod: while its node is away, so is the database.
 *
 * @param name its name; the namespace has the same
 * @param image the official image, built on Debian; its tag starts with the version
 * @param storage the size of its disk
 * @param memory what it may use; the sizes of its buffers follow
 * @param maxConnections how many may be connected at a time
 * @param databases the databases to make, besides those that components ask for
 * @param settings further settings of {@code postgresql.conf}
 * @param dumps when it is dumped; empty for never
 * @see <a href="https://github.com/docker-library/docs/blob/master/postgres/README.md">The official image</a>
 */
public record Postgres(
        String name,
        Image image,
        Bytes storage,
        Bytes memory,
        int maxConnections,
        ImmutableSortedSet<String> databases,
        ImmutableSortedMap<String, String> settings,
        Optional<Dumps> dumps)
        implements Component {

    static final Port PORT = Port.tcp("postgres", 5432).speaking("postgresql");

    private static final Image IMAGE = Catalogue.image("postgres");
    private static final Pattern VERSION = Pattern.compile("([1-9][0-9])[.-].*|([1-9][0-9])");
    private static final int OLDEST = 14;

    public Postgres {
        Names.label("component name", name);
        major(image);
        requireNonNull(dumps, "dumps");
        if (storage.value() == 0) {
            throw new IllegalArgumentException(
                    "the disk of " + name + " must be larger than 0; write for example gib(20)");
        }
        if (memory.value() < 256L << 20) {
            throw new IllegalArgumentException("the memory of " + name + " must be at least 256Mi, but was " + memory);
        }
        if (maxConnections < 10 || maxConnections > 1000) {
            throw new IllegalArgumentException("the connections of " + name + " must be 10 to 1000, but were "
                    + maxConnections + "; for more, put a pool before it");
        }
        databases.forEach(database -> new Database(name, database));
        settings.forEach(PostgresSettings::check);
    }

    /** PostgreSQL 18.6 with 1 GiB of memory, 50 connections, a disk of 20 GiB, and daily dumps. */
    public static Postgres named(String name) {
        return new Postgres(
                name,
                IMAGE,
                gib(20),
                gib(1),
                50,
                ImmutableSortedSet.of(),
                ImmutableSortedMap.of(),
                Optional.of(Dumps.daily()));
    }

    /**
     * A copy that runs that image: the official one in its form on Debian, from version 14 on. Another major version starts
     * with an empty folder of its own, into which a dump is restored.
     *
     * @throws IllegalArgumentException where its tag does not tell the version, or it is on Alpine, whose user is another
     */
    public Postgres image(Image other) {
        return new Postgres(name, other, storage, memory, maxConnections, databases, settings, dumps);
    }

    /** A copy with a disk of that size. */
    public Postgres storage(Bytes size) {
        return new Postgres(name, image, size, memory, maxConnections, databases, settings, dumps);
    }

    /** A copy that may use so much memory, at least 256 MiB: a quarter of it for shared buffers. */
    public Postgres memory(Bytes size) {
        return new Postgres(name, image, storage, size, maxConnections, databases, settings, dumps);
    }

    /** A copy to which so many may be connected at a time, 10 to 1000. */
    public Postgres maxConnections(int count) {
        return new Postgres(name, image, storage, memory, count, databases, settings, dumps);
    }

    /** A copy with those databases too. */
    public Postgres databases(String... names) {
        ImmutableSortedSet<String> all = Stream.concat(databases.stream(), Arrays.stream(names))
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
        return new Postgres(name, image, storage, memory, maxConnections, all, settings, dumps);
    }

    /**
     * A copy with that setting of {@code postgresql.conf}, such as {@code random_page_cost} and {@code 1.1}.
     *
     * @throws IllegalArgumentException where the component itself decides that setting
     */
    public Postgres setting(String setting, String value) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put(setting, value);
        return new Postgres(
                name, image, storage, memory, maxConnections, databases, ImmutableSortedMap.copyOf(all), dumps);
    }

    /** A copy that is dumped so. */
    public Postgres dumps(Dumps when) {
        return new Postgres(name, image, storage, memory, maxConnections, databases, settings, Optional.of(when));
    }

    /** A copy that is never dumped. The disk for dumps is part of a set that cannot change: decide before the first sync. */
    public Postgres withoutDumps() {
        return new Postgres(name, image, storage, memory, maxConnections, databases, settings, Optional.empty());
    }

    /** A database of this server, for a component that asks for it. */
    public Database database(String database) {
        return new Database(name, database);
    }

    /** Where it is reached. */
    public ServiceRef server() {
        return ServiceRef.of(name, name, PORT.name());
    }

    int majorVersion() {
        return major(image);
    }

    private static int major(Image image) {
        Matcher version = VERSION.matcher(image.tag());
        if (!version.matches() || image.tag().contains("alpine")) {
            throw new IllegalArgumentException("the tag of image " + image
                    + " must start with the version and be of Debian, such as 18.6 or 17.11-bookworm");
        }
        int major = Integer.parseInt(version.group(1) == null ? version.group(2) : version.group(1));
        if (major < OLDEST) {
            throw new IllegalArgumentException(
                    "PostgreSQL " + major + " is not maintained any more; take version " + OLDEST + " or later");
        }
        return major;
    }

    @Override
    public Band band() {
        return Band.DATA;
    }

    @Override
    public Offers offers() {
        return new PostgresPods(this).server().offers().and(PostgresDashboard.of(this));
    }

    @Override
    public ImmutableSet<Ask> asks() {
        return dumps.flatMap(Dumps::copy)
                .map(copy -> ImmutableSet.of(copy.ask()))
                .orElse(ImmutableSet.of());
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        PostgresPods pods = new PostgresPods(this);
        Workload server = pods.server();
        List<Part> parts = new ArrayList<>();
        parts.add(server);
        parts.add(pods.databases(server, wanted(cluster)));
        dumps.ifPresent(when -> parts.add(pods.dump(server, when)));
        parts.add(alerts());
        parts.add(backup());
        parts.add(scope -> scope.exempt(new Exemption(
                "TLS",
                "StatefulSet " + name,
                "connections stay in the cluster, network policies name who may open them, and no password goes over"
                        + " them in clear (SCRAM)")));
        if (dumps.isEmpty()) {
            parts.add(scope -> scope.exempt(
                    new Exemption("dumps", "StatefulSet " + name, "withoutDumps() was said: other copies are needed")));
        }
        return Manifests.of(parts);
    }

    /** Files of a running server are no whole; its dumps are. */
    private Backup backup() {
        return dumps.isEmpty()
                ? Backup.none("withoutDumps() was said, and files of a running server are not whole")
                : Backup.volumes("backups")
                        .without("data", "files of a running server are not whole; the dumps beside them are")
                        .restored("Then run `restore.sh` in the server's pod, see docs/postgres.md.");
    }

    private List<Database> wanted(ClusterView cluster) {
        return Stream.concat(
                        databases.stream(),
                        cluster.asks(name, Database.class).stream().map(Database::name))
                .distinct()
                .sorted()
                .map(this::database)
                .toList();
    }

    private Rules alerts() {
        Rules rules = Rules.named(name)
                .alert(Alert.named("PostgresDown")
                        .expr("pg_up{namespace=\"" + name + "\"} == 0")
                        .holding(minutes(5))
                        .severity(Severity.CRITICAL)
                        .summary("PostgreSQL does not answer")
                        .description("The exporter of {{ $labels.namespace }}/{{ $labels.pod }} cannot log in."))
                .alert(Alert.named("PostgresConnectionsHigh")
                        .expr("sum by (namespace, pod) (pg_stat_database_numbackends{namespace=\"" + name + "\"}) > "
                                + maxConnections * 4 / 5)
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary("Few connections to PostgreSQL are left")
                        .description("{{ $value }} of " + maxConnections
                                + " connections of {{ $labels.namespace }}/{{ $labels.pod }} are in use."))
                .alert(Alert.named("PostgresSpaceLow")
                        .expr("sum by (namespace, pod) (pg_database_size_bytes{namespace=\"" + name + "\"}) > "
                                + storage.value() / 10 * 8)
                        .holding(minutes(30))
                        .severity(Severity.WARNING)
                        .summary("PostgreSQL's disk is almost full")
                        .description("Databases of {{ $labels.namespace }}/{{ $labels.pod }} take {{ $value |"
                                + " humanize1024 }}B of " + storage + "."));
        return dumps.map(when -> rules.alert(overdue(when))).orElse(rules);
    }

    /** Also where there never was one, counted from when the job was made. */
    private Alert overdue(Dumps when) {
        String job = "{namespace=\"" + name + "\",cronjob=\"" + name + "-dump\"}";
        return Alert.named("PostgresDumpMissing")
                .expr("time() - (kube_cronjob_status_last_successful_time" + job + " or kube_cronjob_created" + job
                        + ") > " + when.overdue().toSeconds())
                .holding(minutes(15))
                .severity(Severity.CRITICAL)
                .summary("PostgreSQL has no fresh dump")
                .description("The last dump of {{ $labels.namespace }} is {{ $value | humanizeDuration }} old.");
    }
}
