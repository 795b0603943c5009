package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.platform.SmallCluster.container;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Manifests;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Program;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

    private record Result(int exitCode, String output) {}

    private static final SmallCluster CLUSTER = SmallCluster.of(
            MINIO.buckets("photos")
                    .rules("dumps", BucketRules.none().expireAfter(days(90)))
                    .rules("ledger", BucketRules.none().lockedFor(days(365)).oldVersionsFor(days(400))),
            new Gallery(MINIO.bucket("albums").user("gallery")));

    @TempDir
    private Path folder;

    private Path mc;
    private String url;
    private Process server;

    @BeforeEach
    void start() throws IOException {
        Program minio = Judges.require("minio");
        mc = Judges.require("mc").file();
        int api = freePort();
        url = "http://127.0.0.1:" + api;
        ProcessBuilder builder = new ProcessBuilder(
                        minio.file().toString(),
                        "server",
                        folder.resolve("data").toString(),
                        "--address",
                        "127.0.0.1:" + api,
                        "--console-address",
                        "127.0.0.1:" + freePort())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "MINIO_ROOT_USER", "admin",
                        "MINIO_ROOT_PASSWORD", "root-password",
                        "MINIO_UPDATE", "off",
                        "HOME", folder.toString()));
        server = builder.start();
        write("keys/root/user", "admin");
        write("keys/root/password", "root-password");
        write("keys/users/check", "first-password-of-check");
        write("keys/users/gallery", "first-password-of-gallery");
        write("check/access-key", "check");
        for (var file :
                SmallCluster.data(CLUSTER.object("ConfigMap", "minio-buckets")).entrySet()) {
            write("files/" + file.getKey(), file.getValue());
        }
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void write(String file, String content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, content.getBytes(UTF_8));
    }

    private Result run(String config, String... command) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "URL",
                        url,
                        "KEYS",
                        folder.resolve(config).toString(),
                        "FILES",
                        folder.resolve("files").toString(),
                        "BUCKET",
                        "check",
                        "PATH",
                        mc.getParent() + ":" + System.getenv("PATH"),
                        "MC_CONFIG_DIR",
                        folder.resolve("mc-" + config).toString()));
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(2, TimeUnit.MINUTES))
                .as("the end of %s", List.of(command))
                .isTrue();
        return new Result(process.exitValue(), new String(Files.readAllBytes(output), UTF_8));
    }

    private void makeBuckets() throws Exception {
        Result result =
                run("keys", "/bin/sh", folder.resolve("files/buckets.sh").toString());
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private Result check() throws Exception {
        String script = container(CLUSTER.object("Job", "minio-check"))
                .sequence("args")
                .strings()
                .get(0);
        return run("check", "/bin/sh", "-c", script);
    }

    private Result mc(String config, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = mc.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return run(config, command);
    }

    @Test
    void users_get_in_with_the_newest_password_and_use_their_own_bucket_alone() throws Exception {
        makeBuckets();
        makeBuckets();
        write("keys/users/gallery", "second-password-of-gallery");
        makeBuckets();

        assertThat(mc("user", "alias", "set", "user", url, "gallery", "second-password-of-gallery", "--api", "S3v4")
                        .exitCode())
                .isZero();
        assertThat(mc("user", "cp", folder.resolve("check/access-key").toString(), "user/albums/one")
                        .exitCode())
                .isZero();
        assertThat(mc("user", "ls", "user").output()).contains("albums/").doesNotContain("photos", "check");
        assertThat(mc("user", "cat", "user/photos/one").output()).contains("Insufficient permissions");
        assertThat(mc("user", "mb", "user/more").output()).contains("Access Denied");
        assertThat(mc("user", "admin", "info", "user").output()).contains("Access Denied");

        mc("old", "alias", "set", "user", url, "gallery", "first-password-of-gallery", "--api", "S3v4");
        assertThat(mc("old", "ls", "user/albums").exitCode()).isNotZero();
    }

    @Test
    void buckets_have_the_rules_they_were_given() throws Exception {
        makeBuckets();
        makeBuckets();

        assertThat(mc("keys", "ilm", "rule", "ls", "store/dumps", "--json").output())
                .contains("\"Days\":90");
        assertThat(mc("keys", "ilm", "rule", "ls", "store/ledger", "--json").output())
                .contains("\"NoncurrentDays\":400");
        assertThat(mc("keys", "version", "info", "store/ledger").output()).contains("enabled");
        assertThat(mc("keys", "retention", "info", "--default", "store/ledger").output())
                .contains("GOVERNANCE", "365");
        assertThat(mc("keys", "version", "info", "store/photos").output()).contains("un-versioned");
    }

    @Test
    void an_object_comes_back_with_its_type_and_its_metadata() throws Exception {
        makeBuckets();
        write("check/secret-key", "first-password-of-check");

        Result result = check();

        assertThat(result.output()).endsWith("PUT and GET keep content, Content-Type and x-amz-meta-*\n");
        assertThat(result.exitCode()).isZero();
        assertThat(mc("check", "ls", "store/check").output()).isEmpty();
    }
}
