package dev.hearth.argocd;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdDefinitions;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Namespaces;
import dev.hearth.dsl.Offer;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.Arrays;
import java.util.List;

/** Components and clusters for tests. */
final class Fixture {

    /** A component that is all data. */
    record Thing(
            String name,
            String namespace,
            Band band,
            ImmutableSet<String> after,
            Offers offers,
            PodSecurity podSecurity,
            List<Part> parts)
            implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(parts);
        }

        Thing in(String other) {
            return new Thing(name, other, band, after, offers, podSecurity, parts);
        }

        Thing band(Band other) {
            return new Thing(name, namespace, other, after, offers, podSecurity, parts);
        }

        Thing after(String... others) {
            return new Thing(name, namespace, band, ImmutableSet.copyOf(others), offers, podSecurity, parts);
        }

        Thing offering(Offer... all) {
            return new Thing(name, namespace, band, after, Offers.of(all), podSecurity, parts);
        }

        Thing needing(PodSecurity level) {
            return new Thing(name, namespace, band, after, offers, level, parts);
        }
    }

    private Fixture() {}

    static Thing thing(String name, Part... parts) {
        return new Thing(
                name,
                name,
                Band.APPLICATIONS,
                ImmutableSet.of(),
                Offers.none(),
                PodSecurity.restricted(),
                Arrays.asList(parts));
    }

    /** A component with the objects of that YAML. */
    static Thing yaml(String name, String yaml) {
        return thing(name, objects(yaml));
    }

    static Part objects(String yaml) {
        List<Manifest> manifests = Yaml.read(yaml, "test.yaml");
        return scope -> manifests.forEach(scope::manifest);
    }

    static String configMap(String name) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}, data: {a: b}}\n";
    }

    static Cluster cluster() {
        return Cluster.named("home").repository("https://git.home.arpa/me/home.git", "main");
    }

    static Expansion expand(Cluster cluster) {
        return Expansion.of(cluster).derive(new CrdDefinitions()).derive(new Namespaces());
    }

    static Wiring wire(Cluster cluster) {
        return ArgoCd.wire(expand(cluster));
    }

    static String file(Wiring wiring, String path) {
        List<Manifest> manifests = wiring.files().get(path);
        if (manifests == null) {
            throw new AssertionError("no file " + path + " in " + wiring.files().keySet());
        }
        return Yaml.write(manifests.stream().map(Manifest::root).toList());
    }
}
