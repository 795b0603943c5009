package dev.hearth.graph.network;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Text;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/**
 * The rules of a NetworkPolicy a second time, straight from its fields and as plainly as can be, for endpoints with one
 * address each. It shares no code with what it judges.
 */
final class NaivePolicies {

    private final List<Manifest> manifests;

    NaivePolicies(List<Manifest> manifests) {
        this.manifests = manifests;
    }

    /** An end of a connection; the namespace is empty for what is no pod or is seen as a node. */
    record End(String namespace, Map<String, String> labels, String address, List<ContainerPort> ports) {}

    boolean allows(End from, End to, String protocol, int port) {
        return allows("Egress", from, to, to, protocol, port) && allows("Ingress", to, from, to, protocol, port);
    }

    private boolean allows(String type, End near, End far, End destination, String protocol, int port) {
        boolean isolated = false;
        for (Manifest policy : manifests) {
            if (!policy.kind().equals("NetworkPolicy")
                    || !policy.namespace().orElseThrow().equals(near.namespace())
                    || !matches(policy.spec().mapping("podSelector"), near.labels())
                    || !about(policy.spec(), type)) {
                continue;
            }
            isolated = true;
            String rules = type.equals("Egress") ? "egress" : "ingress";
            String peers = type.equals("Egress") ? "to" : "from";
            for (Mapping rule : policy.spec().sequence(rules).mappings()) {
                List<Mapping> named = rule.sequence(peers).mappings();
                List<Mapping> ports = rule.sequence("ports").mappings();
                boolean peer = named.isEmpty()
                        || named.stream()
                                .anyMatch(one -> peer(one, policy.namespace().orElseThrow(), far));
                boolean open =
                        ports.isEmpty() || ports.stream().anyMatch(one -> open(one, destination, protocol, port));
                if (peer && open) {
                    return true;
                }
            }
        }
        return !isolated;
    }

    private static boolean about(Mapping spec, String type) {
        List<String> types = spec.sequence("policyTypes").strings();
        if (types.isEmpty()) {
            return type.equals("Ingress") || spec.sequence("egress").size() > 0;
        }
        return types.contains(type);
    }

    private boolean peer(Mapping peer, String own, End far) {
        if (peer.has("ipBlock")) {
            Mapping block = peer.mapping("ipBlock");
            return within(far.address(), block.text("cidr").orElseThrow())
                    && block.sequence("except").strings().stream().noneMatch(hole -> within(far.address(), hole));
        }
        if (far.namespace().isEmpty()) {
            return false;
        }
        if (peer.has("podSelector") && !matches(peer.mapping("podSelector"), far.labels())) {
            return false;
        }
        return peer.has("namespaceSelector")
                ? matches(peer.mapping("namespaceSelector"), namespaceLabels(far.namespace()))
                : far.namespace().equals(own);
    }

    private Map<String, String> namespaceLabels(String name) {
        return manifests.stream()
                .filter(manifest ->
                        manifest.kind().equals("Namespace") && manifest.name().equals(name))
                .findFirst()
                .orElseThrow()
                .withLabel("kubernetes.io/metadata.name", name)
                .labels();
    }

    private static boolean matches(Mapping selector, Map<String, String> labels) {
        for (Map.Entry<String, Node> wanted :
                selector.mapping("matchLabels").fields().entrySet()) {
            if (!Node.text(labels.getOrDefault(wanted.getKey(), "none")).equals(wanted.getValue())) {
                return false;
            }
        }
        for (Mapping expression : selector.sequence("matchExpressions").mappings()) {
            String key = expression.text("key").orElseThrow();
            boolean has = labels.containsKey(key);
            boolean in = expression.sequence("values").strings().contains(labels.getOrDefault(key, "none"));
            boolean holds = switch (expression.text("operator").orElseThrow()) {
                case "In" -> in;
                case "NotIn" -> !in;
                case "Exists" -> has;
                default -> !has;
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private static boolean open(Mapping range, End destination, String protocol, int port) {
        if (!range.text("protocol").orElse("TCP").equals(protocol)) {
            return false;
        }
        Node first = range.get("port").orElse(Node.number(port));
        if (first instanceof Text name) {
            return destination.ports().stream()
                    .anyMatch(one -> one.name().equals(name.value())
                            && one.port() == port
                            && one.protocol().name().equals(protocol));
        }
        int from = ((Numeral) first).value().intValue();
        return from <= port && port <= range.number("endPort").orElse((long) from);
    }

    private static boolean within(String address, String cidr) {
        try {
            byte[] one = InetAddress.getByName(address).getAddress();
            byte[] base =
                    InetAddress.getByName(cidr.substring(0, cidr.indexOf('/'))).getAddress();
            int shift = base.length * 8 - Integer.parseInt(cidr.substring(cidr.indexOf('/') + 1));
            return one.length == base.length
                    && new BigInteger(1, one).shiftRight(shift).equals(new BigInteger(1, base).shiftRight(shift));
        } catch (UnknownHostException noLiteral) {
            throw new IllegalArgumentException(noLiteral);
        }
    }
}
