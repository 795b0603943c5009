package dev.hearth.homelab;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hearth.judges.Judges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A program that runs beside the tests until it is closed, or Java ends however it does. */
final class Background implements AutoCloseable {

    private static final String GUARD =
            "exec 3<&0; \"$@\" < /dev/null & child=$!; (read -r word <&3; kill $child 2> /dev/null) & wait $child";

    /** The folder of the account comes in the place of the name of the shell. */
    private static final String MOUNTED = "set -eu; mkdir -p /var/run/secrets; mount -t tmpfs tmpfs /var/run/secrets;"
            + " mkdir /var/run/secrets/kubernetes.io; cp -R \"$0\" /var/run/secrets/kubernetes.io/serviceaccount;"
            + " exec \"$@\"";

    private final Process guard;
    private final Path log;

    private Background(Process guard, Path log) {
        this.guard = guard;
        this.log = log;
    }

    /** That judge with those arguments; what it says goes into a file of its name in the folder. */
    static Background start(
            String judge, Path folder, Map<String, String> environment, List<String> arguments, String... more)
            throws IOException {
        return start(List.of(), judge, folder, environment, arguments, more);
    }

    /**
     * The same for a program that only asks the API server out of a pod: it has mounts of its own, and the files of its account
     * where a pod has them.
     */
    static Background inAPod(
            RunningCluster cluster,
            String namespace,
            String account,
            String judge,
            List<String> arguments,
            String... more)
            throws IOException {
        Path files = cluster.account(namespace, account);
        URI address = cluster.address();
        return start(
                List.of("unshare", "--mount", "--map-root-user", "sh", "-c", MOUNTED, files.toString()),
                judge,
                cluster.folder(),
                Map.of(
                        "POD_NAMESPACE", namespace,
                        // Whoever runs the tests may have one of another cluster.
                        "KUBECONFIG", cluster.kubeconfig(namespace, account).toString(),
                        "KUBERNETES_SERVICE_HOST", address.getHost(),
                        "KUBERNETES_SERVICE_PORT", Integer.toString(address.getPort())),
                arguments,
                more);
    }

    /** Skips the test where no program may have mounts of its own. */
    static void requirePods(Path files) throws IOException, InterruptedException {
        assumeThat(podsArePossible(files)).as("mounts of its own, with unshare").isTrue();
    }

    private static boolean podsArePossible(Path files) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(
                            "unshare", "--mount", "--map-root-user", "sh", "-c", MOUNTED, files.toString(), "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static Background start(
            List<String> before,
            String judge,
            Path folder,
            Map<String, String> environment,
            List<String> arguments,
            String... more)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard"));
        command.addAll(before);
        command.add(Judges.require(judge).file().toString());
        command.addAll(arguments);
        command.addAll(List.of(more));
        Path log = folder.resolve(judge + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new Background(builder.start(), log);
    }

    /** Whether it becomes so within a minute, as long as the program runs. */
    boolean await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 600 && guard.isAlive(); i++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return false;
    }

    /** What it has said. */
    List<String> log() {
        try {
            return Files.readAllLines(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() throws IOException {
        guard.getOutputStream().close();
        try {
            if (!guard.waitFor(10, TimeUnit.SECONDS)) {
                guard.descendants().forEach(ProcessHandle::destroyForcibly);
                guard.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
