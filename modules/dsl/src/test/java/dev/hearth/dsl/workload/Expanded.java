package dev.hearth.dsl.workload;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Site;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.function.UnaryOperator;

/** What parts become in a cluster. */
record Expanded(Expansion expansion) {

    /** A component of those parts. */
    record Parts(String name, Offers offers, List<Part> parts) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(parts);
        }
    }

    /** In a cluster where component {@code data} offers Service {@code cache}, these parts as component {@code shop}. */
    static Expanded of(Part... parts) {
        return in(cluster -> cluster, parts);
    }

    static Expanded in(UnaryOperator<Cluster> cluster, Part... parts) {
        Workload cache = Workload.deployment("cache").port(Cache.PORT);
        return new Expanded(Expansion.of(cluster.apply(Cluster.named("home")
                .site(Site.microk8s().node("rack", "192.168.10.11").node("shelf", "192.168.10.12"))
                .layer("data", new Parts("data", cache.offers(), List.of()))
                .layer("applications", new Parts("shop", Offers.none(), List.of(parts))))));
    }

    String yaml(String kind, String name) {
        return Yaml.write(manifest(kind, name).root());
    }

    Manifest manifest(String kind, String name) {
        return expansion.manifests().stream()
                .filter(manifest ->
                        manifest.kind().equals(kind) && manifest.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " among " + objects()));
    }

    /** The objects of the parts, in their order. */
    List<Manifest> manifests() {
        return expansion.manifests().stream()
                .filter(manifest -> manifest.owner().filter("shop"::equals).isPresent())
                .toList();
    }

    /** {@code Kind namespace/name} of the objects of the parts, in their order. */
    List<String> objects() {
        return manifests().stream()
                .map(manifest -> manifest.identity().toString())
                .toList();
    }

    List<String> flows() {
        return expansion.flows().stream()
                .filter(flow -> flow.owner().equals("shop"))
                .map(Expanded::words)
                .toList();
    }

    private static String words(Flow flow) {
        return flow.from() + " -> " + flow.to() + " " + flow.protocol() + " " + flow.port();
    }

    /** Rule and message of the findings. */
    List<String> findings() {
        return expansion.findings().stream().map(Expanded::words).toList();
    }

    private static String words(Finding finding) {
        return finding.rule() + ": " + finding.message();
    }

    <T> List<T> facts(Class<T> type) {
        return expansion.facts(type).stream().map(stated -> stated.fact()).toList();
    }
}
