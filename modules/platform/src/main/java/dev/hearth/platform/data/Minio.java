package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;

import com.google.common.collect.ImmutableSortedSet;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An S3 object store on one node with one drive: the API on port 9000, the console on 9090, and a job that makes the
 * buckets after each sync.
 *
 * <p>The community edition of MinIO has ended: its repository was archived in April 2026 and its newest official image
 * ({@link #OFFICIAL}) lacks the last security fix (GHSA-jjjj-jwhf-8rgr). {@link #image} takes a successor with the same
 * command, environment and disk format, such as {@link #SILO}. The image must bring {@code mc} beside {@code minio}, as
 * those do.
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
 * @see <a href="https://github.com/minio/minio">minio/minio</a>
 */
public record Minio(
        String name, Image image, Bytes storage, String console, String s3, ImmutableSortedSet<String> buckets)
        implements Component {

    /** The newest official image; nothing newer will come. */
    public static final Image OFFICIAL = Catalogue.image("minio");

    /** A maintained continuation of the same program. */
    public static final Image SILO = Catalogue.image("minio-silo");

    static final Port API = Port.http(9000).named("api");
    static final Port CONSOLE = Port.http(9090).named("console");

    private static final int USER = 1000;

    public Minio {
        Names.label("component name", name);
        buckets.forEach(bucket -> new Bucket(name, bucket));
    }

    /** A store with a drive of 100 GiB, without routes and buckets. */
    public static Minio named(String name) {
        return new Minio(name, OFFICIAL, gib(100), "", "", ImmutableSortedSet.of());
    }

    /** A copy that runs that image. */
    public Minio image(Image other) {
        return new Minio(name, other, storage, console, s3, buckets);
    }

    /** A copy with a drive of that size. */
    public Minio storage(Bytes size) {
        return new Minio(name, image, size, console, s3, buckets);
    }

    /** A copy whose console is reached at that host. */
    public Minio console(String host) {
        return new Minio(name, image, storage, host, s3, buckets);
    }

    /** A copy whose S3 API is reached at that host. */
    public Minio s3(String host) {
        return new Minio(name, image, storage, console, host, buckets);
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
                        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)));
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
        return server().offers();
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
        List<String> wanted = Stream.concat(
                        buckets.stream(),
                        cluster.asks(name, Bucket.class).stream().map(Bucket::name))
                .distinct()
                .sorted()
                .toList();
        if (!wanted.isEmpty()) {
            parts.add(bucketJob(server, wanted));
        }
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

    private Credential root() {
        return Credential.named(name + "-root").fixed("user", "admin").random("password", 32);
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
        return console.isEmpty()
                ? server
                : server.env("MINIO_BROWSER_REDIRECT_URL", Value.of("https://").then(Value.publicHost(console)));
    }

    /** Runs after each sync; making a bucket that is there already changes nothing. */
    private Workload bucketJob(Workload server, List<String> wanted) {
        String make = wanted.stream()
                .map(bucket -> "mc mb --ignore-existing store/" + bucket)
                .collect(Collectors.joining("\n"));
        return Workload.job(name + "-buckets")
                .image(image)
                .command("/bin/sh", "-euc")
                // Named with its signature, the alias is not tried yet: mc ready is what waits.
                .args("mc alias set store \"$URL\" \"$ROOT_USER\" \"$ROOT_PASSWORD\" --api S3v4\nmc ready store\n"
                        + make + "\n")
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
