package dev.hearth.dsl.network;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Protocol;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A policy of one direction that rules are added to; in which order they come makes no difference. */
final class PolicyDraft {

    /** Where a policy is, and its direction: two directions under one name stay two objects, which is then found. */
    record Key(String namespace, String name, boolean ingress) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::namespace).thenComparing(Key::name).thenComparing(Key::ingress);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private record OpenPort(int number, Protocol protocol) implements Comparable<OpenPort> {

        private static final Comparator<OpenPort> ORDER =
                Comparator.comparingInt(OpenPort::number).thenComparing(OpenPort::protocol);

        @Override
        public int compareTo(OpenPort other) {
            return ORDER.compare(this, other);
        }

        Mapping node() {
            return Mapping.builder()
                    .put("port", number)
                    .put("protocol", protocol.name())
                    .build();
        }
    }

    private final Key key;
    private final NavigableMap<String, ImmutableSortedMap<String, String>> selectors = new TreeMap<>();
    private final NavigableMap<RuleEnd, NavigableSet<OpenPort>> rules = new TreeMap<>();
    private final NavigableSet<String> outside = new TreeSet<>();

    PolicyDraft(Key key) {
        this.key = key;
    }

    /** The policy is about those pods. */
    void selects(Pods pods) {
        selectors.put(pods.labels().toString(), pods.labels());
    }

    void allow(RuleEnd end, Protocol protocol, int port) {
        rules.computeIfAbsent(end, newEnd -> new TreeSet<>()).add(new OpenPort(port, protocol));
    }

    /** Notes whom a rule for all addresses is meant for: a policy knows no names. */
    void meant(String host) {
        outside.add(host);
    }

    /** Where two different sets of pods go by one name, their policies would be one object. */
    Optional<Finding> clash() {
        if (selectors.size() < 2) {
            return Optional.empty();
        }
        return Optional.of(Finding.error(
                        "net.pods-name",
                        "NetworkPolicy " + key.namespace() + "/" + key.name(),
                        "different pods of namespace " + key.namespace() + " have one name: those labelled "
                                + String.join(" and those labelled ", selectors.keySet()))
                .hint("give them the same labels, or one of them another name"));
    }

    Manifest manifest() {
        String direction = key.ingress() ? "ingress" : "egress";
        List<Mapping> written = new ArrayList<>();
        rules.forEach((end, ports) -> written.add(Mapping.builder()
                .putUnlessEmpty(key.ingress() ? "from" : "to", end.peers())
                .put("ports", Sequence.of(ports.stream().map(OpenPort::node).toList()))
                .build()));
        Mapping spec = Mapping.builder()
                .put(direction, Sequence.of(written))
                .put(
                        "podSelector",
                        Mapping.of(
                                "matchLabels",
                                Mapping.texts(selectors.firstEntry().getValue())))
                .put("policyTypes", Node.texts(key.ingress() ? "Ingress" : "Egress"))
                .build();
        Mapping meant = outside.isEmpty()
                ? Mapping.empty()
                : Mapping.of("hearth.dev/outside", Node.text(String.join(" ", outside)));
        return manifest(key.namespace(), key.name(), meant, spec);
    }

    /** Nothing comes in or goes out that no other policy allows. */
    static Manifest defaultDeny(String namespace) {
        return manifest(
                namespace,
                PolicyNames.DEFAULT_DENY,
                Mapping.empty(),
                Mapping.builder()
                        .put("podSelector", Mapping.empty())
                        .put("policyTypes", Node.texts("Egress", "Ingress"))
                        .build());
    }

    private static Manifest manifest(String namespace, String name, Mapping annotations, Mapping spec) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "networking.k8s.io/v1")
                .put("kind", "NetworkPolicy")
                .put(
                        "metadata",
                        Mapping.builder()
                                .putUnlessEmpty("annotations", annotations)
                                .put("name", name)
                                .put("namespace", namespace)
                                .build())
                .put("spec", spec)
                .build());
    }
}
