package dev.hearth.graph.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random clusters, judged twice. The words are few, so that selectors and ports often meet. */
class AgreementTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agrees_with_the_naive_reading_of_random_policies(long seed) {
        RandomCluster random = new RandomCluster(seed);
        EnumMap<Answer, Integer> seen = new EnumMap<>(Answer.class);
        for (int round = 0; round < 40; round++) {
            List<Manifest> manifests = random.manifests();
            NetworkPolicies policies = NetworkPolicies.of(manifests);
            NaivePolicies naive = new NaivePolicies(manifests);
            List<Endpoint> endpoints = random.endpoints();
            for (Endpoint from : endpoints) {
                for (Endpoint to : endpoints) {
                    Protocol protocol = random.any(Protocol.TCP, Protocol.TCP, Protocol.UDP, Protocol.SCTP);
                    int port = random.port();
                    Verdict verdict = policies.verdict(from, to, protocol, port);
                    assertThat(verdict.allowed())
                            .as(
                                    "%s -> %s %s %s: %s in %s",
                                    from,
                                    to,
                                    protocol,
                                    port,
                                    verdict,
                                    manifests.stream().map(Manifest::root).toList())
                            .isEqualTo(naive.allows(naive(from), naive(to), protocol.name(), port));
                    seen.merge(verdict.answer(), 1, Integer::sum);
                }
            }
        }
        // Addresses are known, so nothing depends; and the comparison is worth something only with many of both.
        assertThat(seen).containsOnlyKeys(Answer.ALLOWED, Answer.DENIED);
        assertThat(seen.values()).allMatch(count -> count > 500);
    }

    @Test
    void enumerates_the_verdicts_it_gives_one_by_one() {
        RandomCluster random = new RandomCluster(99);
        NetworkPolicies policies =
                NetworkPolicies.of(random.manifests()).with(random.endpoints().toArray(Endpoint[]::new));
        assertThat(policies.all())
                .hasSizeGreaterThan(50)
                .allSatisfy(connection -> assertThat(connection.verdict())
                        .isEqualTo(policies.verdict(
                                connection.from(), connection.to(), connection.protocol(), connection.port())));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void says_depends_exactly_where_addresses_of_a_range_are_treated_differently(long seed) {
        RandomCluster random = new RandomCluster(seed);
        EnumMap<Answer, Integer> seen = new EnumMap<>(Answer.class);
        for (int round = 0; round < 60; round++) {
            NetworkPolicies policies = NetworkPolicies.of(random.blocks());
            Pod pod = (Pod) random.endpoints().get(0);
            int port = random.port();
            String prefix = random.any("10.0.0.", "10.0.1.", "10.1.0.");
            boolean[] answers = new boolean[256];
            for (int last = 0; last < 256; last++) {
                answers[last] = policies.allows(pod, Host.outside(prefix + last), Protocol.TCP, port);
            }
            long allowed = IntStream.range(0, 256).filter(i -> answers[i]).count();
            Answer answer = policies.verdict(pod, Host.range(prefix + "0/24"), Protocol.TCP, port)
                    .answer();
            assertThat(answer)
                    .isEqualTo(allowed == 256 ? Answer.ALLOWED : allowed == 0 ? Answer.DENIED : Answer.DEPENDS);
            seen.merge(answer, 1, Integer::sum);
        }
        assertThat(seen).containsOnlyKeys(Answer.values());
    }

    private static NaivePolicies.End naive(Endpoint endpoint) {
        if (endpoint instanceof Pod pod) {
            return new NaivePolicies.End(
                    pod.hostNetwork() ? "" : pod.namespace(),
                    pod.labels(),
                    address(pod.addresses().asList().get(0)),
                    pod.hostNetwork() ? List.of() : pod.ports().asList());
        }
        return new NaivePolicies.End(
                "", Map.of(), address(((Host) endpoint).addresses().asList().get(0)), List.of());
    }

    private static String address(Cidr one) {
        return one.toString().substring(0, one.toString().indexOf('/'));
    }

    private static final class RandomCluster {

        private static final String[] NAMESPACES = {"a", "b", "c"};
        private static final String[] KEYS = {"app", "tier", "team"};
        private static final String[] VALUES = {"x", "y"};

        private final Random random;

        RandomCluster(long seed) {
            this.random = new Random(seed);
        }

        @SafeVarargs
        final <T> T any(T... items) {
            return items[random.nextInt(items.length)];
        }

        private boolean oneIn(int times) {
            return random.nextInt(times) == 0;
        }

        int port() {
            return any(80, 81, 82, 83);
        }

        List<Manifest> manifests() {
            Stream<Manifest> namespaces = Stream.of(NAMESPACES)
                    .map(name -> manifest(
                            "v1",
                            "Namespace",
                            Mapping.builder().put("name", name).put("labels", Mapping.texts(labels())),
                            Mapping.empty()));
            Stream<Manifest> policies = IntStream.range(0, 2 + random.nextInt(6))
                    .mapToObj(i -> manifest(
                            "networking.k8s.io/v1",
                            "NetworkPolicy",
                            Mapping.builder().put("name", "p" + i).put("namespace", any(NAMESPACES)),
                            policy()));
            return Stream.concat(namespaces, policies).toList();
        }

        /** Policies that let some of the pods of every namespace out to random blocks. */
        List<Manifest> blocks() {
            return IntStream.range(0, 9)
                    .mapToObj(i -> manifest(
                            "networking.k8s.io/v1",
                            "NetworkPolicy",
                            Mapping.builder().put("name", "p" + i).put("namespace", NAMESPACES[i % 3]),
                            Mapping.builder()
                                    .put("podSelector", i < 3 ? Mapping.empty() : selector())
                                    .put("policyTypes", Node.texts("Egress"))
                                    .put(
                                            "egress",
                                            list(
                                                    3,
                                                    () -> Mapping.builder()
                                                            .put(
                                                                    "to",
                                                                    Node.list(
                                                                            Mapping.of("ipBlock", block()),
                                                                            Mapping.of("ipBlock", block())))
                                                            .put("ports", list(2, this::range))
                                                            .build()))
                                    .build()))
                    .toList();
        }

        private static Manifest manifest(String apiVersion, String kind, Mapping.Builder metadata, Mapping spec) {
            return Manifest.of(Mapping.builder()
                    .put("apiVersion", apiVersion)
                    .put("kind", kind)
                    .put("metadata", metadata.build())
                    .put("spec", spec)
                    .build());
        }

        List<Endpoint> endpoints() {
            List<Endpoint> endpoints = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Pod pod = Pod.named("pod" + i, any(NAMESPACES)).labels(labels());
                pod = pod.address(address(i == 0));
                for (String name : List.of("http", "sql")) {
                    pod = pod.port(new ContainerPort(name, port(), any(Protocol.TCP, Protocol.UDP)));
                }
                endpoints.add(i > 0 && oneIn(5) ? pod.onHostNetwork() : pod);
            }
            endpoints.add(Host.outside(address(false)));
            endpoints.add(Host.outside(address(false)));
            return endpoints;
        }

        private Map<String, String> labels() {
            Map<String, String> labels = new LinkedHashMap<>();
            for (String key : KEYS) {
                if (!oneIn(3)) {
                    labels.put(key, any(VALUES));
                }
            }
            return labels;
        }

        private String address(boolean four) {
            return four || !oneIn(4)
                    ? "10." + random.nextInt(2) + "." + random.nextInt(2) + "." + random.nextInt(256)
                    : "fd00::" + random.nextInt(2) + ":" + random.nextInt(10);
        }

        private Mapping policy() {
            Mapping.Builder spec = Mapping.builder().put("podSelector", selector());
            if (oneIn(2)) {
                spec.put(
                        "policyTypes",
                        any(
                                Node.texts("Ingress"),
                                Node.texts("Egress"),
                                Node.texts("Egress", "Ingress"),
                                Node.texts()));
            }
            if (!oneIn(3)) {
                spec.put("ingress", list(3, () -> rule("from")));
            }
            if (!oneIn(3)) {
                spec.put("egress", list(3, () -> rule("to")));
            }
            return spec.build();
        }

        private Sequence list(int below, Supplier<Mapping> item) {
            return Sequence.of(
                    Stream.generate(item).limit(random.nextInt(below)).toList());
        }

        private Mapping rule(String peers) {
            Mapping.Builder rule = Mapping.builder();
            if (!oneIn(6)) {
                rule.put(peers, list(4, this::peer));
            }
            if (!oneIn(3)) {
                rule.put("ports", list(4, this::range));
            }
            return rule.build();
        }

        private Mapping peer() {
            if (oneIn(2)) {
                return Mapping.of("ipBlock", block());
            }
            return switch (random.nextInt(3)) {
                case 0 -> Mapping.of("podSelector", selector());
                case 1 -> Mapping.of("namespaceSelector", selector());
                default ->
                    Mapping.builder()
                            .put("podSelector", selector())
                            .put("namespaceSelector", selector())
                            .build();
            };
        }

        private Mapping block() {
            return switch (random.nextInt(5)) {
                case 0 -> block("10.0.0.0/15", "10.0.0.0/17", "10.1.1.0/24", "10.0.1." + random.nextInt(256) + "/32");
                case 1 -> block("10." + random.nextInt(2) + ".0.0/16", "10.0.1.0/25", "10.0.0.128/25");
                case 2 -> block("0.0.0.0/0", "10.0.0.0/8");
                case 3 -> block("::/0", "fd00::1:0/112");
                default ->
                    block("10.0." + random.nextInt(2) + "." + random.nextInt(256) + "/" + (24 + random.nextInt(9)));
            };
        }

        private Mapping block(String cidr, String... holes) {
            Cidr whole = Cidr.parse(cidr);
            return Mapping.builder()
                    .put("cidr", cidr)
                    .put(
                            "except",
                            Node.texts(Stream.of(holes)
                                    .filter(hole -> oneIn(2) && whole.contains(Cidr.parse(hole)))
                                    .toList()))
                    .build();
        }

        private Mapping range() {
            Mapping.Builder range = Mapping.builder();
            if (oneIn(2)) {
                range.put("protocol", any("TCP", "UDP", "SCTP"));
            }
            int first = port();
            switch (random.nextInt(4)) {
                case 0 -> range.put("port", any("http", "sql"));
                case 1 -> range.put("port", first).put("endPort", first + random.nextInt(3));
                case 2 -> range.put("port", first);
                default -> {}
            }
            return range.build();
        }

        private Mapping selector() {
            Mapping.Builder selector = Mapping.builder();
            if (oneIn(2)) {
                selector.put(
                        "matchLabels",
                        oneIn(4)
                                ? Mapping.texts(Map.of("kubernetes.io/metadata.name", any(NAMESPACES)))
                                : Mapping.texts(Map.of(any(KEYS), any(VALUES))));
            }
            if (oneIn(3)) {
                selector.put("matchExpressions", list(3, this::expression));
            }
            return selector.build();
        }

        private Mapping expression() {
            Mapping.Builder expression = Mapping.builder().put("key", any(KEYS));
            switch (random.nextInt(4)) {
                case 0 -> expression.put("operator", "In").put("values", Node.texts(any(VALUES)));
                case 1 -> expression.put("operator", "NotIn").put("values", Node.texts(any(VALUES), "z"));
                case 2 -> expression.put("operator", "Exists");
                default -> expression.put("operator", "DoesNotExist");
            }
            return expression.build();
        }
    }
}
