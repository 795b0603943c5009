package dev.hearth.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The CustomResourceDefinitions in files of YAML, as text: the API server reads them itself, so that no other reader of
 * YAML stands between a definition and its judge. Only their names are looked for here.
 */
final class DefinitionFile {

    private static final Pattern SEPARATOR = Pattern.compile("(?m)^---(?:[ \\t].*)?$");
    private static final Pattern KIND = Pattern.compile("(?m)^kind: *[\"']?CustomResourceDefinition[\"']?\\s*$");
    private static final Pattern METADATA = Pattern.compile("(?m)^metadata:[ ]*\\R((?:(?: .*)?\\R)*)");
    private static final Pattern NAME = Pattern.compile("(?m)^ {2}name: *[\"']?([a-z0-9.-]+)[\"']?\\s*$");

    private DefinitionFile() {}

    /** By name; where two files define the same one, the one whose path sorts last. */
    static Map<String, String> readAll(Path folder) {
        try {
            return readAll(files(folder));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(file -> file.toString().endsWith(".yaml") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> readAll(List<Path> files) throws IOException {
        Map<String, String> definitions = new TreeMap<>();
        for (Path file : files) {
            for (String document : SEPARATOR.split(new String(Files.readAllBytes(file), UTF_8), -1)) {
                if (KIND.matcher(document).find()) {
                    definitions.put(name(document, file), document);
                }
            }
        }
        return definitions;
    }

    private static String name(String document, Path file) {
        Matcher metadata = METADATA.matcher(document + "\n");
        if (metadata.find()) {
            Matcher name = NAME.matcher(metadata.group(1));
            if (name.find()) {
                return name.group(1);
            }
        }
        throw new IllegalArgumentException(
                "a CustomResourceDefinition in " + file + " has no metadata.name indented by two spaces");
    }
}
