package dev.hearth.helm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.manifest.Document;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.manifest.YamlException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a chart, such that rendering gives all that the chart makes: {@code helm template} in process gives neither hooks
 * nor the definitions in {@code crds}.
 */
final class ChartFiles {

    /** Helm takes an object with its annotation out of what it renders; under another name it stays. */
    private static final String HOOK = "helm.sh/hook";

    private static final String HELD = "hearth.dev/helm-hook";

    private static final String DEFINITIONS = "templates/hearth-definitions.yaml";
    private static final Pattern DEFINITION = Pattern.compile("((?:charts/[^/]+/)*)(crds/.+\\.(?:yaml|yml|json))");
    private static final Pattern TEMPLATE = Pattern.compile("(?:charts/[^/]+/)*templates/.+");
    private static final Pattern CLOCK =
            Pattern.compile("\\{\\{(?:(?!}}).)*(?<![.\\w\"$])now(?![\\w\"-])(?:(?!}}).)*}}", Pattern.DOTALL);
    private static final Pattern ASKED =
            Pattern.compile("\\.APIVersions\\.Has\\s+[\"`]([a-z0-9.-]+\\.[a-z0-9-]+/[A-Za-z0-9]+(?:/[A-Za-z]+)?)[\"`]");

    private final ImmutableSortedMap<String, byte[]> original;

    private ChartFiles(ImmutableSortedMap<String, byte[]> original) {
        this.original = original;
    }

    /**
     * Those in the archive.
     *
     * @throws ChartException where it is no archive of a chart
     */
    static ChartFiles of(byte[] archive) {
        return new ChartFiles(Archive.read(archive));
    }

    /**
     * What {@code Chart.yaml} says, such as {@code name} and {@code version}.
     *
     * @throws ChartException where it says nothing
     */
    Mapping chart() {
        try {
            return Yaml.documents(text("Chart.yaml"), "Chart.yaml").stream()
                    .findFirst()
                    .map(Document::mapping)
                    .orElse(Mapping.empty());
        } catch (YamlException broken) {
            throw new ChartException("its Chart.yaml is no YAML: " + broken.getMessage());
        }
    }

    /** The templates that ask for the time, so that the tree might be another one tomorrow. */
    ImmutableList<String> clocks() {
        return original.keySet().stream()
                .filter(file -> TEMPLATE.matcher(file).matches() && !file.endsWith("NOTES.txt"))
                .filter(file -> CLOCK.matcher(text(file)).find())
                .collect(ImmutableList.toImmutableList());
    }

    /** The API versions of custom resources that templates ask the cluster for, such as {@code monitoring.coreos.com/v1}. */
    ImmutableList<String> asked() {
        TreeSet<String> found = new TreeSet<>();
        original.keySet().stream()
                .filter(file -> TEMPLATE.matcher(file).matches())
                .forEach(file -> {
                    Matcher asked = ASKED.matcher(text(file));
                    while (asked.find()) {
                        found.add(asked.group(1));
                    }
                });
        return ImmutableList.copyOf(found);
    }

    private String text(String file) {
        return new String(original.getOrDefault(file, new byte[0]), UTF_8);
    }

    /** What Helm is to render. */
    ImmutableSortedMap<String, byte[]> toRender() {
        Map<String, byte[]> files = new TreeMap<>();
        Map<String, StringBuilder> definitions = new TreeMap<>();
        original.forEach((path, content) -> {
            // In an archive Helm reads every file, whatever this one says.
            if (path.equals(".helmignore") || path.endsWith("/.helmignore")) {
                return;
            }
            files.put(path, hold(new String(content, ISO_8859_1)).getBytes(ISO_8859_1));
            Matcher definition = DEFINITION.matcher(path);
            if (definition.matches()) {
                definitions
                        .computeIfAbsent(definition.group(1), chart -> new StringBuilder())
                        .append("---\n{{ .Files.Get \"")
                        .append(definition.group(2))
                        .append("\" }}\n");
            }
        });
        definitions.forEach((chart, template) ->
                files.put(chart + DEFINITIONS, template.toString().getBytes(UTF_8)));
        return ImmutableSortedMap.copyOf(files);
    }

    /** The text with hooks that Helm does not see. */
    static String hold(String text) {
        return text.replace(HOOK, HELD);
    }

    /** The text with the hooks as the chart has them. */
    static String release(String text) {
        return text.replace(HELD, HOOK);
    }
}
