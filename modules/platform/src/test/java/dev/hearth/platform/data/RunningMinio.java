package dev.hearth.platform.data;

import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.pod;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.RunningProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A MinIO at a port of this machine, for which the rendered jobs of a {@code minio} make what they make in the cluster. */
public final class RunningMinio implements AutoCloseable {

    /** How a program ended, and what it said. */
    public record Result(int exitCode, String output) {}

    private final SmallCluster cluster;
    private final Path folder;
    private final Path mc;
    private final URI url;
    private final RunningProgram server;

    private RunningMinio(SmallCluster cluster, Path folder, Path mc, URI url, RunningProgram server) {
        this.cluster = cluster;
        this.folder = folder;
        this.mc = mc;
        this.url = url;
        this.server = server;
    }

    /** An empty one, which keeps all that it has in that folder. */
    public static RunningMinio start(SmallCluster cluster, Path folder) throws IOException {
        Path program = Judges.require("minio").file();
        Path mc = Judges.require("mc").file();
        int port = RunningProgram.freePort();
        RunningProgram server = RunningProgram.start(
                port,
                folder.resolve("server.log"),
                Map.of(
                        "MINIO_ROOT_USER", cluster.secret("minio-root", "user"),
                        "MINIO_ROOT_PASSWORD", cluster.secret("minio-root", "password"),
                        "MINIO_UPDATE", "off",
                        "HOME", folder.toString()),
                List.of(
                        program.toString(),
                        "server",
                        folder.resolve("data").toString(),
                        "--address",
                        "127.0.0.1:" + port,
                        "--console-address",
                        "127.0.0.1:" + RunningProgram.freePort()));
        RunningMinio minio = new RunningMinio(cluster, folder, mc, URI.create("http://127.0.0.1:" + port), server);
        minio.mountJob();
        return minio;
    }

    /** What the pod of the job finds on its disk. */
    private void mountJob() throws IOException {
        Manifest job = cluster.object("Job", "minio-buckets");
        for (Mapping volume : pod(job).sequence("volumes").mappings()) {
            for (Mapping source :
                    volume.mapping("projected").sequence("sources").mappings()) {
                Mapping secret = source.mapping("secret");
                for (Mapping item : secret.sequence("items").mappings()) {
                    write(
                            "keys/" + item.text("path").orElseThrow(),
                            cluster.secret(
                                    secret.text("name").orElseThrow(),
                                    item.text("key").orElseThrow()));
                }
            }
        }
        for (var file :
                SmallCluster.data(cluster.object("ConfigMap", "minio-buckets")).entrySet()) {
            write("files/" + file.getKey(), file.getValue());
        }
    }

    /** Writes a file below the folder. */
    public Path write(String file, String content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.write(path, content.getBytes(UTF_8));
    }

    /** Where it answers. */
    public URI url() {
        return url;
    }

    /** Runs the job that makes buckets, users and policies. */
    public void makeBuckets() throws IOException, InterruptedException {
        Result result =
                run("keys", "/bin/sh", folder.resolve("files/buckets.sh").toString());
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    /** Runs the job that writes an object and reads it back, with what is below {@code check/} for its Secret. */
    public Result check() throws IOException, InterruptedException {
        String script = container(cluster.object("Job", "minio-check"))
                .sequence("args")
                .strings()
                .get(0);
        return run("check", "/bin/sh", "-c", script);
    }

    /** Runs its client with the places that one of the jobs, or who else has a configuration of that name, knows. */
    public Result mc(String configuration, String... arguments) throws IOException, InterruptedException {
        return run(
                configuration,
                Stream.concat(Stream.of(mc.toString()), Stream.of(arguments)).toArray(String[]::new));
    }

    private Result run(String configuration, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "URL",
                        url.toString(),
                        "KEYS",
                        folder.resolve(configuration).toString(),
                        "FILES",
                        folder.resolve("files").toString(),
                        "BUCKET",
                        "check",
                        "PATH",
                        mc.getParent() + ":" + System.getenv("PATH"),
                        "MC_CONFIG_DIR",
                        folder.resolve("mc-" + configuration).toString()));
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(2, TimeUnit.MINUTES))
                .as("the end of %s", List.of(command))
                .isTrue();
        return new Result(process.exitValue(), new String(Files.readAllBytes(output), UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
