package dev.hearth.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Collects the lines of a {@link SchemaFile}; what several minors say alike is one line. */
final class SchemaWriter {

    private static final Comparator<String> SOURCES_THEN_KINDS = Comparator.<String>comparingInt(
                    line -> line.startsWith("source") ? 0 : line.startsWith("kind") ? 1 : 2)
            .thenComparing(Comparator.naturalOrder());

    private final Map<String, TreeSet<Integer>> lines = new TreeMap<>(SOURCES_THEN_KINDS);

    /** The minor under which lines stand that are true of every version. */
    static final int EVERY = -1;

    void source(int minor, Source source) {
        line(minor, "source", source.name(), source.version(), source.origin(), source.license());
    }

    void kind(int minor, KindEntry kind) {
        line(
                minor,
                "kind",
                kind.group(),
                kind.version(),
                kind.kind(),
                kind.namespaced() ? "Namespaced" : "Cluster",
                kind.definition());
    }

    /** One version of a custom resource, true of every version of Kubernetes. */
    void custom(Definitions.Definition definition) {
        kind(EVERY, definition.entry());
        schema(EVERY, definition.entry().definition(), Compact.custom(definition.schema()));
    }

    void schema(int minor, String definition, Mapping schema) {
        line(minor, "schema", definition, Json.write(schema));
    }

    private void line(int minor, String... words) {
        for (String word : words) {
            if (word.indexOf('\t') >= 0 || word.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("'" + word + "' must hold no tab and no line end");
            }
        }
        lines.computeIfAbsent(String.join("\t", words), line -> new TreeSet<>()).add(minor);
    }

    /** The lines. */
    String text() {
        StringBuilder out = new StringBuilder(SchemaFile.HEADER).append('\n');
        lines.forEach((line, minors) -> {
            int tab = line.indexOf('\t');
            out.append(line, 0, tab + 1)
                    .append(words(minors))
                    .append(line, tab, line.length())
                    .append('\n');
        });
        return out.toString();
    }

    private static String words(Set<Integer> minors) {
        return minors.contains(EVERY)
                ? SchemaFile.ALL
                : minors.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** The file. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new Best(out)) {
            gzip.write(text().getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static final class Best extends GZIPOutputStream {

        Best(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
