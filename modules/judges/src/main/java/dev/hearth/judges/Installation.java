package dev.hearth.judges;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The folders programs are looked for in, in this order, and whether one that is missing is a failure. */
record Installation(List<Path> folders, boolean required) {

    Installation {
        folders = List.copyOf(folders);
    }

    static Installation from(Map<String, String> environment, String userHome) {
        List<Path> folders = new ArrayList<>();
        folders.add(cache(environment, userHome).resolve("bin"));
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!folder.isEmpty()) {
                folders.add(Path.of(folder));
            }
        }
        return new Installation(
                folders, environment.getOrDefault("HEARTH_JUDGES_REQUIRED", "").equals("true"));
    }

    private static Path cache(Map<String, String> environment, String userHome) {
        String own = environment.getOrDefault("HEARTH_JUDGES", "");
        if (!own.isEmpty()) {
            return Path.of(own).toAbsolutePath();
        }
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path parent = caches.isEmpty() ? Path.of(userHome, ".cache") : Path.of(caches);
        return parent.resolve("hearth").resolve("judges");
    }

    Optional<Program> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .map(file -> Program.at(name, file));
    }

    Program require(String name) {
        return find(name).orElseGet(() -> missing(name));
    }

    private Program missing(String name) {
        String message = name + " is not installed: run .ci/judges " + name;
        if (required) {
            throw new AssertionError(message + " (HEARTH_JUDGES_REQUIRED is true)");
        }
        return Assumptions.abort(message);
    }
}
