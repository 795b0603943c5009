package dev.hearth.checks.alerting;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.manifest.YamlException;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file that a ConfigMap or a Secret holds, or what becomes a Secret.
 *
 * @param source the object
 * @param path where the text stands in it
 * @param root the text, read
 */
record ConfigText(Manifest source, FieldPath path, Mapping root) {

    private static final FieldPath ENCODED = FieldPath.of("data");

    /** Where an object has its texts: what is said in clear goes over what is encoded. */
    private static final ImmutableList<FieldPath> TEXTS = ImmutableList.of(
            FieldPath.of("stringData"),
            ENCODED,
            FieldPath.of("spec", "template", "data"),
            FieldPath.of("spec", "target", "template", "data"));

    /**
     * The file of that key of a ConfigMap, a Secret, a SealedSecret or an ExternalSecret; nothing where it is encrypted, made of
     * parts, or no YAML.
     */
    static Optional<ConfigText> of(Manifest source, String key) {
        return TEXTS.stream()
                .map(texts -> Field.of(source).at(texts).get(key))
                .filter(Field::present)
                .findFirst()
                .flatMap(field -> text(source, field)
                        .flatMap(ConfigText::parsed)
                        .map(root -> new ConfigText(source, field.path(), root)));
    }

    private static Optional<String> text(Manifest source, Field field) {
        boolean encoded =
                source.kind().equals("Secret") && field.parent().path().equals(ENCODED);
        return encoded ? field.text().flatMap(ConfigText::decoded) : field.text();
    }

    /** All files of a ConfigMap or a Secret that have those words in them. */
    static Stream<ConfigText> all(Manifest source, String... words) {
        return Stream.of(FieldPath.of("stringData"), ENCODED)
                .flatMap(texts -> Field.of(source).at(texts).fields().stream())
                .flatMap(field -> text(source, field)
                        .filter(text -> Stream.of(words).allMatch(text::contains))
                        .flatMap(ConfigText::parsed)
                        .map(root -> new ConfigText(source, field.path(), root))
                        .stream());
    }

    private static Optional<Mapping> parsed(String text) {
        // Lines that only steer a template may leave out, or repeat, what is between them.
        if (text.lines().anyMatch(line -> line.stripLeading().startsWith("{{"))) {
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

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(new String(Base64.getMimeDecoder().decode(text), UTF_8));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }
}
