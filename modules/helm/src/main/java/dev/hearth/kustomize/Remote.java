package dev.hearth.kustomize;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Document;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.manifest.YamlException;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a kustomization takes from elsewhere than its folder, so that the same files would give another tree one day. */
final class Remote {

    private static final ImmutableSet<String> NAMES =
            ImmutableSet.of("kustomization.yaml", "kustomization.yml", "Kustomization");
    private static final ImmutableList<String> LISTS = ImmutableList.of(
            "resources", "bases", "components", "crds", "configurations", "generators", "transformers", "validators");
    private static final ImmutableList<String> CHARTS =
            ImmutableList.of("helmCharts", "helmChartInflationGenerator", "helmGlobals");
    private static final Pattern ELSEWHERE = Pattern.compile(
            "[a-z0-9+]+::.*|[a-z0-9+.-]+://.*|[^/]+@[^/]+:.*|(?:www\\.)?[a-z0-9-]+\\.(?:com|org|io|net|dev)/.*"
                    + "|.*//.*|.*\\?(?:.*&)?(?:ref|version|submodules|timeout)=.*|/.*");

    private Remote() {}

    /** Whether that file is what Kustomize looks for in a folder. */
    static boolean kustomization(String path) {
        return NAMES.contains(path.substring(path.lastIndexOf('/') + 1));
    }

    /** What is taken from elsewhere, each with its file. */
    static ImmutableList<String> of(Map<String, byte[]> files) {
        return files.entrySet().stream()
                .filter(file -> kustomization(file.getKey()))
                .flatMap(file -> in(file.getKey(), new String(file.getValue(), UTF_8)))
                .collect(ImmutableList.toImmutableList());
    }

    private static Stream<String> in(String file, String text) {
        try {
            return Yaml.documents(text, file).stream().flatMap(document -> in(file, document));
        } catch (YamlException broken) {
            // Kustomize will say it.
            return Stream.empty();
        }
    }

    private static Stream<String> in(String file, Document document) {
        if (!(document.root() instanceof Mapping kustomization)) {
            return Stream.empty();
        }
        Stream<String> listed = LISTS.stream()
                .flatMap(list -> kustomization.sequence(list).strings().stream())
                .filter(entry ->
                        !entry.contains("\n") && ELSEWHERE.matcher(entry).matches())
                .map(entry -> file + " takes " + entry);
        Stream<String> charts =
                CHARTS.stream().filter(kustomization::has).map(field -> file + " asks for charts in " + field);
        return Stream.concat(listed, charts);
    }
}
