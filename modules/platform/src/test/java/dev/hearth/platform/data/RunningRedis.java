package dev.hearth.platform.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Program;
import dev.hearth.manifest.Manifest;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The members, Sentinels and front of a rendered Redis as processes of this machine. Each member has an address of the loopback
 * network and all have the same ports, so that only addresses, ports and paths of the rendered files are exchanged; and a
 * master is given up after one and a half seconds, so that nobody waits.
 */
final class RunningRedis implements AutoCloseable {

    static final int MEMBERS = 3;

    private static final String DOMAIN = "redis-headless.redis.svc.cluster.local";
    private static final String FRONT = "127.0.91.20";

    private final Path folder;
    private final SmallCluster cluster;
    private final Map<String, Program> programs;
    private final Map<String, Process> running = new HashMap<>();
    private final int port;
    private final int sentinelPort;
    private final int statePort;

    RunningRedis(Path folder, SmallCluster cluster) {
        this.folder = folder;
        this.cluster = cluster;
        this.programs = List.of("redis-server", "redis-cli", "haproxy").stream()
                .collect(Collectors.toMap(name -> name, Judges::require));
        this.port = freePort();
        this.sentinelPort = freePort();
        this.statePort = freePort();
    }

    void start() {
        for (int member = 0; member < MEMBERS; member++) {
            write(member);
            startRedis(member);
            startSentinel(member);
        }
        writeFile(folder.resolve("haproxy.cfg"), located(frontFile(cluster), ""));
        start(
                "front",
                List.of(
                        program("haproxy"),
                        "-db",
                        "-f",
                        folder.resolve("haproxy.cfg").toString()),
                Map.of("FRONT_PASSWORD", password("front")));
    }

    static String frontFile(SmallCluster cluster) {
        return Optional.ofNullable(SmallCluster.data(cluster.object("ConfigMap", "redis-master"))
                        .get("haproxy.cfg"))
                .orElseThrow();
    }

    private void write(int member) {
        Path home = home(member);
        Manifest config = cluster.object("ConfigMap", "redis");
        SmallCluster.data(config).forEach((name, text) -> {
            String bind = name.endsWith(".conf") ? "bind " + address(member) + "\n" : "";
            writeFile(home.resolve("etc").resolve(name), bind + located(text, home.toString()));
        });
        List.of("password", "sentinel", "users/front", "users/hearth-check", "users/photos", "users/admin")
                .forEach(secret -> writeFile(
                        home.resolve("secrets").resolve(secret),
                        password(Path.of(secret).getFileName().toString())));
        try {
            Files.createDirectories(home.resolve("data"));
            Files.createDirectories(home.resolve("tmp"));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    static String password(String name) {
        return "the-password-of-" + name;
    }

    private String located(String text, String home) {
        String here = text.replace("$POD." + DOMAIN, "$ADDRESS").replace("127.0.0.1", "$ADDRESS");
        for (int member = 0; member < MEMBERS; member++) {
            here = here.replace("redis-" + member + "." + DOMAIN, address(member));
        }
        return here.replace("26379", "@sentinel@")
                .replace("6379", Integer.toString(port))
                .replace("@sentinel@", Integer.toString(sentinelPort))
                .replace("bind *:8404", "bind " + FRONT + ":" + statePort)
                .replace("bind *:", "bind " + FRONT + ":")
                .replace("dir /tmp", "dir " + home + "/tmp")
                .replace("down-after-milliseconds redis 5000", "down-after-milliseconds redis 1500")
                .replace("/etc/redis", home + "/etc")
                .replace("/run/secrets/redis", home + "/secrets")
                .replace("/data", home + "/data");
    }

    static String address(int member) {
        return "127.0.91." + (10 + member);
    }

    private Path home(int member) {
        return folder.resolve("member-" + member);
    }

    void startRedis(int member) {
        start("redis-" + member, script(member, "start-redis.sh"), environment(member));
    }

    void startSentinel(int member) {
        start("sentinel-" + member, script(member, "start-sentinel.sh"), environment(member));
    }

    private List<String> script(int member, String name) {
        return List.of("/bin/sh", home(member).resolve("etc").resolve(name).toString());
    }

    private Map<String, String> environment(int member) {
        return Map.of("POD", "redis-" + member, "ADDRESS", address(member));
    }

    /** The end of a script of a member. */
    int run(int member, String script) {
        return ended("script", script(member, script), environment(member));
    }

    /** The end of a shell command that finds Redis as the job does. */
    int runCheck(String command, String user) {
        return ended(
                "check",
                List.of("/bin/sh", "-c", command),
                Map.of(
                        "HOST",
                        FRONT,
                        "PORT",
                        Integer.toString(port),
                        "REDISCLI_USER",
                        user,
                        "REDISCLI_AUTH",
                        password(user)));
    }

    private int ended(String name, List<String> command, Map<String, String> environment) {
        Process process = start(name, command, environment);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(name + " does not end:\n" + log(name));
            }
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(problem);
        }
        return process.exitValue();
    }

    private Process start(String name, List<String> command, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve(name + ".log").toFile()));
            String found = programs.values().stream()
                    .map(program -> program.file().resolveSibling("").toString())
                    .distinct()
                    .collect(Collectors.joining(":"));
            builder.environment().merge("PATH", found, (path, more) -> more + ":" + path);
            builder.environment().putAll(environment);
            Process process = builder.start();
            running.put(name, process);
            return process;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private String program(String name) {
        return Optional.ofNullable(programs.get(name)).orElseThrow().file().toString();
    }

    /** Ends a process as a power cut does. */
    void kill(String name) {
        Process process = Optional.ofNullable(running.remove(name)).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** The status and the text that the front answers at that path. */
    String state(String path) {
        try (Socket socket = new Socket(FRONT, statePort)) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** What everybody uses. */
    RedisConnection throughFront(String user) {
        return RedisConnection.open(FRONT, port, user, password(user));
    }

    RedisConnection member(int member) {
        return RedisConnection.open(address(member), port, "default", password("password"));
    }

    RedisConnection sentinel(int member, String user) {
        return RedisConnection.open(
                address(member), sentinelPort, user, password(user.equals("default") ? "sentinel" : user));
    }

    String replication(int member) {
        if (!running.containsKey("redis-" + member)) {
            return "";
        }
        try (RedisConnection connection = member(member)) {
            return connection.ask("INFO", "replication");
        } catch (UncheckedIOException problem) {
            return "";
        }
    }

    /** The only member that is master, where there is one. */
    Optional<Integer> master() {
        List<Integer> masters = IntStream.range(0, MEMBERS)
                .filter(member -> replication(member).contains("role:master"))
                .boxed()
                .toList();
        return masters.size() == 1 ? Optional.of(masters.get(0)) : Optional.empty();
    }

    /** Waits until there is one master, the others follow it, every Sentinel knows them and the front leads there. */
    int awaitCalm() {
        await(
                "calm",
                () -> master().filter(master -> IntStream.range(0, MEMBERS)
                                .allMatch(member ->
                                        member == master || replication(member).contains("master_link_status:up")))
                        .filter(master -> IntStream.range(0, MEMBERS).allMatch(member -> knows(member, master)))
                        .filter(master -> serves("photos"))
                        .isPresent());
        return master().orElseThrow();
    }

    private boolean knows(int sentinel, int master) {
        try (RedisConnection connection = sentinel(sentinel, "default")) {
            String known = connection.ask("SENTINEL", "master", "redis").replace('\n', ' ');
            return known.contains(" ip " + address(master) + " ")
                    && known.contains(" flags master ")
                    && known.contains(" num-slaves 2 ")
                    && known.contains(" num-other-sentinels 2 ");
        } catch (UncheckedIOException problem) {
            return false;
        }
    }

    private boolean serves(String user) {
        try (RedisConnection connection = throughFront(user)) {
            return connection.ask("SET", user + ":calm", "yes").equals("OK");
        } catch (UncheckedIOException problem) {
            return false;
        }
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no " + what + " in time:\n"
                        + log("front")
                        + IntStream.range(0, MEMBERS)
                                .mapToObj(member -> log("redis-" + member) + log("sentinel-" + member))
                                .collect(Collectors.joining()));
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException problem) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(problem);
            }
        }
    }

    String log(String name) {
        try {
            return "--- " + name + "\n" + Files.readString(folder.resolve(name + ".log"));
        } catch (IOException problem) {
            return "--- " + name + ": no log\n";
        }
    }

    private static void writeFile(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(UTF_8));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            return socket.getLocalPort();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    @Override
    public void close() {
        List<Process> all = new ArrayList<>(running.values());
        running.clear();
        all.forEach(Process::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }
}
