package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.mib;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.workload.Autoscaler;
import dev.hearth.findings.Finding;
import dev.hearth.platform.Catalogue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Redis that survives the loss of any one of its members: a Sentinel beside each elects another master, and the Service
 * {@code <name>-master} on port 6379 leads to whichever it is.
 *
 * <pre>{@code
 * Redis redis = Redis.named("redis").memory(mib(512)).keyspaceNotifications(KeyEvent.EXPIRED);
 * Redis cache = Redis.named("cache").cache(mib(256));
 * RedisClient photos = redis.client("photos");
 * }</pre>
 *
 * <p>Redis replicates without waiting: what a master has acknowledged and not sent on is lost with it. A master that has had no
 * replica in step for {@value RedisFiles#MOST_LAG} s refuses writes ({@link #minReplicas}); who must not lose a write asks for
 * {@code WAIT 1}. A member that is ended on purpose hands over first.
 *
 * @param name its name; the namespace has the same
 * @param image what runs, members and Sentinels; Redis 7
 * @param members how many there are, an odd number, each with a Sentinel
 * @param frontAutoscaler what counts the pods of the front; two of them unless said otherwise, one before a single member
 * @param memory how much the keys of each take
 * @param eviction what happens when it is full
 * @param persistence what survives the end of all members
 * @param storage the disk of each member
 * @param minReplicas how many replicas in step a write needs
 * @param notifications the changes of keys that are told to subscribers
 * @param settings further lines of {@code redis.conf}
 * @see <a href="https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/">Redis Sentinel</a>
 */
public record Redis(
        String name,
        Image image,
        int members,
        Optional<Autoscaler> frontAutoscaler,
        Bytes memory,
        Eviction eviction,
        Persistence persistence,
        Bytes storage,
        int minReplicas,
        ImmutableSortedSet<KeyEvent> notifications,
        ImmutableSortedMap<String, String> settings)
        implements Component {

    /** The last minor version of Redis 7, under the licences RSALv2 and SSPLv1. */
    public static final Image IMAGE = Catalogue.image("redis");

    static final Port PORT = Port.tcp("redis", 6379).speaking("redis");
    static final Port SENTINEL = Port.tcp("sentinel", 26379).speaking("redis");

    public Redis {
        Names.label("component name", name);
        requireNonNull(frontAutoscaler, "frontAutoscaler");
        if (members < 1 || members > 7 || members % 2 == 0) {
            throw new IllegalArgumentException("redis " + name + " must have 1, 3, 5 or 7 members, but has " + members
                    + "; an even number of Sentinels bears the loss of no more than one less");
        }
        if (minReplicas < 0 || minReplicas > Math.max(0, members - 2)) {
            throw new IllegalArgumentException("redis " + name + " with " + members + " members can want 0 to "
                    + Math.max(0, members - 2) + " replicas in step for a write, but wants " + minReplicas
                    + "; with more, the loss of one member would stop all writes");
        }
        if (memory.compareTo(mib(16)) < 0) {
            throw new IllegalArgumentException("redis " + name + " needs at least 16Mi of memory, but has " + memory);
        }
        if (persistence != Persistence.NONE && storage.compareTo(memory) < 0) {
            throw new IllegalArgumentException(
                    "redis " + name + " needs a disk of at least its memory, but has " + storage + " for " + memory);
        }
        settings.forEach(Redis::setting);
    }

    private static void setting(String key, String value) {
        if (!key.matches("[a-z][a-z-]*") || value.contains("\n") || RedisFiles.OWN.contains(key)) {
            throw new IllegalArgumentException("setting '" + key
                    + "' of Redis must be a word of redis.conf with a value of one line, and none that the component"
                    + " writes itself: " + RedisFiles.OWN);
        }
    }

    /** Three members that keep 256 MiB of data, logged to disks of 2 GiB. */
    public static Redis named(String name) {
        return new Redis(
                name,
                IMAGE,
                3,
                Optional.empty(),
                mib(256),
                Eviction.REFUSE_WRITES,
                Persistence.EVERY_SECOND,
                gib(2),
                1,
                ImmutableSortedSet.of(),
                ImmutableSortedMap.of());
    }

    /** One member, for the smallest homes: the same Services and users, and nobody to take over. */
    public static Redis single(String name) {
        return named(name).sentinels(1);
    }

    /** The port that leads to the master of the Redis of that name. */
    public static ServiceRef master(String name) {
        return ServiceRef.of(name, name + "-master", PORT.name());
    }

    /** The Sentinels of the Redis of that name, which call their master {@code redis}. */
    public static ServiceRef sentinel(String name) {
        return ServiceRef.of(name, name + "-sentinel", SENTINEL.name());
    }

    /** Any member of the Redis of that name. */
    public static ServiceRef members(String name) {
        return ServiceRef.of(name, name + "-members", PORT.name());
    }

    /** The port that leads to the master. */
    public ServiceRef master() {
        return master(name);
    }

    /** A user of this Redis, for a component that asks for it. */
    public RedisClient client(String user) {
        return RedisClient.of(name, user);
    }

    /** A copy that runs that image. */
    public Redis image(Image other) {
        return new Redis(
                name,
                other,
                members,
                frontAutoscaler,
                memory,
                eviction,
                persistence,
                storage,
                minReplicas,
                notifications,
                settings);
    }

    /** A copy with so many members, each with a Sentinel; a majority of the Sentinels elects. */
    public Redis sentinels(int count) {
        return new Redis(
                name,
                image,
                count,
                frontAutoscaler,
                memory,
                eviction,
                persistence,
                storage,
                Math.min(minReplicas, Math.max(0, count - 2)),
                notifications,
                settings);
    }

    /**
     * A copy in which that autoscaler counts the pods of the front, which all connections go through. Members are not scaled: each
     * has all the data, and all writes go to one. When a pod of the front goes, its connections end and clients connect anew, so
     * let it take pods away slowly. Its percentages are of 100m and 64Mi.
     *
     * <pre>{@code
     * Redis.named("redis").frontAutoscaler(Autoscaler.between(2, 4)
     *     .cpu(70)
     *     .scaleUp(ScalingRules.stabilized(seconds(60)).percent(100, seconds(15)))
     *     .scaleDown(ScalingRules.stabilized(minutes(30)).pods(1, minutes(10))))
     * }</pre>
     */
    public Redis frontAutoscaler(Autoscaler counting) {
        return new Redis(
                name,
                image,
                members,
                Optional.of(counting),
                memory,
                eviction,
                persistence,
                storage,
                minReplicas,
                notifications,
                settings);
    }

    /** A copy whose keys take at most so much memory in each member. */
    public Redis memory(Bytes most) {
        return new Redis(
                name,
                image,
                members,
                frontAutoscaler,
                most,
                eviction,
                persistence,
                storage,
                minReplicas,
                notifications,
                settings);
    }

    /** A copy that does that when its memory is full. */
    public Redis eviction(Eviction policy) {
        return new Redis(
                name,
                image,
                members,
                frontAutoscaler,
                memory,
                policy,
                persistence,
                storage,
                minReplicas,
                notifications,
                settings);
    }

    /** A copy of which that survives the end of all members. */
    public Redis persistence(Persistence kept) {
        return new Redis(
                name,
                image,
                members,
                frontAutoscaler,
                memory,
                eviction,
                kept,
                storage,
                minReplicas,
                notifications,
                settings);
    }

    /** A copy for an application cache of that size: the oldest keys give way, nothing is written to a disk, no write waits. */
    public Redis cache(Bytes most) {
        return memory(most)
                .eviction(Eviction.LEAST_RECENTLY_USED)
                .persistence(Persistence.NONE)
                .minReplicas(0);
    }

    /** A copy with disks of that size. */
    public Redis storage(Bytes size) {
        return new Redis(
                name,
                image,
                members,
                frontAutoscaler,
                memory,
                eviction,
                persistence,
                size,
                minReplicas,
                notifications,
                settings);
    }

    /** A copy that takes writes only with so many replicas in step. */
    public Redis minReplicas(int count) {
        return new Redis(
                name,
                image,
                members,
                frontAutoscaler,
                memory,
                eviction,
                persistence,
                storage,
                count,
                notifications,
                settings);
    }

    /** A copy that tells subscribers of those changes too, by key and by event. */
    public Redis keyspaceNotifications(KeyEvent... events) {
        return new Redis(
                name,
                image,
                members,
                frontAutoscaler,
                memory,
                eviction,
                persistence,
                storage,
                minReplicas,
                Stream.concat(notifications.stream(), Arrays.stream(events))
                        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder())),
                settings);
    }

    /** A copy with that further line of {@code redis.conf}. */
    public Redis setting(String key, Object value) {
        return new Redis(
                name,
                image,
                members,
                frontAutoscaler,
                memory,
                eviction,
                persistence,
                storage,
                minReplicas,
                notifications,
                ImmutableSortedMap.<String, String>naturalOrder()
                        .putAll(settings)
                        .put(key, value.toString())
                        .buildOrThrow());
    }

    /** How many Sentinels must agree. */
    int quorum() {
        return members / 2 + 1;
    }

    /** The letters of {@code notify-keyspace-events}; empty for none. */
    String notificationLetters() {
        return notifications.isEmpty()
                ? ""
                : "KE"
                        + notifications.stream()
                                .map(event -> String.valueOf(event.letter()))
                                .collect(Collectors.joining());
    }

    @Override
    public Band band() {
        return Band.DATA;
    }

    @Override
    public Offers offers() {
        RedisPods pods = new RedisPods(this, List.of());
        return pods.members().offers().and(pods.front().offers().all()).and(RedisDashboard.of(this));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        List<RedisClient> clients = cluster.asks(name, RedisClient.class).stream()
                .distinct()
                .sorted(Comparator.comparing(RedisClient::name))
                .toList();
        List<RedisClient> users = clients.stream()
                .filter(client -> client.all() || !clients.contains(client.allKeys()))
                .toList();
        RedisPods pods = new RedisPods(this, users);
        return Manifests.of(
                pods.members(),
                pods.front(),
                pods.check(),
                RedisAlerts.of(this),
                persistence == Persistence.NONE
                        ? Backup.none("a cache, which those who use it fill again")
                        : Backup.volumes("data"),
                scope -> disagreements(scope, clients));
    }

    private void disagreements(Scope scope, List<RedisClient> clients) {
        clients.stream()
                .filter(client -> !client.all() && clients.contains(client.allKeys()))
                .forEach(client -> scope.finding(Finding.error(
                                "redis.user",
                                "component " + name,
                                "is asked for " + client + " with its own keys and with all keys")
                        .hint("let all who ask for it say the same, or give them names of their own")));
    }
}
