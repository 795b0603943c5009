package dev.hearth.platform.backup;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.platform.data.Bucket;
import dev.hearth.platform.data.BucketUser;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A bucket in which Velero keeps backups: of a store in the cluster, or of one outside.
 *
 * <pre>{@code
 * BackupLocation.in(minio.bucket("velero"))
 * BackupLocation.s3("offsite", "home-backups", "eu-central-1").endpoint("https://s3.example.org").usingPathStyle()
 * }</pre>
 *
 * @param name the name of the BackupStorageLocation
 * @param bucket the bucket
 * @param prefix the folder in the bucket; empty for none
 * @param region the region, which the signature of requests holds
 * @param within the bucket of a store in the cluster; empty where it is outside
 * @param endpoint the URL of the store outside; empty for that of AWS
 * @param pathStyle whether the bucket is part of the path and not of the host name
 * @param authority the certificate of the authority that signed the store's; empty where it is publicly trusted
 * @param credential the Secret with the keys {@code access-key}, {@code secret-key} and {@code cloud}
 * @param checksums whether uploads carry a CRC32 in a header, which some stores refuse
 * @param readOnly whether nothing is written there
 * @param validation how often Velero looks whether it can be reached
 * @see <a href="https://github.com/velero-io/velero-plugin-for-aws/blob/main/backupstoragelocation.md">Backup storage location</a>
 */
public record BackupLocation(
        String name,
        String bucket,
        String prefix,
        String region,
        Optional<Bucket> within,
        String endpoint,
        boolean pathStyle,
        Optional<Credential.Key> authority,
        Credential credential,
        boolean checksums,
        boolean readOnly,
        Duration validation) {

    /** The key of its Secret that has the credentials in the form of AWS' file. */
    static final String FILE = "cloud";

    private static final String USER = "velero";

    public BackupLocation {
        Names.label("backup location", name);
        new Bucket(name, bucket);
        requireNonNull(prefix, "prefix");
        requireNonNull(within, "within");
        requireNonNull(authority, "authority");
        credential.key(FILE);
        if (region.isBlank()) {
            throw new IllegalArgumentException("backup location " + name + " needs a region, for stores without"
                    + " regions the one they tell, such as us-east-1");
        }
        if (!endpoint.isEmpty()) {
            checkUrl(name, endpoint);
        }
        if (validation.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "backup location " + name + " must be looked at every second at most, but was " + validation);
        }
    }

    private static void checkUrl(String name, String endpoint) {
        boolean right = endpoint.startsWith("https://") || endpoint.startsWith("http://");
        try {
            right &= URI.create(endpoint).getHost() != null;
        } catch (IllegalArgumentException unreadable) {
            right = false;
        }
        if (!right) {
            throw new IllegalArgumentException("the endpoint of backup location " + name
                    + " must be a URL such as https://s3.example.org, but was '" + endpoint + "'");
        }
    }

    /**
     * A bucket of a store in the cluster, named after the store, used as the user {@code velero}, whom the store makes; it is no
     * backup of the store itself.
     */
    public static BackupLocation in(Bucket bucket) {
        return of(
                bucket.component(),
                bucket.name(),
                "us-east-1",
                Optional.of(bucket),
                bucket.user(USER).credential());
    }

    /** A bucket of a store outside; that of AWS, unless there is an {@link #endpoint}. */
    public static BackupLocation s3(String name, String bucket, String region) {
        return of(
                name,
                bucket,
                region,
                Optional.empty(),
                Credential.named("velero-" + name)
                        .asked("access-key", "the access key of bucket " + bucket)
                        .asked("secret-key", "the secret key of bucket " + bucket));
    }

    private static BackupLocation of(
            String name, String bucket, String region, Optional<Bucket> within, Credential keys) {
        return new BackupLocation(
                name,
                bucket,
                "",
                region,
                within,
                "",
                within.isPresent(),
                Optional.empty(),
                withFile(keys),
                true,
                false,
                Duration.ofMinutes(10));
    }

    private static Credential withFile(Credential keys) {
        return keys.composed(
                FILE, Value.of("[default]\naws_access_key_id=${access-key}\naws_secret_access_key=${secret-key}\n"));
    }

    /** A copy in that folder of the bucket. */
    public BackupLocation prefix(String folder) {
        return new BackupLocation(
                name,
                bucket,
                folder,
                region,
                within,
                endpoint,
                pathStyle,
                authority,
                credential,
                checksums,
                readOnly,
                validation);
    }

    /** A copy at the store of that URL. */
    public BackupLocation endpoint(String url) {
        if (within.isPresent()) {
            throw new IllegalArgumentException(
                    "backup location " + name + " is in the cluster, so its endpoint is that of the store");
        }
        return new BackupLocation(
                name,
                bucket,
                prefix,
                region,
                within,
                url,
                pathStyle,
                authority,
                credential,
                checksums,
                readOnly,
                validation);
    }

    /** A copy that has the bucket in the path, as most stores that are not AWS' want it. */
    public BackupLocation usingPathStyle() {
        return new BackupLocation(
                name,
                bucket,
                prefix,
                region,
                within,
                endpoint,
                true,
                authority,
                credential,
                checksums,
                readOnly,
                validation);
    }

    /** A copy whose store has a certificate of the authority whose own certificate is at that key, in PEM. */
    public BackupLocation authority(Credential.Key certificate) {
        return new BackupLocation(
                name,
                bucket,
                prefix,
                region,
                within,
                endpoint,
                pathStyle,
                Optional.of(certificate),
                credential,
                checksums,
                readOnly,
                validation);
    }

    /** A copy with those keys: a Credential with {@code access-key} and {@code secret-key}. */
    public BackupLocation credential(Credential keys) {
        return new BackupLocation(
                name,
                bucket,
                prefix,
                region,
                within,
                endpoint,
                pathStyle,
                authority,
                withFile(keys),
                checksums,
                readOnly,
                validation);
    }

    /** A copy for a store that refuses checksums in headers, such as those of Ceph and Backblaze. */
    public BackupLocation withoutChecksums() {
        return new BackupLocation(
                name,
                bucket,
                prefix,
                region,
                within,
                endpoint,
                pathStyle,
                authority,
                credential,
                false,
                readOnly,
                validation);
    }

    /** A copy from which is restored, and to which nothing is written. */
    public BackupLocation forReading() {
        return new BackupLocation(
                name,
                bucket,
                prefix,
                region,
                within,
                endpoint,
                pathStyle,
                authority,
                credential,
                checksums,
                true,
                validation);
    }

    /** A copy that is looked at that often; every ten minutes unless said otherwise. */
    public BackupLocation validation(Duration frequency) {
        return new BackupLocation(
                name,
                bucket,
                prefix,
                region,
                within,
                endpoint,
                pathStyle,
                authority,
                credential,
                checksums,
                readOnly,
                frequency);
    }

    /** The store, where it is in the cluster. */
    Optional<ServiceRef> service() {
        return within.map(Bucket::api);
    }

    /** What is asked of the store, where it is in the cluster: the bucket, and its user unless other keys are given. */
    Optional<Ask> ask() {
        return within.map(own -> {
            BucketUser user = own.user(USER);
            return credential.name().equals(user.credential().name()) ? user : own;
        });
    }

    /** The store, where it is outside. */
    Optional<Peer> outside() {
        return within.isPresent() ? Optional.empty() : Optional.of(Peer.outside(host()));
    }

    private String host() {
        return endpoint.isEmpty()
                ? "s3." + region + ".amazonaws.com"
                : URI.create(endpoint).getHost();
    }

    /** Where the store outside listens. */
    Port port() {
        int port = endpoint.isEmpty() ? -1 : URI.create(endpoint).getPort();
        return Port.https(port > 0 ? port : endpoint.startsWith("http://") ? 80 : 443);
    }
}
