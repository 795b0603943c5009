package dev.hearth.platform.data;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The files of the members: settings, users, and the scripts that start, stop and ask Redis and its Sentinel. */
final class RedisFiles {

    static final String FOLDER = "/etc/redis";
    static final String DATA = "/data";
    static final String SECRETS = "/run/secrets/redis";

    /** What Sentinels call the master. */
    static final String GROUP = "redis";

    /** The user by which the front asks who is master. */
    static final String FRONT = "front";

    /** The user of the job that tries the promises. */
    static final String CHECK = "hearth-check";

    static final int MOST_LAG = 10;

    /** What settings cannot change. */
    static final ImmutableSet<String> OWN = ImmutableSet.of(
            "aclfile",
            "appendfsync",
            "appendonly",
            "dir",
            "masterauth",
            "maxmemory",
            "maxmemory-policy",
            "min-replicas-max-lag",
            "min-replicas-to-write",
            "notify-keyspace-events",
            "port",
            "replica-announce-ip",
            "replica-announce-port",
            "replicaof",
            "requirepass",
            "save",
            "user");

    private final Redis redis;
    private final List<RedisClient> clients;

    RedisFiles(Redis redis, List<RedisClient> clients) {
        this.redis = redis;
        this.clients = clients;
    }

    Config config() {
        return Config.named(redis.name())
                .file("redis.conf", settings())
                .file("sentinel.conf", sentinelSettings())
                .file("redis.users", users())
                .file("sentinel.users", sentinelUsers())
                .file("members.sh", members())
                .file("start-redis.sh", RedisScripts.startRedis())
                .file("start-sentinel.sh", RedisScripts.startSentinel(redis.quorum()))
                .file("hand-over.sh", RedisScripts.handOver())
                .file("ready.sh", RedisScripts.ready())
                .file("alive.sh", RedisScripts.alive());
    }

    private String settings() {
        List<String> lines = new ArrayList<>();
        lines.add("port " + Redis.PORT.number());
        lines.add("dir " + DATA);
        lines.addAll(redis.persistence().lines());
        lines.add("maxmemory " + redis.memory().value());
        lines.add("maxmemory-policy " + redis.eviction().policy());
        lines.add("replica-announce-port " + Redis.PORT.number());
        // Members are few: nobody else is worth waiting for.
        lines.add("repl-diskless-sync-delay 0");
        lines.add("min-replicas-to-write " + redis.minReplicas());
        lines.add("min-replicas-max-lag " + MOST_LAG);
        lines.add("notify-keyspace-events \"" + redis.notificationLetters() + "\"");
        redis.settings().forEach((key, value) -> lines.add(key + " " + value));
        return String.join("\n", lines) + "\n";
    }

    private static String sentinelSettings() {
        return """
                port %d
                dir /tmp
                sentinel resolve-hostnames yes
                sentinel announce-hostnames yes
                sentinel announce-port %1$d
                sentinel down-after-milliseconds %2$s 5000
                sentinel failover-timeout %2$s 60000
                sentinel parallel-syncs %2$s 1
                """.formatted(Redis.SENTINEL.number(), GROUP);
    }

    /** A name and its rules a line; the password is the file of that name. */
    private String users() {
        boolean notifications = !redis.notifications().isEmpty();
        List<String> lines = new ArrayList<>();
        lines.add(FRONT + " resetchannels +ping +info +quit");
        lines.add(CHECK + " ~" + CHECK + ":* resetchannels +ping +set +get +del +hset +hget +hgetall");
        clients.forEach(client -> lines.add(client.name() + " " + client.rules(notifications)));
        return String.join("\n", lines) + "\n";
    }

    private String sentinelUsers() {
        List<String> lines = new ArrayList<>();
        lines.add(FRONT + " resetchannels +ping +sentinel|get-master-addr-by-name");
        clients.forEach(client -> lines.add(client.name()
                + " &* +ping +role +info +client|setname +subscribe +psubscribe +unsubscribe +punsubscribe"
                + " +sentinel|get-master-addr-by-name +sentinel|master +sentinel|masters +sentinel|replicas"
                + " +sentinel|slaves +sentinel|sentinels"));
        return String.join("\n", lines) + "\n";
    }

    private Value members() {
        return Value.of("first=")
                .then(host(redis, 0, Redis.PORT))
                .then("\nmembers='")
                .then(hosts())
                .then("'\nme=\"$POD.")
                .then(governing(redis, Redis.PORT).host())
                .then("\"\n")
                .then(RedisScripts.members());
    }

    private Value hosts() {
        return IntStream.range(0, redis.members())
                .mapToObj(member -> host(redis, member, Redis.PORT))
                .reduce((first, second) -> first.then(" ").then(second))
                .orElseThrow();
    }

    /** The name by which a member is found, whatever its address is. */
    static Value host(Redis redis, int member, Port port) {
        return Value.of(redis.name() + "-" + member + ".")
                .then(governing(redis, port).host());
    }

    private static ServiceRef governing(Redis redis, Port port) {
        return ServiceRef.own(redis.name() + "-headless", port.name());
    }
}
