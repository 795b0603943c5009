package dev.hearth.platform.data;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;

/**
 * A user of a Redis of its own; Redis lets it in when a component {@linkplain dev.hearth.dsl.Component#asks() asks} for it.
 *
 * <pre>{@code
 * record Photos(RedisClient cache) implements Component {
 *   public ImmutableSet<Ask> asks() {
 *     return ImmutableSet.of(cache);
 *   }
 *   public Manifests manifests(ClusterView cluster) {
 *     return Manifests.of(web.env("REDIS_URL", cache.credential().key("url")).reaches(cache.master()));
 *   }
 * }
 * }</pre>
 *
 * <p>Its keys and channels begin with {@code <name>:}, unless it may use {@link #allKeys() all}. It has every command that
 * neither administers the server nor stops it for others. Where notifications are on it may subscribe to those of its own keys
 * ({@code __keyspace@0__:<name>:*}) and to all by event ({@code __keyevent@0__:...}), which name other users' keys too.
 *
 * @param component the name of the Redis
 * @param name the name of the user
 * @param all whether it may use all keys and channels
 */
public record RedisClient(String component, String name, boolean all) implements Ask {

    private static final ImmutableSet<String> TAKEN =
            ImmutableSet.of("default", RedisFiles.FRONT, RedisFiles.CHECK, "passwords");

    public RedisClient {
        Names.label("component name", component);
        Names.label("user of Redis", name);
        if (TAKEN.contains(name)) {
            throw new IllegalArgumentException(
                    "user of Redis '" + name + "' must be none of " + TAKEN + ", which Redis has itself");
        }
    }

    /** A user that keeps to its own keys. */
    public static RedisClient of(String component, String name) {
        return new RedisClient(component, name, false);
    }

    /**
     * A copy that may use all keys and channels, and may list and flush them: for programs that cannot prefix their keys, best
     * alone on a Redis.
     */
    public RedisClient allKeys() {
        return new RedisClient(component, name, true);
    }

    /** Where the master is. */
    public ServiceRef master() {
        return Redis.master(component);
    }

    /** The Sentinels, for programs that ask them for the master; such programs reach the {@link #members} too. */
    public ServiceRef sentinels() {
        return Redis.sentinel(component);
    }

    /** Any of the members, for reading what may be a moment old. */
    public ServiceRef members() {
        return Redis.members(component);
    }

    /**
     * How it logs in, as a Secret {@code <component>-<name>} wherever it is used: {@code user}, {@code password} and {@code url}
     * ({@code redis://user:password@host:port/0}). All its Secrets have to have the same values. The Sentinels take user and
     * password as well.
     */
    public Credential credential() {
        return Credential.named(component + "-" + name)
                .fixed("user", name)
                .password("password", 32)
                .composed(
                        "url",
                        Value.of("redis://${user}:${password:url}@")
                                .then(master().address())
                                .then("/0"));
    }

    /** The rules of its ACL in Redis. */
    String rules(boolean notifications) {
        if (all) {
            return "~* &* +@all -@admin -@dangerous +info +keys +flushdb";
        }
        return "~" + name + ":* resetchannels &" + name + ":*"
                + (notifications ? " &__keyspace@0__:" + name + ":* &__keyevent@0__:*" : "")
                + " +@all -@admin -@dangerous +info";
    }

    /** For people: {@code user photos of redis}. */
    @Override
    public String toString() {
        return "user " + name + " of " + component;
    }
}
