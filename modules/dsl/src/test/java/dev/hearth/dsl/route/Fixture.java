package dev.hearth.dsl.route;

import static dev.hearth.dsl.route.Dialect.communityNginx;
import static dev.hearth.dsl.route.Dialect.f5Nginx;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.Arrays;
import java.util.List;

/** A small cluster with an ingress, an issuer and a few services to route to. */
final class Fixture {

    static final F5Nginx F5 = f5Nginx();
    static final F5Nginx F5_WITH_SNIPPETS = f5Nginx().withSnippets();
    static final CommunityNginx COMMUNITY = communityNginx();

    static final ServiceRef WEB = ServiceRef.of("shop", "web", "http");
    static final ServiceRef API = ServiceRef.of("shop", "api", "http");
    static final ServiceRef SECURE = ServiceRef.of("shop", "secure", "https");
    static final ServiceRef RPC = ServiceRef.of("shop", "rpc", "grpc");
    static final ServiceRef CACHE = ServiceRef.of("shop", "cache", "redis");
    static final ServiceRef OPEN = ServiceRef.of("shop", "metrics", "http");
    static final ServiceRef STORE = ServiceRef.of("store", "store", "http");

    private Fixture() {}

    record Member(String name, Offers offers, List<Part> parts) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(parts);
        }
    }

    static Component ingress(Dialect dialect) {
        return ingress("nginx", dialect);
    }

    static Component ingress(String name, Dialect dialect) {
        return new Member(
                name,
                Offers.of(new IngressOffer(name, dialect, pods("nginx"), Port.http(80), Port.https(443))),
                List.of());
    }

    static Component issuer(String name) {
        return new Member(name, Offers.of(new IssuerOffer(name)), List.of());
    }

    static Component shop(Part... parts) {
        return new Member(
                "shop",
                Offers.of(
                        ServiceOffer.of("web", Port.http(8080).servedAt(80), pods("web"))
                                .withLogin(),
                        ServiceOffer.of("api", Port.http(8081), pods("api")).withLogin(),
                        ServiceOffer.of("secure", Port.https(8443), pods("secure"))
                                .withLogin(),
                        ServiceOffer.of("rpc", Port.grpc(9000), pods("rpc")).withLogin(),
                        ServiceOffer.of("cache", Port.tcp("redis", 6379).speaking("redis"), pods("cache"))
                                .withLogin(),
                        ServiceOffer.of("metrics", Port.http(9100), pods("metrics"))),
                Arrays.asList(parts));
    }

    static Component store(Part... parts) {
        return new Member(
                "store",
                Offers.of(
                        ServiceOffer.of("store", Port.http(9000), pods("store")).withLogin()),
                Arrays.asList(parts));
    }

    static Pods pods(String name) {
        return Pods.labelled(name, "app", name);
    }

    static Expansion expand(Component... components) {
        return Expansion.of(Cluster.named("home").layer("all", components)).derive(new Routes());
    }

    /** The shop with those routes behind that controller. */
    static Expansion routed(Dialect dialect, Route... routes) {
        return expand(ingress(dialect), issuer("internal-ca"), shop(routes), store());
    }

    static String yaml(Expansion expansion) {
        return Yaml.write(expansion.manifests().stream().map(Manifest::root).toList());
    }

    /** All objects of that kind. */
    static String yaml(Expansion expansion, String kind) {
        return Yaml.write(expansion.manifests().stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .map(Manifest::root)
                .toList());
    }

    static List<String> findings(Expansion expansion) {
        return expansion.findings().stream().map(Fixture::words).toList();
    }

    private static String words(Finding finding) {
        return finding.rule() + " " + finding.subject() + ": " + finding.message();
    }
}
