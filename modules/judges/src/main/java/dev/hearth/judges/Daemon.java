package dev.hearth.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs until it is closed. It does not outlive this Java process, however that ends: the shell around it
 * kills it when the pipe between them breaks.
 */
final class Daemon implements AutoCloseable {

    private static final String GUARD = "exec 3<&0; \"$@\" < /dev/null & child=$!; "
            + "(read -r word <&3; kill -9 $child 2> /dev/null) & wait $child";
    private static final int SHOWN_LINES = 12;

    private final String name;
    private final Process shell;
    private final Path log;

    private Daemon(String name, Process shell, Path log) {
        this.name = name;
        this.shell = shell;
        this.log = log;
    }

    static Daemon start(Program program, List<String> arguments, Path folder) throws IOException {
        Path log = folder.resolve(program.name() + ".log");
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", GUARD, program.name(), program.file().toString()));
        command.addAll(arguments);
        Process shell = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Daemon(program.name(), shell, log);
    }

    boolean running() {
        return shell.isAlive();
    }

    /** The last lines it wrote, to show when it fails. */
    String lastWords() {
        try {
            List<String> lines =
                    new String(Files.readAllBytes(log), UTF_8).lines().toList();
            return name + " said:\n  "
                    + String.join("\n  ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        } catch (IOException problem) {
            return name + " left no log: " + problem.getMessage();
        }
    }

    /** Kills it and waits until it is gone. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException ignored) {
            // The pipe is broken already, which is all that was wanted.
        }
        try {
            if (!shell.waitFor(10, TimeUnit.SECONDS)) {
                shell.descendants().forEach(ProcessHandle::destroyForcibly);
                shell.destroyForcibly();
            }
        } catch (InterruptedException problem) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Asks again and again until the answer is yes, the daemon dies or the time is over. */
    boolean await(int seconds, Question question) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (running() && System.nanoTime() < end) {
            try {
                if (question.ask()) {
                    return true;
                }
                Thread.sleep(20);
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            } catch (InterruptedException problem) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    /** Something that becomes true. */
    @FunctionalInterface
    interface Question {
        boolean ask() throws IOException, InterruptedException;
    }
}
