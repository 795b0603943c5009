package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.mib;
import static dev.hearth.platform.SmallCluster.container;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Manifests;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers, Sentinels and the real front, started by the rendered files and scripts. */
class RedisServersTest {

    private static final Redis REDIS = Redis.named("redis")
            .memory(mib(64))
            .keyspaceNotifications(KeyEvent.GENERIC, KeyEvent.STRING, KeyEvent.EXPIRED);
    private static final SmallCluster CLUSTER = SmallCluster.of(
            REDIS,
            new Users(ImmutableSet.of(
                    REDIS.client("photos"), REDIS.client("admin").allKeys())));

    /** Asks for users. */
    record Users(ImmutableSet<Ask> asks) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none();
        }
    }

    @TempDir
    private static Path folder;

    @AutoClose
    private static RunningRedis redis;

    private int master;

    @BeforeAll
    static void start() {
        redis = new RunningRedis(folder, CLUSTER);
        redis.start();
    }

    @BeforeEach
    void calm() {
        master = redis.awaitCalm();
    }

    /** The keys whose writes were acknowledged, by a replica too where that is asked for. */
    private static List<String> write(String prefix, int count, boolean wait) {
        List<String> acknowledged = new ArrayList<>();
        try (RedisConnection photos = redis.throughFront("photos")) {
            for (int number = 0; number < count; number++) {
                String key = "photos:" + prefix + ":" + number;
                if (photos.ask("SET", key, "there").equals("OK")
                        && (!wait || !photos.ask("WAIT", "1", "2000").equals("0"))) {
                    acknowledged.add(key);
                }
            }
        } catch (UncheckedIOException problem) {
            return acknowledged;
        }
        return acknowledged;
    }

    private static void assertThere(List<String> keys) {
        redis.await("answer through the front", () -> {
            try (RedisConnection photos = redis.throughFront("photos")) {
                return photos.ask("PING").equals("PONG");
            } catch (UncheckedIOException problem) {
                return false;
            }
        });
        try (RedisConnection photos = redis.throughFront("photos")) {
            assertThat(keys)
                    .isNotEmpty()
                    .allSatisfy(
                            key -> assertThat(photos.ask("GET", key)).as(key).isEqualTo("there"));
        }
    }

    private static void awaitOtherThan(int old) {
        redis.await(
                "other master", () -> redis.master().filter(now -> now != old).isPresent());
    }

    @Test
    void survives_a_master_that_is_killed_and_takes_it_back_as_a_replica() {
        List<String> keys = write("killed", 300, true);
        redis.kill("redis-" + master);

        awaitOtherThan(master);
        assertThere(keys);
        redis.startRedis(master);

        assertThat(redis.awaitCalm()).isNotEqualTo(master);
        assertThat(redis.replication(master)).contains("role:slave");
        assertThat(redis.run(master, "ready.sh")).isZero();
        assertThere(keys);
    }

    @Test
    void survives_a_whole_pod_and_remembers_what_its_sentinel_knew() {
        String before = id(master);
        List<String> keys = write("pod", 100, true);
        redis.kill("sentinel-" + master);
        redis.kill("redis-" + master);

        awaitOtherThan(master);
        assertThere(keys);
        redis.startSentinel(master);
        redis.startRedis(master);

        assertThat(redis.awaitCalm()).isNotEqualTo(master);
        assertThat(id(master)).isEqualTo(before);
    }

    private static String id(int member) {
        try (RedisConnection sentinel = redis.sentinel(member, "default")) {
            return sentinel.ask("SENTINEL", "myid");
        }
    }

    @Test
    void a_master_that_restarts_at_once_hands_over_to_a_replica_that_has_everything() {
        List<String> keys = write("restarted", 300, true);
        redis.kill("redis-" + master);
        redis.startRedis(master);

        assertThat(redis.awaitCalm()).isNotEqualTo(master);
        assertThere(keys);
    }

    @Test
    void a_member_that_is_ended_on_purpose_loses_nothing_it_has_acknowledged() {
        List<String> keys = new ArrayList<>();
        Thread writer = new Thread(() -> keys.addAll(write("handed", 200_000, false)));
        writer.start();
        redis.await("writes", () -> {
            try (RedisConnection photos = redis.throughFront("photos")) {
                return photos.ask("GET", "photos:handed:500").equals("there");
            }
        });

        assertThat(redis.run(master, "hand-over.sh")).as(redis.log("script")).isZero();
        assertThat(redis.replication(master)).contains("role:slave");
        join(writer);

        assertThat(redis.awaitCalm()).isNotEqualTo(master);
        assertThere(keys);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(problem);
        }
    }

    @Test
    void hands_over_only_where_there_is_something_to_hand_over() {
        assertThat(redis.run((master + 1) % RunningRedis.MEMBERS, "hand-over.sh"))
                .isZero();

        assertThat(redis.awaitCalm()).isEqualTo(master);
    }

    @Test
    void keeps_the_promises_that_the_job_tries() {
        String check = container(CLUSTER.object("Job", "redis-check"))
                .sequence("args")
                .strings()
                .get(0);

        assertThat(redis.runCheck(check, "hearth-check")).as(redis.log("check")).isZero();
        assertThat(redis.runCheck(check.replace("sleep 5", ":"), "front")).isEqualTo(1);
        assertThat(redis.log("check")).contains("instead of 'OK'");
    }

    @Test
    void members_are_ready_and_alive() {
        for (int member = 0; member < RunningRedis.MEMBERS; member++) {
            assertThat(redis.run(member, "ready.sh")).as(redis.log("script")).isZero();
            assertThat(redis.run(member, "alive.sh")).as(redis.log("script")).isZero();
        }
    }

    @Test
    void the_front_says_that_it_is_ready_and_which_members_it_leads_to() {
        assertThat(redis.state("/ready")).contains(" 200 OK");
        for (int member = 0; member < RunningRedis.MEMBERS; member++) {
            assertThat(redis.state("/metrics"))
                    .contains("haproxy_backend_active_servers{proxy=\"member-" + member + "\"} "
                            + (member == master ? "1" : "0") + "\n");
        }
    }

    @Test
    void users_keep_to_their_own_keys_and_away_from_the_server() {
        try (RedisConnection photos = redis.throughFront("photos");
                RedisConnection admin = redis.throughFront("admin")) {
            assertThat(photos.ask("SET", "photos:album", "1")).isEqualTo("OK");
            assertThat(photos.ask("SET", "album", "1")).startsWith("NOPERM");
            assertThat(photos.ask("FLUSHALL")).startsWith("NOPERM");
            assertThat(photos.ask("CONFIG", "GET", "requirepass")).startsWith("NOPERM");
            assertThat(admin.ask("SET", "album", "1")).isEqualTo("OK");
            assertThat(admin.ask("KEYS", "alb*")).isEqualTo("album");
            assertThat(admin.ask("SHUTDOWN")).startsWith("NOPERM");
        }
        assertThatThrownBy(() -> redis.throughFront("nobody")).hasMessageContaining("WRONGPASS");
    }

    @Test
    void users_ask_sentinels_who_is_master_and_change_nothing_there() {
        try (RedisConnection photos = redis.sentinel(0, "photos")) {
            assertThat(photos.ask("SENTINEL", "get-master-addr-by-name", "redis"))
                    .startsWith(RunningRedis.address(master) + "\n");
            assertThat(photos.ask("SENTINEL", "failover", "redis")).startsWith("NOPERM");
            assertThat(photos.ask("SENTINEL", "set", "redis", "quorum", "1")).startsWith("NOPERM");
        }
    }

    @Test
    void tells_subscribers_which_of_their_keys_changed() {
        try (RedisConnection subscriber = redis.throughFront("photos");
                RedisConnection photos = redis.throughFront("photos")) {
            subscriber.ask("PSUBSCRIBE", "__keyspace@0__:photos:*");
            photos.ask("SET", "photos:page", "1");

            assertThat(subscriber.hear()).endsWith("__keyspace@0__:photos:page\nset");
        }
    }

    @Test
    void haproxy_takes_the_configuration_to_the_letter() throws IOException {
        Path file = Files.write(
                folder.resolve("rendered.cfg"), RunningRedis.frontFile(CLUSTER).getBytes(UTF_8));

        Outcome outcome = Judges.require("haproxy").run("-c", "-V", "-f", file.toString());

        assertThat(outcome.exitCode()).as(outcome.stderr() + outcome.stdout()).isZero();
        assertThat(outcome.stderr() + outcome.stdout()).doesNotContain("WARNING");
    }
}
