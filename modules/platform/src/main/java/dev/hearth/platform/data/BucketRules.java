package dev.hearth.platform.data;

import java.time.Duration;
import java.util.Optional;

/**
 * What an object store does by itself with what is in a bucket.
 *
 * <pre>{@code
 * minio.rules("dumps", BucketRules.none().expireAfter(days(90)))
 * minio.rules("photos", BucketRules.none().versioned().oldVersionsFor(days(30)))
 * }</pre>
 *
 * <p>What is expired or locked is the store's word of whole days. The job makes it so after each sync; a rule that is not said any
 * more stays until somebody takes it away.
 *
 * @param versions whether what is overwritten or deleted is kept as an old version
 * @param expiry when an object is deleted; empty for never
 * @param oldVersions when an old version is deleted; empty for never
 * @param lock for how long nobody deletes a version without a special right; empty for not at all
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html">Lifecycle</a>
 */
public record BucketRules(
        boolean versions, Optional<Duration> expiry, Optional<Duration> oldVersions, Optional<Duration> lock) {

    public BucketRules {
        expiry.ifPresent(time -> days("expiry", time));
        oldVersions.ifPresent(time -> days("time of old versions", time));
        lock.ifPresent(time -> days("lock", time));
        if (!versions && (oldVersions.isPresent() || lock.isPresent())) {
            throw new IllegalArgumentException("a bucket has old versions and locks only where it is versioned()");
        }
    }

    private static void days(String what, Duration time) {
        if (time.toDays() < 1 || !time.equals(Duration.ofDays(time.toDays()))) {
            throw new IllegalArgumentException("the " + what + " of a bucket must be whole days, but was " + time);
        }
    }

    /** Nothing: what is in the bucket stays as it is. */
    public static BucketRules none() {
        return new BucketRules(false, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A copy that keeps what is overwritten or deleted as an old version. */
    public BucketRules versioned() {
        return new BucketRules(true, expiry, oldVersions, lock);
    }

    /** A copy that deletes objects of that age. */
    public BucketRules expireAfter(Duration age) {
        return new BucketRules(versions, Optional.of(age), oldVersions, lock);
    }

    /** A copy that deletes versions that have been old for so long. */
    public BucketRules oldVersionsFor(Duration time) {
        return new BucketRules(versions, expiry, Optional.of(time), lock);
    }

    /**
     * A copy whose versions nobody deletes for so long but who may bypass governance. It must be said before the bucket is made; a
     * bucket that is there already cannot be locked, and the job says so.
     */
    public BucketRules lockedFor(Duration time) {
        return new BucketRules(true, expiry, oldVersions, Optional.of(time));
    }
}
