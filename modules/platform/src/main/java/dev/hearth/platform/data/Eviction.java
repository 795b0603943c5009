package dev.hearth.platform.data;

/**
 * What a Redis does when its memory is full.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/eviction/">Key eviction</a>
 */
public enum Eviction {
    /** It refuses to write: for data. */
    REFUSE_WRITES("noeviction"),
    /** The key that was used longest ago gives way: for a cache. */
    LEAST_RECENTLY_USED("allkeys-lru"),
    /** The key that is used least often gives way: for a cache with favourites. */
    LEAST_FREQUENTLY_USED("allkeys-lfu"),
    /** Of the keys with a time to live, the one that was used longest ago gives way. */
    LEAST_RECENTLY_USED_OF_EXPIRING("volatile-lru"),
    /** Of the keys with a time to live, the one that ends first gives way. */
    NEXT_TO_EXPIRE("volatile-ttl");

    private final String policy;

    Eviction(String policy) {
        this.policy = policy;
    }

    /** As Redis calls it. */
    String policy() {
        return policy;
    }
}
