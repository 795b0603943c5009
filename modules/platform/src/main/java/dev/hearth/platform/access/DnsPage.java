package dev.hearth.platform.access;

import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Page;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;
import dev.hearth.platform.Catalogue;
import java.util.Optional;
import java.util.stream.Collectors;

/** The page that says how the cluster's own DNS and the local network come to ask the name server. */
record DnsPage(String serviceAddress, Optional<String> lanAddress) implements Part {

    @Override
    public void expand(Scope scope) {
        ClusterView cluster = scope.cluster();
        scope.fact(new Page(
                "docs/dns/" + cluster.name() + ".md",
                inside(cluster)
                        + lanAddress.map(address -> asked(cluster, address)).orElseGet(() -> files(cluster))));
    }

    private String inside(ClusterView cluster) {
        String blocks = cluster.domains().stream()
                .map(domain -> domain + ":53 {\n    errors\n    cache 30\n    forward . " + serviceAddress + "\n}\n")
                .collect(Collectors.joining());
        String first = cluster.domains().get(0);
        return """
                # Names of cluster CLUSTER

                ## Inside of the cluster

                The DNS of the cluster belongs to its distribution, so this is a step by hand, once; and once more whenever the
                distribution has put its own settings back, as `microk8s enable dns` does. Open its settings:

                ```sh
                kubectl --namespace kube-system edit configmap coredns
                ```

                and add to `Corefile`, behind the block that is there:

                ```
                BLOCKS```

                It takes them within a minute. This must print an address, and does so only while the cluster is up:

                ```sh
                kubectl run names --rm --stdin --tty --restart Never --image BUSYBOX -- \\
                  nslookup ns.FIRST
                ```

                """.replace("CLUSTER", cluster.name())
                .replace("BLOCKS", blocks)
                .replace("FIRST", first)
                .replace("BUSYBOX", Catalogue.image("busybox").toString());
    }

    private static String asked(ClusterView cluster, String address) {
        return """
                ## In the local network

                Tell the router to ask ADDRESS for DOMAINS; makers call that conditional forwarding, or a domain override. With
                dnsmasq it is

                ```
                LINES```

                Where the router answers with addresses of the local network it may hold them for an attack and drop them (DNS
                rebinding protection): allow the domains there.

                Devices that ask nobody in the house have the lines of `CLUSTER.hosts` beside this page for their `/etc/hosts`.
                """.replace("ADDRESS", address)
                .replace("DOMAINS", String.join(", ", cluster.domains()))
                .replace(
                        "LINES",
                        cluster.domains().stream()
                                .map(domain ->
                                        "server=/" + domain + "/" + address + "\nrebind-domain-ok=/" + domain + "/\n")
                                .collect(Collectors.joining()))
                .replace("CLUSTER", cluster.name());
    }

    private static String files(ClusterView cluster) {
        return """
                ## In the local network

                Beside this page are the zone files of the domains (DOMAINS) for a name server of the house, and the lines of
                `CLUSTER.hosts` for the `/etc/hosts` of devices, which know no wildcards.
                """.replace(
                        "DOMAINS",
                        cluster.domains().stream()
                                .map(domain -> "`" + domain + ".zone`")
                                .collect(Collectors.joining(", ")))
                .replace("CLUSTER", cluster.name());
    }
}
