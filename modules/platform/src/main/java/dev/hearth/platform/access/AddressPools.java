package dev.hearth.platform.access;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.net.InetAddresses;
import dev.hearth.dsl.Cidr;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Site;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The addresses that MetalLB gives out: that of the site to who asks for it, further ones to anybody.
 *
 * @param addresses the further ones
 * @param interfaces where it answers for them; everywhere where none are named
 */
record AddressPools(ImmutableList<String> addresses, ImmutableSortedSet<String> interfaces) implements Part {

    /** The pool of the site's own address. */
    static final String SITE = "site";

    private static final String ANYBODY = "anybody";

    /** Whether that is a network such as {@code 192.168.10.64/29}, or a range such as {@code 192.168.10.60-192.168.10.69}. */
    static void check(String range) {
        if (range.contains("/")) {
            Cidr.parse(range);
            return;
        }
        String[] ends = range.split("-", -1);
        if (ends.length != 2 || !InetAddresses.isInetAddress(ends[0]) || !InetAddresses.isInetAddress(ends[1])) {
            throw new IllegalArgumentException(
                    "'" + range + "' are no addresses; say 192.168.10.60-192.168.10.69 or" + " 192.168.10.64/29");
        }
        byte[] first = InetAddresses.forString(ends[0]).getAddress();
        byte[] last = InetAddresses.forString(ends[1]).getAddress();
        if (first.length != last.length || Arrays.compareUnsigned(first, last) > 0) {
            throw new IllegalArgumentException("the addresses " + range + " must go from a lower one to a higher one");
        }
    }

    @Override
    public void expand(Scope scope) {
        Site site = scope.cluster().site();
        List<String> pools = new ArrayList<>();
        site.loadBalancerAddress().ifPresent(address -> {
            pools.add(SITE);
            scope.manifest(pool(SITE, ImmutableList.of(network(address)), false));
            site.nodes().stream()
                    .filter(node -> node.address().equals(address))
                    .forEach(node -> scope.finding(taken(scope, node)));
        });
        if (!addresses.isEmpty()) {
            pools.add(ANYBODY);
            scope.manifest(pool(ANYBODY, addresses, true));
        }
        if (pools.isEmpty()) {
            scope.finding(Finding.error(
                            "route.address",
                            "component " + scope.component(),
                            "has no address to give out, so every load balancer would wait for one")
                    .hint("name one with Site.loadBalancerAddress(\"192.168.10.50\"), or some with addresses(...)"));
        }
        scope.manifest(advertisement(pools));
    }

    private static Finding taken(Scope scope, Site.Node node) {
        return Finding.error(
                        "route.address",
                        "component " + scope.component(),
                        "would give out " + node.address() + ", which is the address of node " + node.name())
                .hint("choose an address of the same network that no device has");
    }

    private static String network(String address) {
        return address + (address.contains(":") ? "/128" : "/32");
    }

    private static Manifest pool(String name, List<String> ranges, boolean anybody) {
        return object(
                "IPAddressPool",
                name,
                Mapping.builder()
                        .put("addresses", Node.texts(ranges))
                        .put("autoAssign", anybody ? Bool.TRUE : Bool.FALSE)
                        .build());
    }

    private Manifest advertisement(List<String> pools) {
        Mapping.Builder spec = Mapping.builder().put("ipAddressPools", Node.texts(pools));
        if (!interfaces.isEmpty()) {
            spec.put("interfaces", Node.texts(interfaces));
        }
        return object("L2Advertisement", "local-network", spec.build());
    }

    private static Manifest object(String kind, String name, Mapping spec) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "metallb.io/v1beta1")
                .put("kind", kind)
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", name)
                                // After the webhook that looks at it.
                                .put("annotations", Mapping.of("argocd.argoproj.io/sync-wave", Node.text("1")))
                                .build())
                .put("spec", spec)
                .build());
    }
}
