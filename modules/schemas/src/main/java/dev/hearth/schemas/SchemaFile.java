package dev.hearth.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/**
 * Schemas of one origin as lines of text, compressed: what is read of it is only what is asked for. Versions of Kubernetes
 * share a file, where each line says of which minors it is true.
 *
 * <pre>
 * hearth-schemas 1
 * source MINORS NAME VERSION ORIGIN LICENSE
 * kind   MINORS GROUP VERSION KIND Namespaced|Cluster DEFINITION
 * schema MINORS DEFINITION JSON
 * </pre>
 *
 * with a tab between the words, minors as {@code 33,34} or {@code *}.
 */
final class SchemaFile {

    static final String HEADER = "hearth-schemas\t1";
    static final String ALL = "*";

    private static final Splitter TABS = Splitter.on('\t');
    private static final Splitter COMMAS = Splitter.on(',');

    private final ImmutableList<Source> sources;
    private final ImmutableMap<String, ImmutableMap<String, KindEntry>> kinds;
    private final Map<String, String> texts;
    private final Map<String, Structure> structures = new ConcurrentHashMap<>();

    private SchemaFile(
            ImmutableList<Source> sources,
            ImmutableMap<String, ImmutableMap<String, KindEntry>> kinds,
            Map<String, String> texts) {
        this.sources = sources;
        this.kinds = kinds;
        this.texts = texts;
    }

    /**
     * What a file says of one minor version.
     *
     * @param name the file's name in messages
     * @throws IllegalArgumentException where it is no such file
     */
    static SchemaFile read(byte[] compressed, int minor, String name) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return parse(new String(in.readAllBytes(), UTF_8), minor, name);
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " is no file of schemas: " + e.getMessage(), e);
        }
    }

    /** A file that the library brings. */
    static SchemaFile resource(String name, int minor) {
        return read(bytes(name), minor, name);
    }

    static byte[] bytes(String name) {
        try (InputStream in = SchemaFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the library lacks its file " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SchemaFile parse(String text, int minor, String name) {
        if (!text.startsWith(HEADER + "\n")) {
            throw new IllegalArgumentException(
                    name + " is no file of schemas that this version reads; its first line must be '" + HEADER + "'");
        }
        ImmutableList.Builder<Source> sources = ImmutableList.builder();
        Map<String, ImmutableMap.Builder<String, KindEntry>> kinds = new HashMap<>();
        Map<String, String> texts = new HashMap<>();
        for (int start = HEADER.length() + 1; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                throw new IllegalArgumentException(name + " is cut off; fetch it anew");
            }
            int word = text.indexOf('\t', start);
            int minors = text.indexOf('\t', word + 1);
            if (includes(text.substring(word + 1, minors), minor)) {
                String rest = text.substring(minors + 1, end);
                switch (text.substring(start, word)) {
                    case "source" -> sources.add(source(TABS.splitToList(rest)));
                    case "kind" -> put(kinds, kind(TABS.splitToList(rest)));
                    case "schema" -> {
                        int tab = rest.indexOf('\t');
                        texts.put(rest.substring(0, tab), rest.substring(tab + 1));
                    }
                    default ->
                        throw new IllegalArgumentException(name + " has a line that is not known: "
                                + text.substring(start, Math.min(end, start + 80)));
                }
            }
            start = end + 1;
        }
        ImmutableMap.Builder<String, ImmutableMap<String, KindEntry>> built = ImmutableMap.builder();
        kinds.forEach((apiVersion, entries) -> built.put(apiVersion, entries.buildKeepingLast()));
        return new SchemaFile(sources.build(), built.buildOrThrow(), texts);
    }

    private static boolean includes(String minors, int minor) {
        return minors.equals(ALL) || COMMAS.splitToStream(minors).anyMatch(Integer.toString(minor)::equals);
    }

    private static Source source(List<String> words) {
        return new Source(words.get(0), words.get(1), words.get(2), words.get(3));
    }

    private static KindEntry kind(List<String> words) {
        return new KindEntry(
                words.get(0), words.get(1), words.get(2), words.get(3).equals("Namespaced"), words.get(4));
    }

    private static void put(Map<String, ImmutableMap.Builder<String, KindEntry>> kinds, KindEntry entry) {
        kinds.computeIfAbsent(entry.apiVersion(), version -> ImmutableMap.builder())
                .put(entry.kind(), entry);
    }

    /** Where its schemas come from. */
    ImmutableList<Source> sources() {
        return sources;
    }

    /** The kinds by {@code apiVersion} and name. */
    ImmutableMap<String, ImmutableMap<String, KindEntry>> kinds() {
        return kinds;
    }

    /** That version of that kind. */
    Optional<KindEntry> kind(String apiVersion, String kind) {
        ImmutableMap<String, KindEntry> entries = kinds.get(apiVersion);
        return entries == null ? Optional.empty() : Optional.ofNullable(entries.get(kind));
    }

    /** The definition of that name. */
    Structure structure(String definition) {
        Structure known = structures.get(definition);
        return known == null ? structures.computeIfAbsent(definition, this::load) : known;
    }

    private Structure load(String definition) {
        return Structure.of(source(definition), this::structure);
    }

    /** The definition of that name as it is written. */
    Mapping source(String definition) {
        String text = texts.get(definition);
        if (text == null) {
            throw new IllegalArgumentException("the schemas refer to '" + definition + "', which is not there");
        }
        return (Mapping) Json.read(text, definition);
    }
}
