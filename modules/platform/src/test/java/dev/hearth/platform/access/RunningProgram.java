package dev.hearth.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that listens at a port of this machine until it is closed, or Java ends however it does. */
public final class RunningProgram implements AutoCloseable {

    private static final String GUARD =
            "exec 3<&0; \"$@\" < /dev/null & child=$!; (read -r word <&3; kill $child 2> /dev/null) & wait $child";

    private final Process guard;

    private RunningProgram(Process guard) {
        this.guard = guard;
    }

    /** That command, once it listens at that port; what it says goes into that file. */
    public static RunningProgram start(int port, Path log, Map<String, String> environment, List<String> command)
            throws IOException {
        List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard"));
        guarded.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(guarded).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        RunningProgram program = new RunningProgram(builder.start());
        program.await(port, log);
        return program;
    }

    private void await(int port, Path log) throws IOException {
        boolean open = false;
        try {
            for (int i = 0; i < 300 && guard.isAlive() && !open; i++) {
                TimeUnit.MILLISECONDS.sleep(100);
                open = opens(port);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!open) {
            close();
        }
        assertThat(open).as(() -> read(log)).isTrue();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private static boolean opens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException closed) {
            return false;
        }
    }

    /** A port of this machine where nobody listens. */
    public static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        guard.getOutputStream().close();
        try {
            if (!guard.waitFor(10, TimeUnit.SECONDS)) {
                guard.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
