package dev.hearth.checks.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.SopsValues;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.manifest.YamlException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file, by the object of the tree that holds its text.
 *
 * @param path where a container sees it; the key, where none is asked for
 * @param source the ConfigMap, the Secret, or what becomes a Secret in the cluster
 * @param place the field of the source that holds the text
 * @param text what stands there
 */
public record HeldFile(String path, Manifest source, FieldPath place, String text) {

    private static final FieldPath DATA = FieldPath.of("data");

    /** Where an object has texts; what comes later has the last word. */
    private static final ImmutableList<FieldPath> TEXTS = ImmutableList.of(
            DATA,
            FieldPath.of("stringData"),
            FieldPath.of("spec", "template", "data"),
            FieldPath.of("spec", "target", "template", "data"));

    /** What will be replaced in the cluster, nobody knows here. */
    private static final String TEMPLATE = "{{";

    /** The files of a ConfigMap, a Secret, a SealedSecret or an ExternalSecret by their keys; none that is encrypted. */
    public static ImmutableList<HeldFile> of(Manifest holder) {
        Map<String, HeldFile> files = new TreeMap<>();
        for (FieldPath texts : TEXTS) {
            for (Field field : Field.of(holder).at(texts).fields()) {
                text(holder, texts, field)
                        .ifPresent(text ->
                                files.put(field.name(), new HeldFile(field.name(), holder, field.path(), text)));
            }
        }
        return ImmutableList.copyOf(files.values());
    }

    /**
     * The files of that ConfigMap or Secret, by whatever brings it; none that several bring, as the variants of one application in a
     * folder do, for nobody knows which of them is meant.
     */
    public static Stream<HeldFile> of(Identity object, Context context) {
        Map<String, List<HeldFile>> files = context.graph().bringers(object).stream()
                .flatMap(bringer -> of(bringer).stream())
                .collect(Collectors.groupingBy(HeldFile::path, TreeMap::new, Collectors.toList()));
        return files.values().stream().filter(same -> same.size() == 1).map(same -> same.get(0));
    }

    private static Optional<String> text(Manifest holder, FieldPath texts, Field field) {
        if (!field.empty() && field.node().filter(SopsValues::encrypted).isPresent()) {
            return Optional.empty();
        }
        return texts.equals(DATA) && holder.kind().equals("Secret")
                ? field.text().flatMap(HeldFile::decoded)
                : field.text();
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(new String(Base64.getMimeDecoder().decode(text), UTF_8));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** The same file, seen at that path. */
    HeldFile at(String other) {
        return new HeldFile(other, source, place, text);
    }

    /** The last part of its path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether nobody may be shown what stands there. */
    public boolean secret() {
        return !source.kind().equals("ConfigMap");
    }

    /** Whether all of it is known here, and nothing is filled in by the cluster. */
    public boolean whole() {
        return !secret() || !text.contains(TEMPLATE);
    }

    /** Whether those words are in it: much cheaper than to read it. */
    public boolean mentions(String... words) {
        return Stream.of(words).allMatch(text::contains);
    }

    /**
     * The first document; nothing where it is no YAML, of which another rule tells, or where a line only steers a template, for
     * what is between such lines may be left out or repeated.
     */
    public Optional<Mapping> yaml() {
        if (secret() && text.lines().anyMatch(line -> line.stripLeading().startsWith(TEMPLATE))) {
            return Optional.empty();
        }
        try {
            return Yaml.documents(text, "configuration").stream()
                    .map(document -> document.mapping())
                    .findFirst();
        } catch (YamlException unreadable) {
            return Optional.empty();
        }
    }

    /** A finding about the file, where its text stands. */
    public Finding error(String rule, String message, String hint) {
        return Finding.error(rule, source.identity(), message).at(place).hint(hint);
    }

    /** A finding about the file, where its text stands. */
    public Finding warning(String rule, String message, String hint) {
        return Finding.warning(rule, source.identity(), message).at(place).hint(hint);
    }
}
