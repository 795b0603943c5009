package dev.hearth.graph.network;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.graph.network.Policy.IpBlock;
import dev.hearth.graph.network.Policy.Peer;
import dev.hearth.graph.network.Policy.PodPeer;
import dev.hearth.graph.network.Policy.Rule;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the NetworkPolicies ({@code networking.k8s.io/v1}) of a set of manifests allow, whoever wrote them.
 *
 * <pre>{@code
 * NetworkPolicies policies = NetworkPolicies.of(manifests).podCidrs("10.1.0.0/16").nodeCidrs("192.168.10.0/24");
 * Pod grafana = policies.pod("monitoring", "grafana");
 * policies.allows(grafana, policies.pod("monitoring", "prometheus"), Protocol.TCP, 9090);
 * policies.verdict(grafana, Host.outside("203.0.113.7"), Protocol.TCP, 443);   // and why
 * }</pre>
 *
 * <p>Ports are those of pods and hosts themselves: a connection to a Service has become one to a pod before policies see
 * it. A namespace has the labels its object states, if the manifests have one, and always
 * {@code kubernetes.io/metadata.name}.
 *
 * <p>Pods on the network of their node are isolated by no policy and are, for those of other pods, addresses of nodes.
 * Policies of other API groups are not evaluated; {@link #check} names them.
 */
public final class NetworkPolicies {

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    /** Kinds that also decide about connections, by API group and kind. */
    private static final ImmutableSet<String> OTHER_KINDS = ImmutableSet.of(
            "cilium.io/CiliumClusterwideNetworkPolicy",
            "cilium.io/CiliumNetworkPolicy",
            "crd.projectcalico.org/GlobalNetworkPolicy",
            "crd.projectcalico.org/NetworkPolicy",
            "policy.networking.k8s.io/AdminNetworkPolicy",
            "policy.networking.k8s.io/BaselineAdminNetworkPolicy",
            "policy.networking.k8s.io/ClusterNetworkPolicy",
            "projectcalico.org/GlobalNetworkPolicy",
            "projectcalico.org/NetworkPolicy");

    /** Where an address of which nothing is known may be. */
    private static final ImmutableSet<Cidr> ANYWHERE = ImmutableSet.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0"));

    private final ImmutableListMultimap<String, Policy> policies;
    private final ImmutableMap<String, ImmutableMap<String, String>> namespaces;
    private final ImmutableList<Pod> pods;
    private final ImmutableList<Endpoint> others;
    private final ImmutableSet<Cidr> podCidrs;
    private final ImmutableSet<Cidr> nodeCidrs;

    private NetworkPolicies(
            ImmutableListMultimap<String, Policy> policies,
            ImmutableMap<String, ImmutableMap<String, String>> namespaces,
            ImmutableList<Pod> pods,
            ImmutableList<Endpoint> others,
            ImmutableSet<Cidr> podCidrs,
            ImmutableSet<Cidr> nodeCidrs) {
        this.policies = policies;
        this.namespaces = namespaces;
        this.pods = pods;
        this.others = others;
        this.podCidrs = podCidrs;
        this.nodeCidrs = nodeCidrs;
    }

    /**
     * The policies, namespaces and pods among those manifests. Other kinds are passed over.
     *
     * @throws IllegalArgumentException with every error of {@link #check}: what the API server refuses protects nothing
     */
    public static NetworkPolicies of(Collection<Manifest> manifests) {
        ImmutableList.Builder<Policy> policies = ImmutableList.builder();
        ImmutableList.Builder<Finding> findings = ImmutableList.builder();
        Map<String, ImmutableMap<String, String>> namespaces = new HashMap<>();
        ImmutableList.Builder<Pod> pods = ImmutableList.builder();
        for (Manifest manifest : manifests) {
            if (PolicyReader.reads(manifest)) {
                PolicyReader.Result result = PolicyReader.read(manifest);
                policies.add(result.policy());
                findings.addAll(result.findings());
            } else if (manifest.kind().equals("Namespace")
                    && manifest.identity().group().isEmpty()) {
                namespaces.put(manifest.name(), manifest.labels());
            } else {
                PodReader.read(manifest).ifPresent(pods::add);
            }
        }
        requireNone(findings.build());
        return new NetworkPolicies(
                policies.build().stream()
                        .sorted(Comparator.comparing(Policy::identity))
                        .collect(ImmutableListMultimap.toImmutableListMultimap(Policy::namespace, policy -> policy)),
                ImmutableMap.copyOf(namespaces),
                pods.build().stream()
                        .sorted(Comparator.comparing(Pod::toString))
                        .collect(toImmutableList()),
                ImmutableList.of(),
                ImmutableSet.of(),
                ImmutableSet.of());
    }

    private static void requireNone(List<Finding> findings) {
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException("NetworkPolicies that the API server refuses cannot be evaluated:\n"
                    + findings.stream()
                            .sorted(Finding.ORDER)
                            .map(Finding::toString)
                            .collect(Collectors.joining("\n")));
        }
    }

    /**
     * What is wrong with the policies among those manifests: an error where the API server would refuse one, with the rules
     * {@code net.policy-cidr}, {@code -peer}, {@code -port}, {@code -selector}, {@code -shape} and {@code -types}, and a
     * warning {@code net.policy-other} for each policy of a kind that is not evaluated here.
     */
    public static ImmutableList<Finding> check(Collection<Manifest> manifests) {
        return manifests.stream()
                .flatMap(NetworkPolicies::check)
                .sorted(Finding.ORDER)
                .collect(toImmutableList());
    }

    private static Stream<Finding> check(Manifest manifest) {
        if (PolicyReader.reads(manifest)) {
            return PolicyReader.read(manifest).findings().stream();
        }
        if (!OTHER_KINDS.contains(manifest.identity().group() + "/" + manifest.kind())) {
            return Stream.empty();
        }
        return Stream.of(Finding.warning(
                        "net.policy-other",
                        manifest.identity(),
                        "a policy of " + manifest.identity().group() + " is not evaluated")
                .from(manifest.position(FieldPath.root()).map(Place::of))
                .hint("what is said to be allowed or denied may be otherwise because of it"));
    }

    /**
     * A copy that knows these endpoints as well: pods that no manifest shows, nodes, the API server. They take part in
     * {@link #all}.
     */
    public NetworkPolicies with(Endpoint... endpoints) {
        ImmutableList.Builder<Pod> morePods = ImmutableList.<Pod>builder().addAll(pods);
        ImmutableList.Builder<Endpoint> more = ImmutableList.<Endpoint>builder().addAll(others);
        for (Endpoint endpoint : endpoints) {
            if (endpoint instanceof Pod pod) {
                morePods.add(pod);
            } else {
                more.add(endpoint);
            }
        }
        return new NetworkPolicies(
                policies,
                namespaces,
                morePods.build().stream()
                        .sorted(Comparator.comparing(Pod::toString))
                        .collect(toImmutableList()),
                more.build(),
                podCidrs,
                nodeCidrs);
    }

    /** A copy in which that namespace has these labels: one that exists already and that no manifest shows. */
    public NetworkPolicies namespace(String name, Map<String, String> labels) {
        return new NetworkPolicies(
                policies,
                ImmutableMap.<String, ImmutableMap<String, String>>builder()
                        .putAll(namespaces)
                        .put(requireNonNull(name, "name"), ImmutableMap.copyOf(labels))
                        .buildKeepingLast(),
                pods,
                others,
                podCidrs,
                nodeCidrs);
    }

    /**
     * A copy in which pods have addresses in these ranges, of each family given. Without them an {@code ipBlock} may or may
     * not hold a pod, and the answer {@link Answer#DEPENDS}.
     */
    public NetworkPolicies podCidrs(String... cidrs) {
        return new NetworkPolicies(policies, namespaces, pods, others, parse(cidrs), nodeCidrs);
    }

    /** A copy in which nodes, and so pods on their network, have addresses in these ranges. */
    public NetworkPolicies nodeCidrs(String... cidrs) {
        return new NetworkPolicies(policies, namespaces, pods, others, podCidrs, parse(cidrs));
    }

    private static ImmutableSet<Cidr> parse(String... cidrs) {
        return Arrays.stream(cidrs).map(Cidr::parse).collect(toImmutableSet());
    }

    /** All pods known here, one for each template, sorted. */
    public ImmutableList<Pod> pods() {
        return pods;
    }

    /** All namespaces that have an object, a policy or a pod here, sorted. */
    public ImmutableSortedSet<String> namespaces() {
        return ImmutableSortedSet.<String>naturalOrder()
                .addAll(namespaces.keySet())
                .addAll(policies.keySet())
                .addAll(pods.stream().map(Pod::namespace).iterator())
                .build();
    }

    /**
     * The pods of that name in that namespace.
     *
     * @throws IllegalArgumentException where there are none, or several kinds make pods of that name
     */
    public Pod pod(String namespace, String name) {
        return only(
                namespace + "/" + name,
                pods.stream()
                        .filter(pod ->
                                pod.namespace().equals(namespace) && pod.name().equals(name))
                        .toList());
    }

    /**
     * The pods of that kind and name in that namespace.
     *
     * @throws IllegalArgumentException where there are none
     */
    public Pod pod(String kind, String namespace, String name) {
        return only(
                kind + " " + namespace + "/" + name,
                pods.stream()
                        .filter(pod -> pod.kind().equals(kind)
                                && pod.namespace().equals(namespace)
                                && pod.name().equals(name))
                        .toList());
    }

    private Pod only(String wanted, List<Pod> found) {
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new IllegalArgumentException(
                found.isEmpty()
                        ? "nothing makes pods as " + wanted + "; there are " + pods
                        : "several make pods as " + wanted + ": " + found + "; name the kind as well");
    }

    /** Whether the connection is allowed for sure: see {@link #verdict}. */
    public boolean allows(Endpoint from, Endpoint to, Protocol protocol, int port) {
        return verdict(from, to, protocol, port).allowed();
    }

    /**
     * Whether {@code from} may open a connection to that port of {@code to}, and why.
     *
     * @param from who opens it; need not be among the pods known here
     * @param to who is called, likewise
     * @param protocol the transport protocol
     * @param port the port at the pod or host itself, 1 to 65535
     * @throws IllegalArgumentException where the port is none, or {@code to} is {@link Host#kubelet}
     */
    public Verdict verdict(Endpoint from, Endpoint to, Protocol protocol, int port) {
        requireNonNull(protocol, "protocol");
        ContainerPort.requireValid(port);
        return verdict(end(from), end(to), protocol, port);
    }

    /**
     * Every connection that one known endpoint could open to a declared port of another, allowed or not, sorted. Pods
     * made by one template take part as two replicas of it. Connections from a host to a host are none of a policy's
     * and left out.
     */
    public ImmutableList<Connection> all() {
        ImmutableList<End> ends = Stream.concat(pods.stream(), others.stream())
                .sorted(Comparator.comparing(Endpoint::toString))
                .map(this::end)
                .collect(toImmutableList());
        return ends.parallelStream()
                .flatMap(from -> ends.stream().flatMap(to -> connections(from, to)))
                .collect(toImmutableList());
    }

    private static Stream<Connection> connections(End from, End to) {
        if (from.endpoint() instanceof Host && to.endpoint() instanceof Host) {
            return Stream.empty();
        }
        return to.endpoint().ports().stream()
                // Two names for one port make one connection.
                .map(port -> new ContainerPort("", port.port(), port.protocol()))
                .distinct()
                .map(port -> new Connection(
                        from.endpoint(),
                        to.endpoint(),
                        port.protocol(),
                        port.port(),
                        verdict(from, to, port.protocol(), port.port())));
    }

    /** An endpoint with what has to be found out about it once. */
    private record End(
            Endpoint endpoint,
            ImmutableMap<String, String> namespaceLabels,
            ImmutableSet<Cidr> addresses,
            ImmutableSet<Cidr> sources,
            Isolation egress,
            Isolation ingress) {

        Isolation isolation(Direction direction) {
            return direction == Direction.INGRESS ? ingress : egress;
        }
    }

    /** The policies to ask in one direction, and what holds where none of them allows. */
    private record Isolation(ImmutableList<Policy> policies, Decision otherwise) {

        static Isolation none(String reason) {
            return new Isolation(ImmutableList.of(), Decision.free(reason));
        }

        static Isolation of(Pod pod, List<Policy> selecting, Direction direction) {
            ImmutableList<Policy> isolating = selecting.stream()
                    .filter(policy -> policy.rules(direction).isPresent())
                    .collect(toImmutableList());
            return isolating.isEmpty()
                    ? none("no policy isolates " + pod)
                    : new Isolation(
                            isolating,
                            Decision.denied(
                                    isolating.stream().map(Policy::identity).collect(toImmutableList())));
        }
    }

    private End end(Endpoint endpoint) {
        if (!(endpoint instanceof Pod pod)) {
            Host host = (Host) endpoint;
            Isolation none = Isolation.none(host + " is no pod");
            return new End(host, ImmutableMap.of(), host.addresses(), host.sources(), none, none);
        }
        ImmutableMap<String, String> labels = labels(pod.namespace());
        if (pod.hostNetwork()) {
            ImmutableSet<Cidr> addresses = pod.addresses().isEmpty() ? nodeCidrs : pod.addresses();
            Isolation none = Isolation.none(pod + " is on the network of its node");
            return new End(pod, labels, addresses, addresses, none, none);
        }
        ImmutableSet<Cidr> addresses = pod.addresses().isEmpty() ? podCidrs : pod.addresses();
        List<Policy> selecting = policies.get(pod.namespace()).stream()
                .filter(policy -> policy.pods().selects(pod.labels()))
                .toList();
        return new End(
                pod,
                labels,
                addresses,
                addresses,
                Isolation.of(pod, selecting, Direction.EGRESS),
                Isolation.of(pod, selecting, Direction.INGRESS));
    }

    private static Verdict verdict(End from, End to, Protocol protocol, int port) {
        if (to.endpoint() instanceof Host host && !host.policed()) {
            throw new IllegalArgumentException("the kubelet as an endpoint only calls; to reach the one of a node, name"
                    + " the node: Host.node(name, address)");
        }
        if (from.endpoint() instanceof Host host && !host.policed()) {
            Decision free = Decision.free("no policy stops the kubelet of a pod's own node");
            return new Verdict(free, free);
        }
        if (from.endpoint() instanceof Pod pod && pod.alone() && pod.equals(to.endpoint())) {
            Decision free = Decision.free("a pod always reaches itself");
            return new Verdict(free, free);
        }
        return new Verdict(
                decide(Direction.EGRESS, from, to, protocol, port),
                decide(Direction.INGRESS, to, from, protocol, port));
    }

    /** What the policies of the near end say about the far one. */
    private static Decision decide(Direction direction, End near, End far, Protocol protocol, int port) {
        Isolation isolation = near.isolation(direction);
        if (isolation.policies().isEmpty()) {
            return isolation.otherwise();
        }
        Endpoint destination = direction == Direction.INGRESS ? near.endpoint() : far.endpoint();
        ImmutableList.Builder<Identity> certain = ImmutableList.builder();
        ImmutableListMultimap.Builder<Identity, IpBlock> blocks = ImmutableListMultimap.builder();
        for (Policy policy : isolation.policies()) {
            Reach reach = reach(policy, direction, far, destination, protocol, port);
            if (reach.certain()) {
                certain.add(policy.identity());
            }
            blocks.putAll(policy.identity(), reach.blocks());
        }
        return decide(
                isolation,
                certain.build(),
                blocks.build(),
                () -> direction == Direction.INGRESS
                        ? sameFamily(far.sources(), near.addresses())
                        : sameFamily(far.addresses(), near.addresses()));
    }

    private static Decision decide(
            Isolation isolation,
            ImmutableList<Identity> certain,
            ImmutableListMultimap<Identity, IpBlock> blocks,
            Supplier<ImmutableSet<Cidr>> farAddresses) {
        if (blocks.isEmpty()) {
            return certain.isEmpty() ? isolation.otherwise() : Decision.allowed(certain);
        }
        ImmutableSet<Cidr> addresses = farAddresses.get();
        TreeSet<Identity> wholly = new TreeSet<>(certain);
        TreeSet<Identity> partly = new TreeSet<>();
        blocks.asMap().forEach((policy, own) -> {
            switch (coverage(addresses, own)) {
                case ALLOWED -> wholly.add(policy);
                case DEPENDS -> partly.add(policy);
                case DENIED -> {}
            }
        });
        if (!wholly.isEmpty()) {
            return Decision.allowed(ImmutableList.copyOf(wholly));
        }
        // Blocks of several policies may hold all addresses together.
        return switch (coverage(addresses, blocks.values())) {
            case ALLOWED -> Decision.allowed(ImmutableList.copyOf(partly));
            case DEPENDS -> Decision.depends(ImmutableList.copyOf(partly));
            case DENIED -> isolation.otherwise();
        };
    }

    /** Whether a policy names the far end by labels or at all events, and the ranges that may hold it. */
    private record Reach(boolean certain, ImmutableList<IpBlock> blocks) {}

    private static Reach reach(
            Policy policy, Direction direction, End far, Endpoint destination, Protocol protocol, int port) {
        ImmutableList.Builder<IpBlock> blocks = ImmutableList.builder();
        for (Rule rule : policy.rules(direction).orElseThrow()) {
            if (!open(rule, destination, protocol, port)) {
                continue;
            }
            if (rule.peers().isEmpty()) {
                return new Reach(true, ImmutableList.of());
            }
            for (Peer peer : rule.peers()) {
                if (peer instanceof IpBlock block) {
                    blocks.add(block);
                } else if (selects((PodPeer) peer, policy.namespace(), far)) {
                    return new Reach(true, ImmutableList.of());
                }
            }
        }
        return new Reach(false, blocks.build());
    }

    private static boolean open(Rule rule, Endpoint destination, Protocol protocol, int port) {
        return (destination instanceof Pod pod && !pod.hostNetwork())
                ? rule.open(pod, protocol, port)
                : rule.open(protocol, port);
    }

    private static boolean selects(PodPeer peer, String ownNamespace, End far) {
        if (!(far.endpoint() instanceof Pod pod) || pod.hostNetwork()) {
            return false;
        }
        boolean place = peer.namespaces().isPresent()
                ? peer.namespaces().get().selects(far.namespaceLabels())
                : pod.namespace().equals(ownNamespace);
        return place && peer.pods().selects(pod.labels());
    }

    private ImmutableMap<String, String> labels(String namespace) {
        ImmutableMap<String, String> own = namespaces.getOrDefault(namespace, ImmutableMap.of());
        return ImmutableMap.<String, String>builder()
                .putAll(own)
                .put(NAME_LABEL, namespace)
                .buildKeepingLast();
    }

    /** Leaves away addresses of a family that the other end has not. */
    private static ImmutableSet<Cidr> sameFamily(ImmutableSet<Cidr> addresses, ImmutableSet<Cidr> others) {
        ImmutableSet<Cidr> known = addresses.isEmpty() ? ANYWHERE : addresses;
        ImmutableSet<Cidr> common = known.stream()
                .filter(address -> others.stream().anyMatch(other -> other.ipv6() == address.ipv6()))
                .collect(toImmutableSet());
        return common.isEmpty() ? known : common;
    }

    /** Whether those blocks hold all of the addresses, none or some. */
    private static Answer coverage(ImmutableSet<Cidr> ranges, Collection<IpBlock> blocks) {
        EnumSet<Answer> answers = EnumSet.noneOf(Answer.class);
        for (Cidr range : ranges) {
            answers.add(coverage(range, blocks));
        }
        return answers.size() == 1 ? answers.iterator().next() : Answer.DEPENDS;
    }

    private static Answer coverage(Cidr range, Collection<IpBlock> blocks) {
        List<IpBlock> near =
                blocks.stream().filter(block -> !block.holdsNone(range)).toList();
        if (near.isEmpty()) {
            return Answer.DENIED;
        }
        if (near.stream().anyMatch(block -> block.holdsAll(range))) {
            return Answer.ALLOWED;
        }
        // One address is held or not, so a range that is neither has halves.
        Cidr.Halves halves = range.halves();
        Answer lower = coverage(halves.lower(), near);
        return lower != Answer.DEPENDS && lower == coverage(halves.upper(), near) ? lower : Answer.DEPENDS;
    }
}
