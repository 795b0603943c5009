package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.node.NodeSetting;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import dev.hearth.platform.access.Groups;
import dev.hearth.platform.access.OidcClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An S3 object store on one node with one drive: the API on port 9000, the console on 9090, a job that makes buckets
 * and their users after each sync, and one that writes and reads an object.
 *
 * <p>The community edition of MinIO has ended: its repository was archived in April 2026 and its newest official image
 * ({@link #OFFICIAL}) lacks the last security fix (GHSA-jjjj-jwhf-8rgr). {@link #image} takes a successor with the same
 * command, environment and disk format, such as {@link #SILO}. The image must bring the client {@code mc}, which some
 * call {@code mcli}, as those do.
 *
 * <pre>{@code
 * Minio minio = Minio.named("minio").storage(gib(200)).console("minio").s3("s3").buckets("photos");
 * }</pre>
 *
 * @param name its name; the namespace has the same
 * @param image what runs
 * @param storage the size of its drive; a claim is not always allowed to grow, so it is chosen generously
 * @param console the host of the console's route; empty for none
 * @param s3 the host of the API's route; empty for none
 * @param buckets the buckets to make, besides those that components ask for
 * @param rules what the store does by itself with what is in a bucket, by its name
 * @param login the identity provider people log in at, at the console; empty for the root password alone
 * @see <a href="https://github.com/minio/minio">minio/minio</a>
 */
public record Minio(
        String name,
        Image image,
        Bytes storage,
        String console,
        String s3,
        ImmutableSortedSet<String> buckets,
        ImmutableSortedMap<String, BucketRules> rules,
        Optional<ConsoleLogin> login)
        implements Component {

    /** The newest official image; nothing newer will come. */
    public static final Image OFFICIAL = Catalogue.image("minio");

    /** A maintained continuation of the same program. */
    public static final Image SILO = Catalogue.image("minio-silo");

    static final Port API = Port.http(9000).named("api");
    static final Port CONSOLE = Port.http(9090).named("console");

    /** The user who may do everything. */
    static final String ROOT = "admin";

    private static final int USER = 1000;

    public Minio {
        Names.label("component name", name);
        buckets.forEach(bucket -> new Bucket(name, bucket));
        rules.keySet().forEach(bucket -> new Bucket(name, bucket));
        if (login.isPresent() && image.equals(OFFICIAL)) {
            throw new IllegalArgumentException("nobody can log in at a provider at the console of " + image
                    + ": its newest editions come without; name a successor with image(...) first, such as Minio.SILO");
        }
        if (login.isPresent() && console.isEmpty()) {
            throw new IllegalArgumentException(
                    "people can only be sent back to " + name + " from a login where its console has a route");
        }
    }

    /** A store with a drive of 100 GiB, without routes and buckets. */
    public static Minio named(String name) {
        return new Minio(
                name, OFFICIAL, gib(100), "", "", ImmutableSortedSet.of(), ImmutableSortedMap.of(), Optional.empty());
    }

    /** A copy that runs that image. */
    public Minio image(Image other) {
        return new Minio(name, other, storage, console, s3, buckets, rules, login);
    }

    /** A copy with a drive of that size. */
    public Minio storage(Bytes size) {
        return new Minio(name, image, size, console, s3, buckets, rules, login);
    }

    /** A copy whose console is reached at that host. */
    public Minio console(String host) {
        return new Minio(name, image, storage, host, s3, buckets, rules, login);
    }

    /** A copy whose S3 API is reached at that host. */
    public Minio s3(String host) {
        return new Minio(name, image, storage, console, host, buckets, rules, login);
    }

    /** A copy with those buckets too. */
    public Minio buckets(String... names) {
        return new Minio(
                name,
                image,
                storage,
                console,
                s3,
                Stream.concat(buckets.stream(), Arrays.stream(names))
                        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)),
                rules,
                login);
    }

    /** A copy with those rules for that bucket, which it makes. */
    public Minio rules(String bucket, BucketRules what) {
        SortedMap<String, BucketRules> all = new TreeMap<>(rules);
        all.put(bucket, what);
        return new Minio(name, image, storage, console, s3, buckets, ImmutableSortedMap.copyOf(all), login);
    }

    /**
     * A copy at whose console people log in at that provider, and may do what their groups say: a job makes a policy of the name
     * of each group. It needs a route of the console, and an image whose console can do it; the newest official ones cannot.
     *
     * @throws IllegalArgumentException where it has no such route, or has the official image
     * @see <a href="https://github.com/minio/minio/issues/21325">Why the official images cannot</a>
     */
    public Minio login(OidcClient client, Groups groups) {
        return with(new ConsoleLogin(client, groups, "", ""));
    }

    /**
     * A copy that trusts the certificates at that key of a ConfigMap in its namespace, beside the public ones, when it asks the
     * identity provider.
     *
     * @throws IllegalArgumentException where there is no login
     */
    public Minio trust(String configMap, String key) {
        return with(login.orElseThrow(() -> new IllegalArgumentException(
                        name + " trusts ConfigMap " + configMap + " for its login; say login(...) first"))
                .trusting(configMap, key));
    }

    private Minio with(ConsoleLogin other) {
        return new Minio(name, image, storage, console, s3, buckets, rules, Optional.of(other));
    }

    /** A bucket of this store, for a component that asks for it. */
    public Bucket bucket(String bucket) {
        return new Bucket(name, bucket);
    }

    /** The S3 API. */
    public ServiceRef api() {
        return ServiceRef.of(name, name, API.name());
    }

    @Override
    public Band band() {
        return Band.DATA;
    }

    @Override
    public Offers offers() {
        return server().offers().and(MinioDashboard.of(this));
    }

    @Override
    public ImmutableSet<Ask> asks() {
        return login.map(some -> some.client()
                        .asking(
                                server().pods().orIn(name),
                                Value.of("https://")
                                        .then(Value.publicHost(console))
                                        .then("/oauth_callback")))
                .orElse(ImmutableSet.of());
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        List<Part> parts = new ArrayList<>();
        Workload server = server();
        parts.add(server);
        parts.add(alerts());
        parts.add(Backup.volumes("data"));
        parts.add(NodeSetting.withoutAddon("minio", "it is another object store, with an operator of its own"));
        parts.add(scope -> scope.exempt(new Exemption(
                "a login for metrics",
                "StatefulSet " + name,
                "MinIO's token for metrics is made at run time with the root password; network policies let only the"
                        + " scraper and those who use the store reach the port"
                        + (s3.isEmpty() ? "" : ", and whoever reaches the host " + s3 + " reads them as well"))));
        MinioBuckets contents = MinioBuckets.of(
                this, cluster.asks(name, Bucket.class).stream(), cluster.asks(name, BucketUser.class).stream());
        parts.add(contents.job());
        parts.add(contents.check());
        login.ifPresent(some -> parts.add(policies(server, some.policies())));
        if (!console.isEmpty()) {
            parts.add(Route.at(console)
                    .to(server.service(CONSOLE))
                    .named(name + "-console")
                    .websockets());
        }
        if (!s3.isEmpty()) {
            parts.add(Route.at(s3)
                    .to(server.service(API))
                    .named(name)
                    .unlimitedBody()
                    .unbufferedUploads()
                    .unbufferedResponses()
                    .readTimeout(hours(1))
                    .sendTimeout(hours(1)));
        }
        Manifests manifests = Manifests.of(parts);
        return image.equals(OFFICIAL)
                ? manifests.accept(
                        "image.denied",
                        "the last image of the community edition, until image(...) names a successor of your choice")
                : manifests;
    }

    Credential root() {
        return Credential.named(name + "-root").fixed("user", ROOT).random("password", 32);
    }

    private Workload server() {
        Workload server = Workload.statefulSet(name)
                .image(image)
                .args("server", "/data", "--console-address", ":" + CONSOLE.number())
                .env("MINIO_ROOT_USER", root().key("user"))
                .env("MINIO_ROOT_PASSWORD", root().key("password"))
                .env("MINIO_PROMETHEUS_AUTH_TYPE", "public")
                .env("MINIO_UPDATE", "off")
                .env("HOME", "/tmp")
                .port(API)
                .port(CONSOLE)
                .expose(name + "-console", CONSOLE)
                .login(API, CONSOLE)
                .runAs(USER, USER)
                .fsGroup(USER)
                .volumeClaim("/data", storage)
                .scratch("/tmp")
                .requests(cpu("100m"), memory("512Mi"))
                .limits(memory("2Gi"))
                .startup(
                        Probe.http(API, "/minio/health/live").period(seconds(5)).failures(60))
                .readiness(Probe.http(API, "/minio/health/ready"))
                .liveness(Probe.http(API, "/minio/health/live").failures(6))
                .terminationGracePeriod(minutes(2))
                .role(NodeRole.STORAGE)
                .metrics(API, "/minio/v2/metrics/cluster");
        if (console.isEmpty()) {
            return server;
        }
        Workload reached =
                server.env("MINIO_BROWSER_REDIRECT_URL", Value.of("https://").then(Value.publicHost(console)));
        return login.map(some -> some.onto(reached)).orElse(reached);
    }

    /** Makes the policies of groups after each sync. */
    private Workload policies(Workload server, String commands) {
        return Workload.job(name + "-policies")
                .image(image)
                .command("/bin/sh", "-euc")
                // Named with its signature, the alias is not tried yet: mc ready is what waits.
                // Successors call the client mcli, for mc is a file manager too.
                .args(
                        "command -v mc > /dev/null || mc() { mcli \"$@\"; }\nmc alias set store \"$URL\" \"$ROOT_USER\" \"$ROOT_PASSWORD\" --api S3v4\nmc ready store\n"
                                + commands + "\n")
                .env("ROOT_USER", root().key("user"))
                .env("ROOT_PASSWORD", root().key("password"))
                .env("URL", server.service(API).url())
                .env("MC_CONFIG_DIR", "/tmp/.mc")
                .runAs(USER, USER)
                .scratch("/tmp")
                .requests(cpu("10m"), memory("64Mi"))
                .limits(memory("256Mi"))
                .backoffLimit(6)
                .deadline(minutes(10))
                .annotation("argocd.argoproj.io/hook", "PostSync")
                .annotation("argocd.argoproj.io/hook-delete-policy", "BeforeHookCreation");
    }

    private Rules alerts() {
        return Rules.named(name)
                .alert(Alert.named("MinioDriveOffline")
                        .expr("minio_cluster_drive_offline_total > 0")
                        .holding(minutes(5))
                        .severity(Severity.CRITICAL)
                        .summary("A drive of MinIO is offline")
                        .description("{{ $value }} drives of {{ $labels.namespace }} are offline."))
                .alert(Alert.named("MinioSpaceLow")
                        .expr(
                                "minio_cluster_capacity_usable_free_bytes / minio_cluster_capacity_usable_total_bytes < 0.15")
                        .holding(minutes(30))
                        .severity(Severity.WARNING)
                        .summary("MinIO is almost full")
                        .description("Less than 15 % of {{ $labels.namespace }}'s drives is free."));
    }
}
