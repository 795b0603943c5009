package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checked facts about the place where a cluster runs.
 *
 * <pre>{@code
 * Site.microk8s()
 *     .node("rack", "192.168.10.11")
 *     .node("shelf", "192.168.10.12")
 *     .pool("storage", "shelf")
 *     .loadBalancerAddress("192.168.10.50")
 * }</pre>
 *
 * @param distribution what runs the cluster, for people and for the runbook
 * @param nodes name and address of each node
 * @param pools names of nodes by the name of their pool
 * @param podNetwork addresses of pods
 * @param serviceNetwork addresses of services
 * @param apiServerPort where the API server listens on the nodes that have it
 * @param clusterDomain the last part of every Service's DNS name
 * @param dns the pods that answer DNS, and where they are
 * @param storageClass the class of a claim that names none; empty for the cluster's own default
 * @param loadBalancerAddress the address that the ingress may have in the local network, if there is one
 * @param preinstalled what runs there already and is no part of the tree
 */
public record Site(
        String distribution,
        ImmutableList<Node> nodes,
        ImmutableMap<String, ImmutableList<String>> pools,
        Cidr podNetwork,
        Cidr serviceNetwork,
        int apiServerPort,
        String clusterDomain,
        Pods dns,
        String storageClass,
        Optional<String> loadBalancerAddress,
        ImmutableList<Preinstalled> preinstalled) {

    /**
     * One node.
     *
     * @param name its name in Kubernetes
     * @param address its address, which is also the API server's on a node of the control plane
     */
    public record Node(String name, String address) {

        public Node {
            Names.subdomain("node", name);
            if (!InetAddresses.isInetAddress(address)) {
                throw new IllegalArgumentException("node " + name + " has no IP address but '" + address + "'");
            }
        }
    }

    /**
     * A system that runs there already, with what it offers.
     *
     * @param name names it in references, as a component's name would
     * @param namespace where it runs
     * @param offers what it gives to others
     */
    public record Preinstalled(String name, String namespace, Offers offers) {

        public Preinstalled {
            Names.label("preinstalled system", name);
            Names.label("namespace", namespace);
            requireNonNull(offers, "offers");
        }
    }

    /**
     * MicroK8s with its default networks: pods 10.1.0.0/16, services 10.152.183.0/24, API server on port 16443, CoreDNS
     * in {@code kube-system}.
     *
     * @see <a href="https://microk8s.io/docs">MicroK8s</a>
     */
    public static Site microk8s() {
        return new Site(
                "MicroK8s",
                ImmutableList.of(),
                ImmutableMap.of(),
                Cidr.parse("10.1.0.0/16"),
                Cidr.parse("10.152.183.0/24"),
                16443,
                "cluster.local",
                new Pods("kube-system", "dns", ImmutableSortedMap.of("k8s-app", "kube-dns")),
                "",
                Optional.empty(),
                ImmutableList.of());
    }

    /** Another distribution, with its networks and the port of its API server. */
    public static Site of(String distribution, String podNetwork, String serviceNetwork, int apiServerPort) {
        Site site = microk8s();
        return new Site(
                distribution,
                site.nodes,
                site.pools,
                Cidr.parse(podNetwork),
                Cidr.parse(serviceNetwork),
                apiServerPort,
                site.clusterDomain,
                site.dns,
                site.storageClass,
                site.loadBalancerAddress,
                site.preinstalled);
    }

    /** A copy with one more node. */
    public Site node(String name, String address) {
        return copy(append(nodes, new Node(name, address)), pools, storageClass, loadBalancerAddress, preinstalled);
    }

    /**
     * A copy with a pool of those nodes; workloads ask for pools by name.
     *
     * @throws IllegalArgumentException where a node is not there
     */
    public Site pool(String name, String... members) {
        Names.label("node pool", name);
        List<String> known = nodes.stream().map(Node::name).toList();
        for (String member : members) {
            if (!known.contains(member)) {
                throw new IllegalArgumentException(
                        "pool " + name + " names the node '" + member + "', but the nodes are " + known);
            }
        }
        return copy(
                nodes,
                ImmutableMap.<String, ImmutableList<String>>builder()
                        .putAll(pools)
                        .put(name, ImmutableList.copyOf(members))
                        .buildOrThrow(),
                storageClass,
                loadBalancerAddress,
                preinstalled);
    }

    /**
     * A copy in which that node has those roles: it is one of the pools of their names.
     *
     * <pre>{@code
     * Site.microk8s()
     *     .node("rack", "192.168.10.11").roles("rack", INGRESS, MONITORING, APPLICATIONS)
     *     .node("shelf", "192.168.10.12").roles("shelf", STORAGE, DEVELOPMENT, BACKUP)
     * }</pre>
     *
     * @throws IllegalArgumentException where the node is not there
     */
    public Site roles(String node, NodeRole... roles) {
        Site site = this;
        for (NodeRole role : roles) {
            Map<String, ImmutableList<String>> others = new LinkedHashMap<>(site.pools);
            ImmutableList<String> before = others.getOrDefault(role.pool(), ImmutableList.of());
            others.remove(role.pool());
            String[] members =
                    Stream.concat(before.stream(), Stream.of(node)).distinct().toArray(String[]::new);
            site = copy(nodes, ImmutableMap.copyOf(others), storageClass, loadBalancerAddress, preinstalled)
                    .pool(role.pool(), members);
        }
        return site;
    }

    /** The names of the nodes with that role; empty where it may be anywhere: no node has it, or there is only one. */
    public Optional<ImmutableList<String>> nodesFor(NodeRole role) {
        return nodes.size() < 2 ? Optional.empty() : Optional.ofNullable(pools.get(role.pool()));
    }

    /** A copy in which a claim that names no storage class gets that one. */
    public Site storageClass(String name) {
        return copy(nodes, pools, Names.subdomain("storage class", name), loadBalancerAddress, preinstalled);
    }

    /** A copy in which the ingress may have that address of the local network. */
    public Site loadBalancerAddress(String address) {
        if (!InetAddresses.isInetAddress(address)) {
            throw new IllegalArgumentException("'" + address + "' is no IP address");
        }
        return copy(nodes, pools, storageClass, Optional.of(address), preinstalled);
    }

    /** A copy with a system that runs there already. */
    public Site preinstalled(String name, String namespace, Offers offers) {
        return copy(
                nodes,
                pools,
                storageClass,
                loadBalancerAddress,
                append(preinstalled, new Preinstalled(name, namespace, offers)));
    }

    private Site copy(
            ImmutableList<Node> newNodes,
            ImmutableMap<String, ImmutableList<String>> newPools,
            String newStorageClass,
            Optional<String> newAddress,
            ImmutableList<Preinstalled> newPreinstalled) {
        return new Site(
                distribution,
                newNodes,
                newPools,
                podNetwork,
                serviceNetwork,
                apiServerPort,
                clusterDomain,
                dns,
                newStorageClass,
                newAddress,
                newPreinstalled);
    }

    private static <T> ImmutableList<T> append(ImmutableList<T> list, T item) {
        return ImmutableList.<T>builder().addAll(list).add(item).build();
    }
}
