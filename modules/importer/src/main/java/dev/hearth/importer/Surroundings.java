package dev.hearth.importer;

import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Document;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.manifest.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What lies beside a file and says what the file is for: a chart around templates, a kustomization beside patches. Looked at
 * once a folder, and only when a file asks.
 */
final class Surroundings {

    private static final ImmutableSet<String> KUSTOMIZATIONS =
            ImmutableSet.of("kustomization.yaml", "kustomization.yml", "Kustomization");

    private final Path folder;
    private final @Nullable Surroundings above;
    private @Nullable Set<Path> patches;

    Surroundings(Path folder) {
        this(folder, null);
    }

    Surroundings(Path folder, @Nullable Surroundings above) {
        this.folder = folder;
        this.above = above;
    }

    /** What that file is, if not a file of objects. */
    Optional<String> other(Path file) throws IOException {
        if (template()) {
            return Optional.of("a template of a chart, which must be rendered first");
        }
        for (Surroundings here = this; here != null; here = here.above) {
            if (here.patches().contains(file.toAbsolutePath().normalize())) {
                return Optional.of("a patch of the kustomization in " + here.folder);
            }
        }
        return Optional.empty();
    }

    private boolean template() {
        Path here = folder.toAbsolutePath().normalize();
        for (Path at = here; at != null && at.getParent() != null; at = at.getParent()) {
            if (at.getFileName().toString().equals("templates")
                    && Files.isRegularFile(at.resolveSibling("Chart.yaml"))) {
                return true;
            }
        }
        return false;
    }

    private Set<Path> patches() throws IOException {
        if (patches == null) {
            patches = new HashSet<>();
            for (String name : KUSTOMIZATIONS) {
                Path file = folder.resolve(name);
                if (Files.isRegularFile(file)) {
                    read(file, patches);
                }
            }
        }
        return patches;
    }

    private void read(Path file, Set<Path> to) throws IOException {
        try {
            String text = Yaml.decode(Files.readAllBytes(file), file.toString());
            for (Document document : Yaml.documents(text, file.toString())) {
                if (document.root() instanceof Mapping root) {
                    root.sequence("patchesStrategicMerge").strings().forEach(path -> add(path, to));
                    for (String list : new String[] {"patches", "patchesJson6902", "replacements"}) {
                        root.sequence(list)
                                .mappings()
                                .forEach(patch -> patch.text("path").ifPresent(path -> add(path, to)));
                    }
                    root.sequence("transformers").strings().forEach(path -> add(path, to));
                    root.sequence("configurations").strings().forEach(path -> add(path, to));
                }
            }
        } catch (YamlException broken) {
            // It is a file of the folder too, and is told of there.
        }
    }

    private void add(String path, Set<Path> to) {
        if (path.indexOf('\n') < 0 && path.indexOf('\0') < 0) {
            to.add(folder.resolve(path).toAbsolutePath().normalize());
        }
    }
}
