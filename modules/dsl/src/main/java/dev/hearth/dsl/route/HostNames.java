package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Ordering;
import com.google.common.collect.TreeMultimap;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Page;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tells the name server of the cluster, where it has one, the addresses of all hosts of routes; the same as files for the local
 * network: {@code docs/dns/<domain>.zone} for a name server, {@code docs/dns/<cluster>.hosts} for devices without one.
 *
 * <p>Findings: {@code route.names}.
 */
public final class HostNames implements Derivation {

    private static final String IPS = "metallb.io/loadBalancerIPs";

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        List<Offered<NameServerOffer>> servers = soFar.view().offers(NameServerOffer.class).stream()
                .filter(offered -> !offered.preinstalled())
                .toList();
        if (servers.isEmpty()) {
            return;
        }
        TreeMultimap<String, String> hosts = hosts(soFar, scopes);
        for (Offered<NameServerOffer> server : servers) {
            Scope scope = scopes.apply(server.component());
            SortedMap<String, String> zones = new TreeMap<>();
            for (String domain : scope.cluster().domains()) {
                zones.put(
                        domain + ".zone",
                        new Zone(domain, server.offer().address(), below(domain, hosts, scope)).text());
            }
            scope.manifest(configMap(server.offer().configMap(), zones));
            if (server.equals(servers.get(0))) {
                zones.forEach((file, text) -> scope.fact(new Page("docs/dns/" + file, text)));
                scope.fact(new Page("docs/dns/" + scope.cluster().name() + ".hosts", lines(hosts)));
            }
        }
    }

    /** The hosts of all routes with their addresses. */
    private static TreeMultimap<String, String> hosts(Expansion soFar, Function<String, Scope> scopes) {
        TreeMultimap<String, String> hosts = TreeMultimap.create(Ordering.natural(), Ordering.natural());
        for (Stated<StatedRoute> stated : soFar.facts(StatedRoute.class)) {
            StatedRoute route = stated.fact();
            Scope scope = scopes.apply(stated.component());
            // A route without an ingress is reported where it is served.
            Routes.candidates(route, scope).stream().findFirst().ifPresent(ingress -> {
                ImmutableSortedSet<String> addresses = addresses(ingress, soFar);
                if (addresses.isEmpty()) {
                    scope.finding(Finding.error(
                                    "route.names",
                                    route.subject(),
                                    "the name server is to answer for it, but component " + ingress.component()
                                            + " has no address in the local network")
                            .hint("name the nodes with Site.node(...), or an address with"
                                    + " Site.loadBalancerAddress(...)"));
                }
                hosts.putAll(route.host(), addresses);
            });
        }
        return hosts;
    }

    /** Where the local network finds an ingress: at the address of its load balancer, or else at every node. */
    private static ImmutableSortedSet<String> addresses(Offered<IngressOffer> ingress, Expansion soFar) {
        Site site = soFar.cluster().site();
        if (ingress.preinstalled()) {
            return site.loadBalancerAddress().map(ImmutableSortedSet::of).orElseGet(() -> nodes(site));
        }
        return soFar.manifests().stream()
                .filter(manifest -> manifest.owner().equals(Optional.of(ingress.component())))
                .filter(HostNames::balanced)
                .findFirst()
                .map(object -> wanted(object)
                        .or(site::loadBalancerAddress)
                        .map(ImmutableSortedSet::of)
                        .orElse(ImmutableSortedSet.of()))
                .orElseGet(() -> nodes(site));
    }

    /** Whether it has an address from whatever gives out such addresses; the Service of a Gateway is made by its controller. */
    private static boolean balanced(Manifest object) {
        return object.kind().equals("Service")
                ? object.spec().text("type").equals(Optional.of("LoadBalancer"))
                : object.kind().equals("Gateway") && wanted(object).isPresent();
    }

    private static Optional<String> wanted(Manifest object) {
        return object.kind().equals("Gateway")
                ? object.spec().mapping("infrastructure").mapping("annotations").text(IPS)
                : Optional.ofNullable(object.annotations().get(IPS));
    }

    private static ImmutableSortedSet<String> nodes(Site site) {
        return site.nodes().stream()
                .map(Site.Node::address)
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }

    /** The names below that domain, and below no longer one of the cluster, as they are written in its zone. */
    private static TreeMultimap<String, String> below(String domain, TreeMultimap<String, String> hosts, Scope scope) {
        TreeMultimap<String, String> names = TreeMultimap.create(Ordering.natural(), Ordering.natural());
        hosts.asMap().forEach((host, addresses) -> {
            String longest = scope.cluster().domains().stream()
                    .filter(other -> host.equals(other) || host.endsWith("." + other))
                    .max((one, other) -> Integer.compare(one.length(), other.length()))
                    .orElse("");
            if (longest.equals(domain)) {
                String name = host.equals(domain) ? "@" : host.substring(0, host.length() - domain.length() - 1);
                names.putAll(name, addresses);
            }
        });
        return names;
    }

    private static Manifest configMap(String name, Map<String, String> zones) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "ConfigMap")
                .put("metadata", Mapping.builder().put("name", name).build())
                .put("data", Mapping.texts(zones))
                .build());
    }

    /** For {@code /etc/hosts}, which has one address for a name and knows no wildcards. */
    private static String lines(TreeMultimap<String, String> hosts) {
        String known = hosts.asMap().entrySet().stream()
                .filter(host -> !host.getKey().startsWith("*."))
                .map(host -> hosts.get(host.getKey()).first() + "\t" + host.getKey() + "\n")
                .collect(Collectors.joining());
        String unknown = hosts.keySet().stream()
                .filter(host -> host.startsWith("*."))
                .map(host -> "# a hosts file cannot have " + host + "\n")
                .collect(Collectors.joining());
        return known + unknown;
    }
}
