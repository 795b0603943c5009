package dev.hearth.platform.data;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import java.net.URI;
import java.util.Optional;

/**
 * Where a component keeps objects: a bucket of a store in the cluster, or of one outside.
 *
 * <pre>{@code
 * ObjectStorage.in(minio.bucket("loki-chunks").user("loki"))
 * ObjectStorage.s3("home-logs", "eu-central-1")
 * ObjectStorage.s3("home-logs", "us-east-1").endpoint("https://s3.example.org").usingPathStyle()
 * }</pre>
 *
 * @param bucket the name of the bucket
 * @param region the region, which the signature of requests holds
 * @param user who uses a bucket of a store in the cluster; empty where it is outside
 * @param endpoint the URL of the store outside; empty for that of AWS
 * @param pathStyle whether the bucket is part of the path and not of the host name
 * @param credential the Secret with the keys {@code access-key} and {@code secret-key}
 */
public record ObjectStorage(
        String bucket,
        String region,
        Optional<BucketUser> user,
        String endpoint,
        boolean pathStyle,
        Credential credential) {

    public ObjectStorage {
        new Bucket("outside", bucket);
        requireNonNull(user, "user");
        credential.key(BucketUser.ACCESS_KEY);
        credential.key(BucketUser.SECRET_KEY);
        if (region.isBlank()) {
            throw new IllegalArgumentException("bucket " + bucket
                    + " needs a region; where a store has none, the one it tells, such as us-east-1");
        }
        if (!endpoint.isEmpty()) {
            checkUrl(bucket, endpoint);
        }
    }

    private static void checkUrl(String bucket, String endpoint) {
        boolean right = endpoint.startsWith("https://") || endpoint.startsWith("http://");
        try {
            URI url = URI.create(endpoint);
            right &= url.getHost() != null && url.getPath().replace("/", "").isEmpty();
        } catch (IllegalArgumentException unreadable) {
            right = false;
        }
        if (!right) {
            throw new IllegalArgumentException("the endpoint of the store of bucket " + bucket
                    + " must be a URL without a path, such as https://s3.example.org, but was '" + endpoint + "'");
        }
    }

    /** A bucket of a store in the cluster, which the store makes, as it does its user. */
    public static ObjectStorage in(BucketUser user) {
        return new ObjectStorage(user.bucket().name(), "us-east-1", Optional.of(user), "", true, user.credential());
    }

    /** A bucket of a store outside, whose keys a person is asked for; that of AWS, unless there is an {@link #endpoint}. */
    public static ObjectStorage s3(String bucket, String region) {
        return new ObjectStorage(
                bucket,
                region,
                Optional.empty(),
                "",
                false,
                Credential.named("s3-" + new Bucket("outside", bucket).name())
                        .asked(BucketUser.ACCESS_KEY, "the access key of bucket " + bucket)
                        .asked(BucketUser.SECRET_KEY, "the secret key of bucket " + bucket));
    }

    /**
     * A copy at the store of that URL.
     *
     * @throws IllegalArgumentException where it is a store in the cluster
     */
    public ObjectStorage endpoint(String url) {
        if (user.isPresent()) {
            throw new IllegalArgumentException(
                    "bucket " + bucket + " is in the cluster, so its endpoint is that of the store");
        }
        return new ObjectStorage(bucket, region, user, url, pathStyle, credential);
    }

    /** A copy that has the bucket in the path, as most stores that are not AWS' want it. */
    public ObjectStorage usingPathStyle() {
        return new ObjectStorage(bucket, region, user, endpoint, true, credential);
    }

    /** A copy with those keys: a Credential with {@code access-key} and {@code secret-key}. */
    public ObjectStorage credential(Credential keys) {
        return new ObjectStorage(bucket, region, user, endpoint, pathStyle, keys);
    }

    /** What is asked of the store, where it is in the cluster: the bucket, and its user unless other keys are given. */
    public Optional<Ask> ask() {
        return user.map(own -> credential.name().equals(own.credential().name()) ? own : own.bucket());
    }

    /** The store, where it is in the cluster. */
    public Optional<ServiceRef> service() {
        return user.map(BucketUser::api);
    }

    /** The store, where it is outside. */
    public Optional<Peer> outside() {
        return user.isPresent() ? Optional.empty() : Optional.of(Peer.outside(host()));
    }

    /** Where the store outside listens. */
    public Port port() {
        int port = endpoint.isEmpty() ? -1 : URI.create(endpoint).getPort();
        return Port.https(port > 0 ? port : endpoint.startsWith("http://") ? 80 : 443);
    }

    /** {@code host:port} of the store, or its host alone where the port is the usual one; without a scheme. */
    public Value address() {
        return service().map(ServiceRef::address).orElseGet(() -> {
            int port = endpoint.isEmpty() ? -1 : URI.create(endpoint).getPort();
            return Value.of(port > 0 ? host() + ":" + port : host());
        });
    }

    /** Whether requests to the store go without TLS. */
    public boolean insecure() {
        return user.isPresent() || endpoint.startsWith("http://");
    }

    /** The key of its Secret with the access key. */
    public Credential.Key accessKey() {
        return credential.key(BucketUser.ACCESS_KEY);
    }

    /** The key of its Secret with the secret key. */
    public Credential.Key secretKey() {
        return credential.key(BucketUser.SECRET_KEY);
    }

    private String host() {
        return endpoint.isEmpty()
                ? "s3." + region + ".amazonaws.com"
                : URI.create(endpoint).getHost();
    }
}
