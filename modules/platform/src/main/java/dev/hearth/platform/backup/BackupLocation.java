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
import dev.hearth.platform.data.ObjectStorage;
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
 * @param storage the bucket, whose Secret has the keys {@code access-key}, {@code secret-key} and {@code cloud}
 * @param prefix the folder in the bucket; empty for none
 * @param authority the certificate of the authority that signed the store's; empty where it is publicly trusted
 * @param checksums whether uploads carry a CRC32 in a header, which some stores refuse
 * @param readOnly whether nothing is written there
 * @param validation how often Velero looks whether it can be reached
 * @see <a href="https://github.com/velero-io/velero-plugin-for-aws/blob/main/backupstoragelocation.md">Backup storage location</a>
 */
public record BackupLocation(
        String name,
        ObjectStorage storage,
        String prefix,
        Optional<Credential.Key> authority,
        boolean checksums,
        boolean readOnly,
        Duration validation) {

    /** The key of its Secret that has the credentials in the form of AWS' file. */
    static final String FILE = "cloud";

    private static final String USER = "velero";

    public BackupLocation {
        Names.label("backup location", name);
        requireNonNull(prefix, "prefix");
        requireNonNull(authority, "authority");
        storage.credential().key(FILE);
        if (validation.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "backup location " + name + " must be looked at every second at most, but was " + validation);
        }
    }

    /**
     * A bucket of a store in the cluster, named after the store, used as the user {@code velero}, whom the store makes; it is no
     * backup of the store itself.
     */
    public static BackupLocation in(Bucket bucket) {
        return of(bucket.component(), ObjectStorage.in(bucket.user(USER)));
    }

    /** A bucket of a store outside; that of AWS, unless there is an {@link #endpoint}. */
    public static BackupLocation s3(String name, String bucket, String region) {
        return of(
                name,
                ObjectStorage.s3(bucket, region)
                        .credential(Credential.named("velero-" + name)
                                .asked("access-key", "the access key of bucket " + bucket)
                                .asked("secret-key", "the secret key of bucket " + bucket)));
    }

    private static BackupLocation of(String name, ObjectStorage storage) {
        return new BackupLocation(name, withFile(storage), "", Optional.empty(), true, false, Duration.ofMinutes(10));
    }

    private static ObjectStorage withFile(ObjectStorage storage) {
        return storage.credential(storage.credential()
                .composed(
                        FILE,
                        Value.of("[default]\naws_access_key_id=${access-key}\naws_secret_access_key=${secret-key}\n")));
    }

    private BackupLocation with(ObjectStorage other) {
        return new BackupLocation(name, other, prefix, authority, checksums, readOnly, validation);
    }

    /** A copy in that folder of the bucket. */
    public BackupLocation prefix(String folder) {
        return new BackupLocation(name, storage, folder, authority, checksums, readOnly, validation);
    }

    /**
     * A copy at the store of that URL.
     *
     * @throws IllegalArgumentException where it is a store in the cluster
     */
    public BackupLocation endpoint(String url) {
        return with(storage.endpoint(url));
    }

    /** A copy that has the bucket in the path, as most stores that are not AWS' want it. */
    public BackupLocation usingPathStyle() {
        return with(storage.usingPathStyle());
    }

    /** A copy whose store has a certificate of the authority whose own certificate is at that key, in PEM. */
    public BackupLocation authority(Credential.Key certificate) {
        return new BackupLocation(name, storage, prefix, Optional.of(certificate), checksums, readOnly, validation);
    }

    /** A copy with those keys: a Credential with {@code access-key} and {@code secret-key}. */
    public BackupLocation credential(Credential keys) {
        return with(withFile(storage.credential(keys)));
    }

    /** A copy for a store that refuses checksums in headers, such as those of Ceph and Backblaze. */
    public BackupLocation withoutChecksums() {
        return new BackupLocation(name, storage, prefix, authority, false, readOnly, validation);
    }

    /** A copy from which is restored, and to which nothing is written. */
    public BackupLocation forReading() {
        return new BackupLocation(name, storage, prefix, authority, checksums, true, validation);
    }

    /** A copy that is looked at that often; every ten minutes unless said otherwise. */
    public BackupLocation validation(Duration frequency) {
        return new BackupLocation(name, storage, prefix, authority, checksums, readOnly, frequency);
    }

    /** The name of the store, where it is in the cluster. */
    Optional<String> within() {
        return storage.user().map(BucketUser::component);
    }

    /** The store, where it is in the cluster. */
    Optional<ServiceRef> service() {
        return storage.service();
    }

    /** What is asked of the store, where it is in the cluster: the bucket, and its user unless other keys are given. */
    Optional<Ask> ask() {
        return storage.ask();
    }

    /** The store, where it is outside. */
    Optional<Peer> outside() {
        return storage.outside();
    }

    /** Where the store outside listens. */
    Port port() {
        return storage.port();
    }
}
