package dev.hearth.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.manifest.Document;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The objects, right by intent, that all others are made from: {@code seeds/*.yaml} on the class path. */
final class Seeds {

    private final Map<String, List<Mapping>> byKind;

    private Seeds(Map<String, List<Mapping>> byKind) {
        this.byKind = byKind;
    }

    static Seeds onClassPath() {
        try {
            URI here = java.util.Objects.requireNonNull(Seeds.class.getResource("/seeds"), "/seeds")
                    .toURI();
            return in(Path.of(here));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Seeds in(Path folder) {
        Map<String, List<Mapping>> byKind = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                for (Document document : Yaml.documents(
                        Files.readString(file, UTF_8), file.getFileName().toString())) {
                    Mapping object = document.mapping();
                    String kind = object.text("apiVersion").orElse("") + "/"
                            + object.text("kind").orElse("");
                    byKind.computeIfAbsent(kind, any -> new ArrayList<>()).add(object);
                }
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return new Seeds(byKind);
    }

    List<Mapping> of(Kind kind) {
        return byKind.getOrDefault(kind.toString(), List.of());
    }
}
