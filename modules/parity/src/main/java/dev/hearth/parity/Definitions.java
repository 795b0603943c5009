package dev.hearth.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The CustomResourceDefinitions of a folder; of two of the same name the one whose path sorts last, as the server has it. */
final class Definitions {

    private Definitions() {}

    static List<Manifest> in(Path folder) {
        Map<String, Manifest> byName = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(one -> one.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                for (Manifest object : Yaml.read(Files.readString(file, UTF_8), file.toString())) {
                    if (object.kind().equals("CustomResourceDefinition")) {
                        byName.put(object.name(), object);
                    }
                }
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return new ArrayList<>(byName.values());
    }
}
