package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;

import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.workload.Container;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.util.List;
import java.util.stream.Stream;

/** The pods of a Redis: members, each with a Sentinel and an exporter of metrics; the front before them; the job that tries it. */
final class RedisPods {

    static final Port METRICS = Port.http(9121).named("metrics");
    static final Port STATE = Port.http(8404).named("state");

    private static final Image HAPROXY = Catalogue.image("haproxy");
    private static final Image EXPORTER = Catalogue.image("redis-exporter");
    private static final int USER = 999;
    private static final int FRONT_USER = 99;

    private final Redis redis;
    private final List<RedisClient> clients;

    RedisPods(Redis redis, List<RedisClient> clients) {
        this.redis = redis;
        this.clients = clients;
    }

    private Credential passwords() {
        return Credential.named(redis.name() + "-passwords")
                .password("password", 32)
                .password("sentinel", 32)
                .password(RedisFiles.FRONT, 32)
                .password(RedisFiles.CHECK, 32);
    }

    /** All start at once: a member that follows one which is not there yet would keep that one from starting. */
    Workload members() {
        return Workload.statefulSet(redis.name())
                .replicas(redis.members())
                .parallelPods()
                .container(container -> member(container, "start-redis.sh"))
                .port(Redis.PORT)
                .login(Redis.PORT, Redis.SENTINEL)
                .expose(redis.name() + "-members", Redis.PORT, METRICS)
                .expose(redis.name() + "-sentinel", Redis.SENTINEL)
                .requests(cpu("100m"), mib(Math.max(64, redis.memory().value() >> 21)))
                .limits(most())
                .startup(script("alive.sh").period(seconds(2)).failures(60))
                .readiness(script("ready.sh").period(seconds(5)))
                .liveness(script("alive.sh").failures(6))
                .preStop("/bin/sh", RedisFiles.FOLDER + "/hand-over.sh")
                .terminationGracePeriod(seconds(60))
                .runAs(USER, USER)
                .role(NodeRole.STORAGE)
                .peers(Redis.PORT, Redis.SENTINEL)
                .sidecar(sentinel())
                .sidecar(exporter())
                .metrics(METRICS, "/metrics");
    }

    /** Writing a snapshot or a log anew, a child copies every page that is written meanwhile. */
    private Bytes most() {
        long bytes = redis.memory().value();
        long copied = redis.persistence() == Persistence.NONE ? bytes / 4 : bytes;
        return mib(64 + ((bytes + copied) >> 20));
    }

    private Container member(Container container, String script) {
        return container
                .image(redis.image())
                .command("/bin/sh", RedisFiles.FOLDER + "/" + script)
                .envField("POD", "metadata.name")
                .mount(new RedisFiles(redis, clients).config(), RedisFiles.FOLDER)
                .mount(secrets(), RedisFiles.SECRETS)
                .mount(data(), RedisFiles.DATA)
                .scratch("/tmp");
    }

    private Volume data() {
        return redis.persistence() == Persistence.NONE ? Volume.scratch("data") : Volume.claim("data", redis.storage());
    }

    private Volume secrets() {
        Stream<Volume.Source> own = Stream.of(Volume.secret(passwords())
                .item("password", "password")
                .item("sentinel", "sentinel")
                .item(RedisFiles.FRONT, "users/" + RedisFiles.FRONT)
                .item(RedisFiles.CHECK, "users/" + RedisFiles.CHECK));
        Stream<Volume.Source> users = clients.stream()
                .map(client -> Volume.secret(client.credential())
                        .item("password", "users/" + client.name())
                        .readAtStart());
        return Volume.projected("secrets", Stream.concat(own, users).toArray(Volume.Source[]::new))
                .mode(0400);
    }

    private static Probe script(String name) {
        return Probe.exec("/bin/sh", RedisFiles.FOLDER + "/" + name).timeout(seconds(5));
    }

    private Container sentinel() {
        return member(Container.named("sentinel"), "start-sentinel.sh")
                .port(Redis.SENTINEL)
                .requests(cpu("20m"), memory("32Mi"))
                .limits(memory("64Mi"))
                .readiness(Probe.tcp(Redis.SENTINEL))
                .liveness(Probe.tcp(Redis.SENTINEL).failures(6));
    }

    private Container exporter() {
        return Container.named("exporter")
                .image(EXPORTER)
                .env("REDIS_ADDR", "redis://127.0.0.1:" + Redis.PORT.number())
                // The file that it can read instead maps addresses to passwords.
                .env("REDIS_PASSWORD", passwords().key("password"))
                .port(METRICS)
                .requests(cpu("10m"), memory("32Mi"))
                .limits(memory("64Mi"))
                .liveness(Probe.http(METRICS, "/health").failures(6));
    }

    /** Before the members; its Service is the address that everybody uses. */
    Workload front() {
        Workload front = Workload.deployment(redis.name() + "-master")
                .role(NodeRole.STORAGE)
                .replicas(redis.members() == 1 ? 1 : 2)
                .image(HAPROXY)
                .env("FRONT_PASSWORD", passwords().key(RedisFiles.FRONT))
                .mount(
                        Config.named(redis.name() + "-master").file(RedisFront.FILE, new RedisFront(redis).file()),
                        RedisFront.FOLDER)
                .port(Redis.PORT)
                .login(Redis.PORT)
                .runAs(FRONT_USER, FRONT_USER)
                .requests(cpu("20m"), memory("64Mi"))
                .limits(memory("256Mi"))
                .readiness(Probe.http(STATE, "/ready").period(seconds(2)))
                .liveness(Probe.tcp(STATE))
                // Until the Service leads elsewhere; then it ends what is open, at the latest after 20 s.
                .preStop("sleep", "5")
                .metrics(STATE, "/metrics");
        // Of the little that it needs when idle, every burst would be too much.
        return redis.frontAutoscaler()
                .map(counting -> front.requests(cpu("100m"), memory("64Mi")).autoscaler(counting))
                .orElse(front);
    }

    /** Runs after each sync, and fails where Redis does not keep a promise. */
    Workload check() {
        return Workload.job(redis.name() + "-check")
                .image(redis.image())
                .command("/bin/sh", "-c")
                .args(RedisScripts.check())
                .env("HOST", redis.master().host())
                .env("PORT", redis.master().portNumber())
                .env("REDISCLI_USER", RedisFiles.CHECK)
                .env("REDISCLI_AUTH", passwords().key(RedisFiles.CHECK))
                .runAs(USER, USER)
                .scratch("/data")
                .requests(cpu("10m"), memory("16Mi"))
                .limits(memory("64Mi"))
                .backoffLimit(3)
                .deadline(minutes(10))
                .annotation("argocd.argoproj.io/hook", "PostSync")
                .annotation("argocd.argoproj.io/hook-delete-policy", "BeforeHookCreation");
    }
}
