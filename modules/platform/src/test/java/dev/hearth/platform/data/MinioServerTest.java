package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.days;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Manifests;
import dev.hearth.judges.Judges;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rendered jobs of an object store, run against a real one. */
class MinioServerTest {

    private static final Minio MINIO = Minio.named("minio");

    /** Asks for a user. */
    record Gallery(BucketUser user) implements Component {

        @Override
        public ImmutableSet<Ask> asks() {
            return ImmutableSet.of(user);
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none();
        }
    }

    private static final SmallCluster CLUSTER = SmallCluster.of(
            MINIO.buckets("photos")
                    .rules("dumps", BucketRules.none().expireAfter(days(90)))
                    .rules("ledger", BucketRules.none().lockedFor(days(365)).oldVersionsFor(days(400))),
            new Gallery(MINIO.bucket("albums").user("gallery")));

    @TempDir
    private Path folder;

    private RunningMinio minio;

    @BeforeEach
    void start() throws IOException {
        Judges.require("minio");
        Judges.require("mc");
        minio = RunningMinio.start(CLUSTER, folder);
        minio.write("check/access-key", CLUSTER.secret("minio-check", "access-key"));
    }

    @AfterEach
    void stop() throws IOException {
        if (minio != null) {
            minio.close();
        }
    }

    @Test
    void users_get_in_with_the_newest_password_and_use_their_own_bucket_alone() throws Exception {
        minio.makeBuckets();
        minio.makeBuckets();
        minio.write("keys/users/gallery", "second-password-of-gallery");
        minio.makeBuckets();

        assertThat(minio.mc(
                                "user",
                                "alias",
                                "set",
                                "user",
                                minio.url().toString(),
                                "gallery",
                                "second-password-of-gallery",
                                "--api",
                                "S3v4")
                        .exitCode())
                .isZero();
        assertThat(minio.mc("user", "cp", folder.resolve("check/access-key").toString(), "user/albums/one")
                        .exitCode())
                .isZero();
        assertThat(minio.mc("user", "ls", "user").output()).contains("albums/").doesNotContain("photos", "check");
        assertThat(minio.mc("user", "cat", "user/photos/one").output()).contains("Insufficient permissions");
        assertThat(minio.mc("user", "mb", "user/more").output()).contains("Access Denied");
        assertThat(minio.mc("user", "admin", "info", "user").output()).contains("Access Denied");

        String old = CLUSTER.secret("minio-gallery", "secret-key");
        minio.mc("old", "alias", "set", "user", minio.url().toString(), "gallery", old, "--api", "S3v4");
        assertThat(minio.mc("old", "ls", "user/albums").exitCode()).isNotZero();
    }

    @Test
    void buckets_have_the_rules_they_were_given() throws Exception {
        minio.makeBuckets();
        minio.makeBuckets();

        assertThat(minio.mc("keys", "ilm", "rule", "ls", "store/dumps", "--json")
                        .output())
                .contains("\"Days\":90");
        assertThat(minio.mc("keys", "ilm", "rule", "ls", "store/ledger", "--json")
                        .output())
                .contains("\"NoncurrentDays\":400");
        assertThat(minio.mc("keys", "version", "info", "store/ledger").output()).contains("enabled");
        assertThat(minio.mc("keys", "retention", "info", "--default", "store/ledger")
                        .output())
                .contains("GOVERNANCE", "365");
        assertThat(minio.mc("keys", "version", "info", "store/photos").output()).contains("un-versioned");
    }

    @Test
    void an_object_comes_back_with_its_type_and_its_metadata() throws Exception {
        minio.makeBuckets();
        minio.write("check/secret-key", CLUSTER.secret("minio-check", "secret-key"));

        RunningMinio.Result result = minio.check();

        assertThat(result.output()).endsWith("PUT and GET keep content, Content-Type and x-amz-meta-*\n");
        assertThat(result.exitCode()).isZero();
        assertThat(minio.mc("check", "ls", "store/check").output()).isEmpty();
    }
}
