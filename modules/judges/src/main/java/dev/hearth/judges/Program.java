package dev.hearth.judges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An installed program. By default a run takes at most a minute, in the folder of the test. */
public final class Program {

    private final String name;
    private final Path file;
    private final Path folder;
    private final Duration limit;

    private Program(String name, Path file, Path folder, Duration limit) {
        this.name = requireNonNull(name, "name");
        this.file = requireNonNull(file, "file");
        this.folder = requireNonNull(folder, "folder");
        this.limit = requireNonNull(limit, "limit");
    }

    static Program at(String name, Path file) {
        return new Program(name, file, Path.of("").toAbsolutePath(), Duration.ofMinutes(1));
    }

    /** The name it was asked for by. */
    public String name() {
        return name;
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** The same program, run in that folder. */
    public Program in(Path newFolder) {
        return new Program(name, file, newFolder, limit);
    }

    /** The same program, given that long for a run. */
    public Program within(Duration newLimit) {
        return new Program(name, file, folder, newLimit);
    }

    /** As {@link #run(List, byte[])}, with nothing on standard input. */
    public Outcome run(String... arguments) {
        return run(List.of(arguments), new byte[0]);
    }

    /**
     * Runs the program and waits for its end.
     *
     * @throws IllegalStateException if it takes longer than its limit; it is killed then
     * @throws UncheckedIOException if it cannot be started
     */
    public Outcome run(List<String> arguments, byte[] stdin) {
        List<String> command = new ArrayList<>();
        command.add(file.toString());
        command.addAll(arguments);
        try {
            // Files, not pipes: a program may fill one stream while nobody reads it.
            Path files = Files.createTempDirectory("judge");
            try {
                return run(command, files, stdin);
            } finally {
                Folders.delete(files);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private Outcome run(List<String> command, Path files, byte[] stdin) throws IOException {
        Path in = Files.write(files.resolve("stdin"), stdin);
        Path out = files.resolve("stdout");
        Path err = files.resolve("stderr");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(name + " is still running after " + limit + ": " + command);
            }
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ran", problem);
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), UTF_8);
    }

    @Override
    public String toString() {
        return name + " (" + file + ")";
    }
}
