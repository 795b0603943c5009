package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.Data;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The jobs of an object store: one makes its buckets, users and policies, the other holds it to its promise.
 *
 * @param minio the store
 * @param buckets the names of all buckets
 * @param users all users; one that has several buckets stands there for each
 */
record MinioBuckets(Minio minio, List<String> buckets, List<BucketUser> users) {

    static final String FOLDER = "/etc/minio-buckets";
    static final String KEYS = "/run/secrets/minio";

    private static final int USER = 1000;
    private static final String VERSION = "2012-10-17";

    /** The store with its own buckets and users, and those that others ask for. */
    static MinioBuckets of(Minio minio, Stream<Bucket> asked, Stream<BucketUser> askedUsers) {
        List<BucketUser> users =
                Stream.concat(askedUsers, Stream.of(check(minio))).distinct().toList();
        List<String> buckets = Stream.of(
                        minio.buckets().stream(),
                        minio.rules().keySet().stream(),
                        asked.map(Bucket::name),
                        users.stream().map(user -> user.bucket().name()))
                .flatMap(names -> names)
                .distinct()
                .sorted()
                .toList();
        return new MinioBuckets(minio, buckets, users);
    }

    private static BucketUser check(Minio minio) {
        return minio.bucket("check").user("check");
    }

    private SortedMap<String, List<BucketUser>> byName() {
        SortedMap<String, List<BucketUser>> all = new TreeMap<>();
        users.forEach(user ->
                all.computeIfAbsent(user.name(), name -> new ArrayList<>()).add(user));
        return all;
    }

    /** Runs after each sync; what is there already it leaves alone, or makes it as it is said here. */
    Workload job() {
        return client("buckets")
                .command("/bin/sh", FOLDER + "/buckets.sh")
                .mount(files(), FOLDER)
                .mount(keys(), KEYS);
    }

    /** Runs after each sync, and fails where the store does not keep its promise. */
    Workload check() {
        BucketUser user = check(minio);
        return client("check")
                .command("/bin/sh", "-c")
                .args(MinioScripts.check())
                .env("BUCKET", user.bucket().name())
                .mount(
                        Volume.secret(user.credential())
                                .item(BucketUser.ACCESS_KEY, BucketUser.ACCESS_KEY)
                                .item(BucketUser.SECRET_KEY, BucketUser.SECRET_KEY),
                        KEYS);
    }

    private Workload client(String what) {
        return Workload.job(minio.name() + "-" + what)
                .image(minio.image())
                .env("URL", minio.api().url())
                .env("KEYS", KEYS)
                .env("MC_CONFIG_DIR", "/tmp/.mc")
                .runAs(USER, USER)
                .fsGroup(USER)
                .scratch("/tmp")
                .requests(cpu("10m"), memory("64Mi"))
                .limits(memory("256Mi"))
                .backoffLimit(6)
                .deadline(minutes(10))
                .annotation("argocd.argoproj.io/hook", "PostSync")
                .annotation("argocd.argoproj.io/hook-delete-policy", "BeforeHookCreation");
    }

    private Volume keys() {
        Volume.Source root =
                Volume.secret(minio.root()).item("user", "root/user").item("password", "root/password");
        Stream<Volume.Source> all = byName().values().stream()
                .map(same -> Volume.secret(same.get(0).credential())
                        .item(BucketUser.SECRET_KEY, "users/" + same.get(0).name()));
        return Volume.projected("keys", Stream.concat(Stream.of(root), all).toArray(Volume.Source[]::new))
                .mode(0400);
    }

    private Config files() {
        // Every sync makes the job anew, so nothing of it has to change with the script.
        Config config = Config.named(minio.name() + "-buckets")
                .withoutRestart()
                .file("buckets.sh", MinioScripts.buckets(calls()));
        for (var user : byName().entrySet()) {
            config = config.json("user-" + user.getKey() + ".json", policy(user.getValue()));
        }
        for (var rules : minio.rules().entrySet()) {
            if (expires(rules.getValue())) {
                config = config.json("lifecycle-" + rules.getKey() + ".json", lifecycle(rules.getValue()));
            }
        }
        return config;
    }

    private List<String> calls() {
        List<String> calls = new ArrayList<>();
        for (String bucket : buckets) {
            BucketRules rules = minio.rules().getOrDefault(bucket, BucketRules.none());
            calls.add("bucket " + bucket + (rules.lock().isPresent() ? " --with-lock" : ""));
            if (rules.versions()) {
                calls.add("mc version enable store/" + bucket);
            }
            rules.lock()
                    .map(Duration::toDays)
                    .ifPresent(
                            days -> calls.add("mc retention set --default governance " + days + "d store/" + bucket));
            if (expires(rules)) {
                calls.add("lifecycle " + bucket);
            }
        }
        byName().forEach((name, same) ->
                calls.add("user " + name + " " + same.get(0).bucket().name()));
        return calls;
    }

    private static boolean expires(BucketRules rules) {
        return rules.expiry().isPresent() || rules.oldVersions().isPresent();
    }

    private static Data lifecycle(BucketRules rules) {
        List<Data> all = new ArrayList<>();
        rules.expiry().ifPresent(age -> all.add(rule("expire", "Expiration", Data.map("Days", age.toDays()))));
        rules.oldVersions()
                .ifPresent(age -> all.add(
                        rule("old-versions", "NoncurrentVersionExpiration", Data.map("NoncurrentDays", age.toDays()))));
        return Data.map("Rules", Data.list(all.toArray()));
    }

    private static Data rule(String id, String action, Data what) {
        return Data.map("ID", id, "Status", "Enabled", "Filter", Data.map("Prefix", ""), action, what);
    }

    private static Data policy(List<BucketUser> same) {
        return Data.map(
                "Version",
                VERSION,
                "Statement",
                Data.list(same.stream().flatMap(MinioBuckets::statements).toArray()));
    }

    private static Stream<Data> statements(BucketUser user) {
        String bucket = "arn:aws:s3:::" + user.bucket().name();
        return user.reading()
                ? Stream.of(
                        allow(bucket, "s3:GetBucketLocation", "s3:ListBucket"), allow(bucket + "/*", "s3:GetObject"))
                : Stream.of(
                        allow(bucket, "s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"),
                        allow(
                                bucket + "/*",
                                "s3:AbortMultipartUpload",
                                "s3:DeleteObject",
                                "s3:GetObject",
                                "s3:ListMultipartUploadParts",
                                "s3:PutObject"));
    }

    private static Data allow(String resource, String... actions) {
        return Data.map("Effect", "Allow", "Action", Data.list((Object[]) actions), "Resource", Data.list(resource));
    }
}
