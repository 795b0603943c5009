package dev.hearth.platform.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server of this machine on the rendered files and scripts, with the paths and the port exchanged, and an
 * entrypoint that does what the image's does with them. It stops when this is closed, or Java ends however it does.
 */
final class RunningPostgres implements AutoCloseable {

    private static final String GUARD =
            "exec 3<&0; \"$@\" < /dev/null & child=$!; (read -r word <&3; kill -INT $child 2> /dev/null) & wait $child";

    private static final String ENTRYPOINT = """
            #!/bin/sh
            set -e
            if [ ! -s "$PGDATA/PG_VERSION" ]; then
              mkdir -p "$PGDATA"
              initdb --pgdata="$PGDATA" --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" $POSTGRES_INITDB_ARGS
            fi
            exec "$@"
            """;

    /** Nobody: PostgreSQL refuses to run as root. */
    private static final String USER = "65534";

    private final SmallCluster cluster;
    private final String name;
    private final Path folder;
    private final int port;
    private Optional<Process> guard = Optional.empty();

    private RunningPostgres(SmallCluster cluster, String name, Path folder, int port) {
        this.cluster = cluster;
        this.name = name;
        this.folder = folder;
        this.port = port;
    }

    /** Starts the server of that component, with that password of its superuser. */
    static RunningPostgres start(SmallCluster cluster, String name, Path folder, String password) {
        List.of("postgres", "initdb", "psql", "pg_isready", "pg_dump", "pg_dumpall", "pg_restore")
                .forEach(Judges::require);
        try {
            RunningPostgres server = new RunningPostgres(cluster, name, folder, freePort());
            server.prepare(password);
            server.start();
            return server;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void prepare(String password) throws IOException {
        for (String each : List.of("bin", "config", "jobs", "sockets", "superuser", "passwords", "backups", "data")) {
            Files.createDirectories(folder.resolve(each));
        }
        Path entrypoint = Files.writeString(folder.resolve("bin/docker-entrypoint.sh"), ENTRYPOINT);
        assertThat(entrypoint.toFile().setExecutable(true, false)).isTrue();
        for (var file : SmallCluster.data(cluster.object("ConfigMap", name)).entrySet()) {
            Files.writeString(folder.resolve("config").resolve(file.getKey()), here(file.getValue()));
        }
        for (var file :
                SmallCluster.data(cluster.object("ConfigMap", name + "-jobs")).entrySet()) {
            Files.writeString(folder.resolve("jobs").resolve(file.getKey()), file.getValue());
        }
        superuser(password);
        own();
    }

    private String here(String file) {
        return file.replace("listen_addresses = '*'", "listen_addresses = '127.0.0.1'")
                .replace("port = '5432'", "port = '" + port + "'")
                .replace("'/var/run/postgresql'", "'" + folder.resolve("sockets") + "'")
                .replace("'/etc/postgresql/", "'" + folder.resolve("config") + "/");
    }

    /** What the Secret of the superuser holds. */
    void superuser(String password) {
        write("superuser/password", password);
    }

    /** What the Secret of a role holds. */
    void password(String role, String password) {
        write("passwords/" + role, password);
    }

    private void write(String file, String content) {
        try {
            Files.writeString(folder.resolve(file), content);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static boolean root() {
        return System.getProperty("user.name", "").equals("root");
    }

    private void own() throws IOException {
        if (root()) {
            execute(new ProcessBuilder("chown", "-R", USER + ":" + USER, folder.toString()));
        }
    }

    private void start() throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "postgres"));
        command.addAll(asUser("/bin/sh", folder.resolve("config/start.sh").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().putAll(environment("StatefulSet", name));
        Process process = builder.start();
        guard = Optional.of(process);
        for (int i = 0; i < 300 && process.isAlive(); i++) {
            Outcome ready = Judges.require("pg_isready").run("-q", "-h", "127.0.0.1", "-p", Integer.toString(port));
            if (ready.exitCode() == 0) {
                return;
            }
            pause();
        }
        close();
        throw new AssertionError("postgres does not start:\n" + log());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> asUser(String... command) {
        List<String> whole = new ArrayList<>();
        if (root()) {
            whole.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        }
        // Without a terminal, as in a pod.
        whole.addAll(List.of("setsid", "--wait"));
        whole.addAll(List.of(command));
        return whole;
    }

    /** Stops it and starts it on what the files say now. */
    void restart() {
        close();
        try {
            own();
            start();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Runs a script of the pods, with the environment of that workload. */
    Outcome script(String kind, String workload, String file, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", folder.resolve(file).toString()));
        command.addAll(List.of(arguments));
        try {
            own();
            ProcessBuilder builder = new ProcessBuilder(asUser(command.toArray(new String[0])));
            builder.environment().putAll(environment(kind, workload));
            return execute(builder);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** What the pod has, with addresses and paths of this machine. */
    private Map<String, String> environment(String kind, String workload) throws IOException {
        Map<String, String> environment = new HashMap<>();
        Manifest object = cluster.object(kind, workload);
        Mapping spec =
                kind.equals("CronJob") ? object.spec().mapping("jobTemplate").mapping("spec") : object.spec();
        Mapping container = spec.mapping("template")
                .mapping("spec")
                .sequence("containers")
                .mappings()
                .get(0);
        container
                .sequence("env")
                .mappings()
                .forEach(variable -> variable.text("value")
                        .ifPresent(
                                value -> environment.put(variable.text("name").orElseThrow(), value)));
        Path programs = Judges.require("postgres").file().toRealPath().getParent();
        environment.put("PATH", folder.resolve("bin") + ":" + programs + ":/usr/bin:/bin");
        environment.put("CONFIG", folder.resolve("config").toString());
        environment.replace("PGDATA", folder.resolve("data/pgdata").toString());
        environment.replace(
                "POSTGRES_PASSWORD_FILE", folder.resolve("superuser/password").toString());
        environment.replace("SUPERUSER", folder.resolve("superuser").toString());
        environment.replace("PASSWORDS", folder.resolve("passwords").toString());
        environment.put("BACKUPS", folder.resolve("backups").toString());
        if (kind.equals("StatefulSet")) {
            // A person in the pod comes over the socket, as the system's user postgres.
            environment.putAll(Map.of("PGUSER", "postgres", "PGPASSWORD", read("superuser/password")));
        }
        environment.put("PGHOST", "127.0.0.1");
        environment.put("PGPORT", Integer.toString(port));
        return environment;
    }

    /** The result of a query, as that role with that password. */
    Outcome query(String role, String password, String database, String sql) {
        ProcessBuilder builder = new ProcessBuilder(
                Judges.require("psql").file().toString(),
                "--no-psqlrc",
                "--no-password",
                "--tuples-only",
                "--no-align",
                "--quiet",
                "--set=ON_ERROR_STOP=1",
                "--host=127.0.0.1",
                "--port=" + port,
                "--username=" + role,
                "--dbname=" + database,
                "--command=" + sql);
        builder.environment().put("PGPASSWORD", password);
        return execute(builder);
    }

    private Outcome execute(ProcessBuilder builder) {
        try {
            Path out = Files.createTempFile("postgres", "out");
            Path err = Files.createTempFile("postgres", "err");
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(builder.command() + " is still running");
            }
            Outcome outcome = new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return outcome;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(problem);
        }
    }

    /** The names of the dumps, the oldest first. */
    List<String> dumps() {
        String[] names = folder.resolve("backups").toFile().list();
        return names == null ? List.of() : List.of(names).stream().sorted().toList();
    }

    /** Puts a dump there that is as old as its name says. */
    void oldDump(String dump) {
        try {
            Files.createDirectories(folder.resolve("backups").resolve(dump));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private String read(String file) throws IOException {
        return new String(Files.readAllBytes(folder.resolve(file)), UTF_8);
    }

    /** All that the server has said. */
    String log() {
        try {
            return read("log");
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Stops it as Kubernetes does: fast, with a checkpoint. */
    @Override
    public void close() {
        guard.ifPresent(RunningPostgres::stop);
        guard = Optional.empty();
    }

    private static void stop(Process process) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException problem) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
