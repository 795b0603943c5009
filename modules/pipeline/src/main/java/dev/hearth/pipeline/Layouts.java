package dev.hearth.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Verbatim;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import dev.hearth.tree.Content;
import dev.hearth.tree.Layout;
import dev.hearth.tree.Tree;
import dev.hearth.tree.TreeFile;
import dev.hearth.tree.TreePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The files of a rendering. What can be no file is a finding, and the others go on. */
final class Layouts {

    private final Rendering rendering;
    private final Expansion expansion;
    private final Layout layout;
    private final List<TreeFile> files = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private Layouts(Rendering rendering) {
        this.rendering = rendering;
        this.expansion = rendering.expansion();
        this.layout = Layout.of(expansion.cluster().name());
    }

    static Rendering layOut(Rendering rendering) {
        Layouts layouts = new Layouts(rendering);
        layouts.folders();
        layouts.objects();
        layouts.argoCd();
        layouts.bootstrapPage();
        layouts.findings.addAll(Tree.findings(layouts.files));
        return rendering.laidOut(layouts.files).found(layouts.findings);
    }

    /** An Application names the folder of its component, so folders must have the names of components. */
    private void folders() {
        Cluster cluster = expansion.cluster();
        if (!layout.generated().value().equals("generated/" + cluster.name())) {
            findings.add(unusable("cluster " + cluster.name(), Optional.empty()));
        }
        cluster.members().forEach(member -> {
            String name = member.component().name();
            if (!name.isEmpty() && !layout.component(name).value().endsWith("/" + name)) {
                findings.add(unusable("component " + name, Optional.of(member.place())));
            }
        });
    }

    private static Finding unusable(String subject, Optional<Place> place) {
        return Finding.error("tree.name", subject, "a folder of this name cannot be on every disk")
                .from(place)
                .hint("name it otherwise; Windows keeps names such as con, aux and nul for devices");
    }

    private void objects() {
        // Two objects of one identity are one finding already; their files would only say it again.
        Set<Identity> seen = new HashSet<>();
        Map<Identity, Verbatim> verbatim = new HashMap<>();
        expansion
                .facts(Verbatim.class)
                .forEach(stated -> verbatim.put(stated.fact().object().identity(), stated.fact()));
        for (Manifest manifest : rendering.objects()) {
            if (seen.add(manifest.identity())) {
                String owner = manifest.owner()
                        .orElseThrow(() -> new IllegalStateException(manifest + " belongs to no component"));
                String namespace = expansion.view().namespaceOf(owner).orElse("");
                file(
                        manifest.toString(),
                        expansion.placeOf(owner),
                        () -> layout.manifest(owner, namespace, manifest.identity()),
                        () -> Optional.ofNullable(verbatim.get(manifest.identity()))
                                .map(fact -> toTheLetter(fact, manifest))
                                .orElseGet(() -> Yaml.bytes(manifest.root())));
            }
        }
    }

    /** The bytes that an object was read from. Where it has been changed since, they are not what was asked for. */
    private byte[] toTheLetter(Verbatim fact, Manifest manifest) {
        if (!manifest.equals(fact.object())) {
            findings.add(Finding.error(
                            "model.patch",
                            manifest.identity(),
                            "a patch changes it, but its file becomes part of the tree to the letter")
                    .from(manifest.owner().flatMap(expansion::placeOf))
                    .hint("take out the patch, and change the file itself, with sops edit where SOPS encrypted it"));
        }
        return fact.text().getBytes(UTF_8);
    }

    private void argoCd() {
        rendering
                .argoCd()
                .forEach((path, documents) -> file(
                        documents.get(0).toString(),
                        Optional.empty(),
                        () -> TreePath.of(path),
                        () -> Yaml.bytes(documents.stream().map(Manifest::root).toList())));
    }

    private void bootstrapPage() {
        file(
                "bootstrap page",
                Optional.empty(),
                () -> TreePath.of(expansion.cluster().bootstrapPage()),
                () -> Content.text(rendering.bootstrapPage()).bytes());
    }

    private void file(String source, Optional<Place> place, Supplier<TreePath> path, Supplier<byte[]> content) {
        TreePath where;
        try {
            where = path.get();
        } catch (IllegalArgumentException nowhere) {
            findings.add(Finding.error("tree.path", source, String.valueOf(nowhere.getMessage()))
                    .from(place)
                    .hint("name it, or what it belongs to, otherwise"));
            return;
        }
        try {
            files.add(new TreeFile(where, Content.of(content.get()), source));
        } catch (IllegalArgumentException unwritable) {
            findings.add(Finding.error("model.unwritable", source, String.valueOf(unwritable.getMessage()))
                    .from(place)
                    .hint("correct the text or number that YAML cannot hold"));
        }
    }

    /** The layout of the projects of a tree on the disk. */
    static TreePath projects(String cluster) {
        return Layout.of(cluster).argoCd().resolve("projects");
    }
}
