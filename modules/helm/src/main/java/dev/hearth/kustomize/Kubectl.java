package dev.hearth.kustomize;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedMap;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code kubectl kustomize}, for Kustomize is a part of kubectl. It sees the given files and no other program. */
final class Kubectl implements Kustomizer {

    private static final int PATIENCE_SECONDS = 60;

    private final Path program;

    private Kubectl(Path program) {
        this.program = program;
    }

    static Kubectl at(Path program) {
        return new Kubectl(program.toAbsolutePath());
    }

    static Optional<Kubectl> find() {
        String programs = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Splitter.on(File.pathSeparatorChar)
                .omitEmptyStrings()
                .splitToStream(programs)
                .flatMap(folder -> Stream.of("kubectl", "kubectl.exe").map(Path.of(folder)::resolve))
                .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
                .map(Kubectl::at)
                .findFirst();
    }

    @Override
    public String build(ImmutableSortedMap<String, byte[]> files, String entry) {
        Path directory = null;
        try {
            directory = Files.createTempDirectory("hearth-base").toRealPath();
            return build(files, entry, directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(program + " could not be run", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KustomizeException("it was interrupted");
        } finally {
            if (directory != null) {
                delete(directory);
            }
        }
    }

    private String build(ImmutableSortedMap<String, byte[]> files, String entry, Path directory)
            throws IOException, InterruptedException {
        Path base = Files.createDirectories(directory.resolve("base"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = base.resolve(file.getKey()).normalize();
            if (!path.startsWith(base)) {
                throw new KustomizeException("its file " + file.getKey() + " leads out of the folder");
            }
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(), "kustomize", base.resolve(entry).toString())
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        // Neither git nor a plug-in is found, whatever a base asks for.
        builder.environment().keySet().removeIf(name -> !name.equalsIgnoreCase("SystemRoot"));
        builder.environment().put("HOME", directory.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new KustomizeException("it was not built after " + PATIENCE_SECONDS + " seconds");
        }
        if (process.exitValue() != 0) {
            throw new KustomizeException(Files.readString(errors, UTF_8)
                    .replace(base + "/", "")
                    .replace(base.toString(), "the folder")
                    .strip());
        }
        return Files.readString(output, UTF_8);
    }

    private static void delete(Path directory) {
        try (Stream<Path> below = Files.walk(directory)) {
            List<Path> all = below.sorted(Comparator.reverseOrder()).toList();
            for (Path path : all) {
                Files.delete(path);
            }
        } catch (IOException left) {
            throw new UncheckedIOException("the directory " + directory + " could not be deleted", left);
        }
    }
}
