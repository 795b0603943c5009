package dev.hearth.graph.network;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.graph.network.LabelSelector.Expression;
import dev.hearth.graph.network.LabelSelector.Operator;
import dev.hearth.graph.network.Policy.IpBlock;
import dev.hearth.graph.network.Policy.Peer;
import dev.hearth.graph.network.Policy.PodPeer;
import dev.hearth.graph.network.Policy.PortRange;
import dev.hearth.graph.network.Policy.Rule;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Reads one NetworkPolicy as the API server does. A field that is misspelt or of a wrong type is a finding: passed over, a
 * broken {@code from} would look like one that allows everything.
 */
final class PolicyReader {

    // Stands in for a range that could not be read; the policy is not used then.
    private static final Cidr NOWHERE = Cidr.address("0.0.0.0");
    private static final Pattern PORT_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    private final Manifest manifest;
    private final ImmutableList.Builder<Finding> findings = ImmutableList.builder();

    private PolicyReader(Manifest manifest) {
        this.manifest = manifest;
    }

    /** A policy, to be used only where there is no finding. */
    record Result(Policy policy, ImmutableList<Finding> findings) {}

    static boolean reads(Manifest manifest) {
        return manifest.kind().equals("NetworkPolicy")
                && manifest.identity().group().equals("networking.k8s.io");
    }

    static Result read(Manifest manifest) {
        PolicyReader reader = new PolicyReader(manifest);
        Policy policy = reader.policy();
        return new Result(policy, reader.findings.build());
    }

    private Policy policy() {
        FieldPath at = FieldPath.of("spec");
        Mapping spec = mapping(manifest.root(), "spec", FieldPath.root()).orElse(Mapping.empty());
        known(spec, at, "podSelector", "policyTypes", "ingress", "egress");
        ImmutableList<Rule> ingress = rules(spec, at, Direction.INGRESS);
        ImmutableList<Rule> egress = rules(spec, at, Direction.EGRESS);
        ImmutableSet<String> types = types(spec, at);
        // Without types a policy is about ingress, and about egress as well once it has an egress rule.
        boolean isolatesIngress = types.isEmpty() || types.contains("Ingress");
        boolean isolatesEgress = types.isEmpty() ? !egress.isEmpty() : types.contains("Egress");
        return new Policy(
                manifest.identity(),
                PodReader.namespace(manifest),
                selector(spec, "podSelector", at).orElse(LabelSelector.EVERYTHING),
                isolatesIngress ? Optional.of(ingress) : Optional.empty(),
                isolatesEgress ? Optional.of(egress) : Optional.empty());
    }

    private ImmutableSet<String> types(Mapping spec, FieldPath at) {
        List<String> types = texts(spec, "policyTypes", at);
        for (String type : types) {
            if (!type.equals("Ingress") && !type.equals("Egress")) {
                found(
                        "net.policy-types",
                        at.field("policyTypes"),
                        "\"" + type + "\" is no policy type",
                        "write Ingress, Egress or both");
            }
        }
        return ImmutableSet.copyOf(types);
    }

    private ImmutableList<Rule> rules(Mapping spec, FieldPath spot, Direction direction) {
        return items(spec, direction.field, spot, (rule, at) -> {
            known(rule, at, direction.peers, "ports");
            return new Rule(items(rule, direction.peers, at, this::peer), items(rule, "ports", at, this::port));
        });
    }

    private Peer peer(Mapping peer, FieldPath at) {
        known(peer, at, "podSelector", "namespaceSelector", "ipBlock");
        Optional<LabelSelector> pods = selector(peer, "podSelector", at);
        Optional<LabelSelector> namespaces = selector(peer, "namespaceSelector", at);
        Optional<Mapping> block = mapping(peer, "ipBlock", at);
        if (block.isPresent()) {
            if (pods.isPresent() || namespaces.isPresent()) {
                found(
                        "net.policy-peer",
                        at,
                        "a peer is either an ipBlock or selectors, not both",
                        "make them two entries of the list, which allows either");
            }
            return ipBlock(block.get(), at.field("ipBlock"));
        }
        if (pods.isEmpty() && namespaces.isEmpty() && saysNothing(peer)) {
            found(
                    "net.policy-peer",
                    at,
                    "a peer needs a podSelector, a namespaceSelector or an ipBlock",
                    "write podSelector: {} for all pods of the namespace, namespaceSelector: {} for all pods"
                            + " of the cluster, or leave the whole list away for everyone");
        }
        return new PodPeer(namespaces, pods.orElse(LabelSelector.EVERYTHING));
    }

    /** Whether there is no field at all; a field of another name or type is a finding already. */
    private static boolean saysNothing(Mapping peer) {
        return peer.fields().values().stream().allMatch(value -> value == Null.NULL);
    }

    private IpBlock ipBlock(Mapping block, FieldPath at) {
        known(block, at, "cidr", "except");
        Optional<Cidr> cidr = cidr(text(block, "cidr", at).orElse(""), at.field("cidr"));
        ImmutableList.Builder<Cidr> except = ImmutableList.builder();
        List<String> holes = texts(block, "except", at);
        for (int i = 0; i < holes.size(); i++) {
            FieldPath spot = at.field("except").index(i);
            Optional<Cidr> hole = cidr(holes.get(i), spot);
            hole.ifPresent(except::add);
            if (cidr.isPresent() && hole.isPresent()) {
                inside(cidr.get(), hole.get(), spot);
            }
        }
        return new IpBlock(cidr.orElse(NOWHERE), except.build());
    }

    private void inside(Cidr cidr, Cidr hole, FieldPath at) {
        if (!cidr.contains(hole) || hole.prefix() == cidr.prefix()) {
            found(
                    "net.policy-cidr",
                    at,
                    hole + " is no smaller part of " + cidr,
                    "except takes away from cidr: name ranges inside it, or remove this one");
        }
    }

    private Optional<Cidr> cidr(String text, FieldPath at) {
        try {
            return Optional.of(Cidr.parse(text));
        } catch (IllegalArgumentException wrong) {
            found("net.policy-cidr", at, String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    private PortRange port(Mapping port, FieldPath at) {
        known(port, at, "protocol", "port", "endPort");
        Protocol protocol = protocol(port, at);
        Optional<Node> first = present(port, "port");
        Optional<Node> last = present(port, "endPort");
        if (first.isEmpty()) {
            if (last.isPresent()) {
                found("net.policy-port", at.field("endPort"), "endPort needs port, the first of the range");
            }
            return PortRange.between(protocol, 1, 65_535);
        }
        if (first.get() instanceof Text name) {
            portName(name.value(), at.field("port"));
            if (last.isPresent()) {
                found(
                        "net.policy-port",
                        at.field("endPort"),
                        "endPort needs a number as port, but port is the name \"" + name.value() + "\"",
                        "remove endPort, or write the first port of the range as a number");
            }
            return PortRange.named(protocol, name.value());
        }
        int from = number(first.get(), at.field("port"));
        int to = last.isPresent() ? number(last.get(), at.field("endPort")) : from;
        if (to < from) {
            found("net.policy-port", at.field("endPort"), "endPort " + to + " is before port " + from);
        }
        return PortRange.between(protocol, from, to);
    }

    private Protocol protocol(Mapping port, FieldPath at) {
        String word = text(port, "protocol", at).orElse("TCP");
        Optional<Protocol> protocol = Arrays.stream(Protocol.values())
                .filter(candidate -> candidate.name().equals(word))
                .findFirst();
        if (protocol.isEmpty()) {
            found(
                    "net.policy-port",
                    at.field("protocol"),
                    "\"" + word + "\" is no protocol of a NetworkPolicy",
                    "write TCP, UDP or SCTP");
        }
        return protocol.orElse(Protocol.TCP);
    }

    private void portName(String name, FieldPath at) {
        boolean valid = name.length() <= 15
                && PORT_NAME.matcher(name).matches()
                && !name.contains("--")
                && CharMatcher.inRange('a', 'z').matchesAnyOf(name);
        if (!valid) {
            found(
                    "net.policy-port",
                    at,
                    "\"" + name + "\" is no port name",
                    "a port name has 1 to 15 lower case letters, digits and single dashes between them, with a"
                            + " letter among them; a port number has no quotes");
        }
    }

    private int number(Node node, FieldPath at) {
        if (node instanceof Numeral numeral) {
            long value;
            try {
                value = numeral.value().longValueExact();
            } catch (ArithmeticException notWhole) {
                value = 0;
            }
            if (ContainerPort.valid(value)) {
                return (int) value;
            }
            found("net.policy-port", at, "a port is between 1 and 65535, but was " + numeral.value());
            return 0;
        }
        shape(at, "a port", node);
        return 0;
    }

    private Optional<LabelSelector> selector(Mapping from, String field, FieldPath spot) {
        FieldPath at = spot.field(field);
        return mapping(from, field, spot).map(selector -> {
            known(selector, at, "matchLabels", "matchExpressions");
            Mapping labels = mapping(selector, "matchLabels", at).orElse(Mapping.empty());
            labels.fields().forEach((key, value) -> {
                if (!(value instanceof Text)) {
                    shape(at.field("matchLabels").field(key), "a text", value);
                }
            });
            return new LabelSelector(
                    ImmutableMap.copyOf(Manifest.strings(labels)),
                    items(selector, "matchExpressions", at, this::expression));
        });
    }

    private Expression expression(Mapping expression, FieldPath at) {
        known(expression, at, "key", "operator", "values");
        String key = text(expression, "key", at).orElse("");
        if (key.isEmpty()) {
            found("net.policy-selector", at.field("key"), "an expression needs the key of a label");
        }
        String word = text(expression, "operator", at).orElse("");
        Operator operator = Arrays.stream(Operator.values())
                .filter(candidate -> candidate.word.equals(word))
                .findFirst()
                .orElse(Operator.EXISTS);
        ImmutableSet<String> values = ImmutableSet.copyOf(texts(expression, "values", at));
        if (!operator.word.equals(word)) {
            found(
                    "net.policy-selector",
                    at.field("operator"),
                    "\"" + word + "\" is no operator of a selector",
                    "write In, NotIn, Exists or DoesNotExist");
        } else if (operator.takesValues && values.isEmpty()) {
            found("net.policy-selector", at.field("values"), operator.word + " needs at least one value");
        } else if (!operator.takesValues && !values.isEmpty()) {
            found("net.policy-selector", at.field("values"), operator.word + " takes no values");
        }
        return new Expression(key, operator, values);
    }

    private void found(String rule, FieldPath at, String message) {
        findings.add(finding(rule, at, message));
    }

    private void found(String rule, FieldPath at, String message, String hint) {
        findings.add(finding(rule, at, message).hint(hint));
    }

    private Finding finding(String rule, FieldPath at, String message) {
        return Finding.error(rule, manifest.identity(), message)
                .at(at)
                .from(manifest.position(at).map(Place::of));
    }

    // What follows reads fields by type; null is an absent field.

    private static Optional<Node> present(Mapping from, String field) {
        return from.get(field).filter(value -> value != Null.NULL);
    }

    private Optional<Mapping> mapping(Mapping from, String field, FieldPath at) {
        return typed(from, field, at, Mapping.class, "a mapping");
    }

    private Optional<String> text(Mapping from, String field, FieldPath at) {
        return typed(from, field, at, Text.class, "a text").map(Text::value);
    }

    private List<String> texts(Mapping from, String field, FieldPath at) {
        ImmutableList.Builder<String> out = ImmutableList.builder();
        each(from, field, at, (item, spot) -> {
            if (item instanceof Text text) {
                out.add(text.value());
            } else {
                shape(spot, "a text", item);
            }
        });
        return out.build();
    }

    private <T> ImmutableList<T> items(
            Mapping from, String field, FieldPath at, BiFunction<Mapping, FieldPath, T> reader) {
        ImmutableList.Builder<T> out = ImmutableList.builder();
        each(from, field, at, (item, spot) -> {
            if (item instanceof Mapping mapping) {
                out.add(reader.apply(mapping, spot));
            } else {
                shape(spot, "a mapping", item);
            }
        });
        return out.build();
    }

    private void each(Mapping from, String field, FieldPath at, BiConsumer<Node, FieldPath> consumer) {
        Sequence list = typed(from, field, at, Sequence.class, "a list").orElse(Sequence.empty());
        for (int i = 0; i < list.size(); i++) {
            consumer.accept(list.items().get(i), at.field(field).index(i));
        }
    }

    private <T extends Node> Optional<T> typed(Mapping from, String field, FieldPath at, Class<T> type, String wanted) {
        Optional<Node> value = present(from, field);
        if (value.isPresent() && !type.isInstance(value.get())) {
            shape(at.field(field), wanted, value.get());
            return Optional.empty();
        }
        return value.map(type::cast);
    }

    private void known(Mapping mapping, FieldPath at, String... fields) {
        List<String> names = Arrays.asList(fields);
        for (String field : mapping.fields().keySet()) {
            if (!names.contains(field)) {
                found(
                        "net.policy-shape",
                        at.field(field),
                        "a NetworkPolicy has no such field here",
                        "the fields here are " + String.join(", ", names));
            }
        }
    }

    private void shape(FieldPath at, String wanted, Node actual) {
        found("net.policy-shape", at, "must be " + wanted + ", but is " + word(actual));
    }

    private static String word(Node node) {
        if (node instanceof Mapping) {
            return "a mapping";
        }
        if (node instanceof Sequence) {
            return "a list";
        }
        if (node instanceof Text) {
            return "a text";
        }
        if (node instanceof Numeral) {
            return "a number";
        }
        return node == Null.NULL ? "null" : "a boolean";
    }
}
