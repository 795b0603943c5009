package dev.hearth.platform.data;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.ServiceRef;

/**
 * A user of an object store that may use one bucket; the store makes both when a component
 * {@linkplain dev.hearth.dsl.Component#asks() asks} for it. Asked for with several buckets, a user may use them all.
 *
 * <pre>{@code
 * record Photos(BucketUser albums) implements Component {
 *   public ImmutableSet<Ask> asks() {
 *     return ImmutableSet.of(albums);
 *   }
 *   public Manifests manifests(ClusterView cluster) {
 *     return Manifests.of(web.mount(albums.credential(), "/run/secrets/s3").reaches(albums.bucket().api()));
 *   }
 * }
 * }</pre>
 *
 * @param bucket the bucket
 * @param name the name of the user, which is its access key; at least 3 characters
 * @param reading whether it reads only
 */
public record BucketUser(Bucket bucket, String name, boolean reading) implements Ask {

    /** The key of its Secret with its name. */
    static final String ACCESS_KEY = "access-key";

    /** The key of its Secret with its password. */
    static final String SECRET_KEY = "secret-key";

    // Policies that MinIO has itself; a user's policy has the user's name.
    private static final ImmutableSet<String> TAKEN =
            ImmutableSet.of("consoleadmin", "diagnostics", "readonly", "readwrite", "writeonly", Minio.ROOT);

    public BucketUser {
        requireNonNull(bucket, "bucket");
        Names.label("user of a bucket", name);
        if (name.length() < 3 || TAKEN.contains(name)) {
            throw new IllegalArgumentException("user '" + name + "' of " + bucket
                    + " must have at least 3 characters and be none of " + TAKEN + ", which MinIO has itself");
        }
    }

    /** A copy that may list and read, and write nothing. */
    public BucketUser readOnly() {
        return new BucketUser(bucket, name, true);
    }

    @Override
    public String component() {
        return bucket.component();
    }

    /** The S3 API of the store. */
    public ServiceRef api() {
        return bucket.api();
    }

    /**
     * How it logs in, as a Secret {@code <component>-<name>} wherever it is used: {@code access-key} and {@code secret-key}. All
     * its Secrets have to have the same values, because the store's job sets the password from the one beside it.
     */
    public Credential credential() {
        return Credential.named(component() + "-" + name)
                .fixed(ACCESS_KEY, name)
                .password(SECRET_KEY, 40);
    }

    /** For people: {@code user loki of bucket loki of minio}. */
    @Override
    public String toString() {
        return "user " + name + " of " + bucket;
    }
}
