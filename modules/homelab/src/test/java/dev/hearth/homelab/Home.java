package dev.hearth.homelab;

import dev.hearth.manifest.Manifest;
import dev.hearth.pipeline.Definition;
import dev.hearth.pipeline.Hearth;
import dev.hearth.pipeline.Rendering;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The home cluster as it is rendered, in memory and once for all tests. */
final class Home {

    /** The top of the repository, seen from the folder in which tests run. */
    static final Path TOP = Path.of("../..");

    static final Rendering RENDERING = rendering();

    private Home() {}

    /** Fails where there are errors: a component that could not be expanded would leave nothing to judge. */
    private static Rendering rendering() {
        Rendering rendering = Hearth.rendering(Definition.of(new HomeLab()), TOP);
        if (rendering.hasErrors()) {
            throw new AssertionError("the home cluster has errors: " + rendering.findings());
        }
        return rendering;
    }

    static Stream<Manifest> objects(String kind) {
        return RENDERING.manifests().stream().filter(manifest -> manifest.kind().equals(kind));
    }

    static Manifest object(String kind, String namespace, String name) {
        List<Manifest> found = objects(kind)
                .filter(manifest -> manifest.identity().namespace().equals(namespace)
                        && manifest.name().equals(name))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("there are " + found.size() + " of " + kind + " " + namespace + "/" + name
                    + "; of that kind there are " + objects(kind).toList());
        }
        return found.get(0);
    }
}
