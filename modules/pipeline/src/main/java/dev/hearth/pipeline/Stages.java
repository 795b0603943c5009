package dev.hearth.pipeline;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import dev.hearth.checks.Finding;
import dev.hearth.checks.KnownService;
import dev.hearth.checks.Rules;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.CrdDefinitions;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Namespaces;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import dev.hearth.tree.Content;
import dev.hearth.tree.Layout;
import dev.hearth.tree.Tree;
import dev.hearth.tree.TreeFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What happens between a cluster and its tree, in order. */
final class Stages {

    private static final ImmutableList<Stage> AFTER_EXPANSION = ImmutableList.of(
            derive("namespaces", new Namespaces()),
            derive("resource definitions", new CrdDefinitions()),
            new Stage(
                    "patches", rendering -> rendering.with(rendering.expansion().patched())),
            new Stage(
                    "objects",
                    rendering -> rendering.manifests(rendering.expansion().manifests())),
            new Stage("credentials", rendering -> rendering.found(Credentials.findings(rendering.expansion()))),
            new Stage("checks", Stages::check),
            new Stage("layout", Stages::layOut));

    private Stages() {}

    private static Stage derive(String name, Derivation derivation) {
        return new Stage(name, rendering -> rendering.with(rendering.expansion().derive(derivation)));
    }

    /** Takes a cluster through all of them. */
    static Rendering run(Cluster cluster, Progress progress) {
        int count = AFTER_EXPANSION.size() + 1;
        progress.stage("expansion", 1, count);
        Rendering rendering = Rendering.of(Expansion.of(cluster));
        for (int i = 0; i < AFTER_EXPANSION.size(); i++) {
            Stage stage = AFTER_EXPANSION.get(i);
            progress.stage(stage.name(), i + 2, count);
            rendering = stage.step().apply(rendering);
        }
        return rendering.finished();
    }

    private static Rendering check(Rendering rendering) {
        Expansion expansion = rendering.expansion();
        return rendering.found(
                Rules.of(expansion::placeOf, offeredServices(expansion)).check(rendering.manifests()));
    }

    private static ImmutableList<KnownService> offeredServices(Expansion expansion) {
        record Key(String namespace, String service) {}
        List<Offered<ServiceOffer>> offers = expansion.view().offers(ServiceOffer.class);
        ImmutableListMultimap<Key, Offered<ServiceOffer>> byService = Multimaps.index(
                offers, offered -> new Key(offered.namespace(), offered.offer().service()));
        return byService.asMap().entrySet().stream()
                .map(entry -> new KnownService(
                        entry.getKey().namespace(),
                        entry.getKey().service(),
                        entry.getValue().stream()
                                .map(offered -> offered.offer().port().name())
                                .collect(toImmutableSet()),
                        entry.getValue().stream()
                                .map(offered -> offered.offer().port().servicePort())
                                .collect(toImmutableSet())))
                .collect(toImmutableList());
    }

    private static Rendering layOut(Rendering rendering) {
        Expansion expansion = rendering.expansion();
        Layout layout = Layout.of(expansion.cluster().name());
        ImmutableList.Builder<TreeFile> files = ImmutableList.builder();
        ImmutableList.Builder<Finding> findings = ImmutableList.builder();
        // Two objects of one identity are one finding already; their files would only say it again.
        Set<Identity> seen = new HashSet<>();
        for (Manifest manifest : expansion.manifests()) {
            if (seen.add(manifest.identity())) {
                try {
                    files.add(file(layout, expansion, manifest));
                } catch (IllegalArgumentException unwritable) {
                    findings.add(Finding.error(
                                    "model.unwritable", manifest.identity(), String.valueOf(unwritable.getMessage()))
                            .from(manifest.owner().flatMap(expansion::placeOf))
                            .hint("correct the text or number that no YAML can hold"));
                }
            }
        }
        Rendering laidOut = rendering.plus(files.build()).found(findings.build());
        return laidOut.found(Tree.findings(laidOut.files()));
    }

    private static TreeFile file(Layout layout, Expansion expansion, Manifest manifest) {
        String owner =
                manifest.owner().orElseThrow(() -> new IllegalStateException(manifest + " belongs to no component"));
        String namespace = expansion.view().namespaceOf(owner).orElse("");
        return new TreeFile(
                layout.manifest(owner, namespace, manifest.identity()),
                Content.of(Yaml.bytes(manifest.root())),
                manifest.toString());
    }
}
