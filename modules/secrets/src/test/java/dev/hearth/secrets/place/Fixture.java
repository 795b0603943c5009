package dev.hearth.secrets.place;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offer;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Order;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Components that use credentials and offer stores. */
final class Fixture {

    /** A component that uses those credentials. */
    record User(String name, String namespace, Offers offers, List<Credential> credentials) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(scope -> credentials.forEach(scope::uses));
        }

        User in(String other) {
            return new User(name, other, offers, credentials);
        }

        User offering(Offer... all) {
            return new User(name, namespace, Offers.of(all), credentials);
        }
    }

    private Fixture() {}

    static User user(String name, Credential... credentials) {
        return new User(name, name, Offers.none(), List.of(credentials));
    }

    static Cluster cluster(Component... components) {
        return Cluster.named("home").layer("all", components);
    }

    static Expansion expand(Cluster cluster, Derivation derivation) {
        return Expansion.of(cluster).derive(derivation);
    }

    static String yaml(Expansion expansion) {
        return expansion.manifests().stream()
                .sorted(Comparator.comparing(Manifest::toString))
                .map(Manifest::root)
                .map(Yaml::write)
                .collect(Collectors.joining("---\n"));
    }

    static List<String> owners(Expansion expansion) {
        return expansion.manifests().stream()
                .map(manifest -> manifest.owner().orElse("") + ": " + manifest)
                .toList();
    }

    static ImmutableSet<String> orders(Expansion expansion) {
        return expansion.facts(Order.class).stream()
                .map(order -> order.component() + " after " + order.fact().after())
                .collect(ImmutableSet.toImmutableSet());
    }

    static List<String> said(Expansion expansion) {
        return expansion.findings().stream().map(Fixture::said).toList();
    }

    private static String said(Finding finding) {
        return finding.severity().word() + " " + finding.rule() + " " + finding.subject() + ": " + finding.message();
    }
}
