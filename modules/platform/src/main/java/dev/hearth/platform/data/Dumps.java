package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.hours;
import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import java.time.Duration;
import java.util.Optional;

/**
 * When a database server is dumped, how many dumps are kept on a disk beside it, and where they are copied to.
 *
 * <pre>{@code
 * Dumps.daily().keep(14).storage(gib(20)).copy(minio.bucket("dumps").user("postgres"), Minio.SILO)
 * }</pre>
 *
 * @param schedule five fields of cron, in UTC
 * @param overdue how old the newest may be before an alert says so
 * @param keep how many are kept, at least 1
 * @param storage the size of their disk
 * @param copy where they go as well
 */
public record Dumps(String schedule, Duration overdue, int keep, Bytes storage, Optional<Copy> copy) {

    /** The keys that the credential of a copy has to have. */
    static final String ACCESS_KEY = BucketUser.ACCESS_KEY;

    static final String SECRET_KEY = BucketUser.SECRET_KEY;

    /**
     * A bucket to copy dumps to.
     *
     * @param bucket the bucket; the store makes it
     * @param keys who may write to it: {@code access-key} and {@code secret-key}
     * @param client an image with {@code mc}
     * @param ask what is asked of the store: the bucket, or the user with it
     */
    public record Copy(Bucket bucket, Credential keys, Image client, Ask ask) {

        public Copy {
            requireNonNull(bucket, "bucket");
            requireNonNull(ask, "ask");
            requireNonNull(client, "client");
            keys.entry(ACCESS_KEY);
            keys.entry(SECRET_KEY);
        }
    }

    public Dumps {
        requireNonNull(schedule, "schedule");
        requireNonNull(overdue, "overdue");
        requireNonNull(copy, "copy");
        if (keep < 1) {
            throw new IllegalArgumentException("at least 1 dump must be kept, but it was " + keep);
        }
        if (storage.value() == 0) {
            throw new IllegalArgumentException(
                    "the disk of the dumps must be larger than 0; write for example gib(10)");
        }
    }

    /** At 2:17 in the night, seven kept on a disk of 10 GiB. */
    public static Dumps daily() {
        return new Dumps("17 2 * * *", hours(36), 7, gib(10), Optional.empty());
    }

    /** A copy of that schedule, read in UTC, of which the newest dump should not be older than that. */
    public Dumps schedule(String cron, Duration longest) {
        return new Dumps(cron, longest, keep, storage, copy);
    }

    /** A copy that keeps so many. */
    public Dumps keep(int count) {
        return new Dumps(schedule, overdue, count, storage, copy);
    }

    /** A copy with a disk of that size. The claim of a server that runs already does not change with it. */
    public Dumps storage(Bytes size) {
        return new Dumps(schedule, overdue, keep, size, copy);
    }

    /**
     * A copy whose dumps go to a bucket as well. Nothing is ever deleted there; that is for the bucket's own lifecycle.
     *
     * @param keys a credential with the keys {@code access-key} and {@code secret-key}
     * @param client an image with {@code mc}, such as {@link Minio#SILO}
     */
    public Dumps copy(Bucket bucket, Credential keys, Image client) {
        return new Dumps(schedule, overdue, keep, storage, Optional.of(new Copy(bucket, keys, client, bucket)));
    }

    /**
     * A copy whose dumps go to a bucket as well, by a user that the store makes. What is old is for the bucket's own
     * {@linkplain BucketRules#expireAfter lifecycle}.
     *
     * @param client an image with {@code mc}, such as {@link Minio#SILO}
     */
    public Dumps copy(BucketUser user, Image client) {
        return new Dumps(
                schedule,
                overdue,
                keep,
                storage,
                Optional.of(new Copy(user.bucket(), user.credential(), client, user)));
    }
}
