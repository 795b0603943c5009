package dev.hearth.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.network.NetworkPolicyDerivation;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowProofTest {

    private static final Site SITE = Site.microk8s()
            .node("rack", "192.168.10.11")
            .node("shelf", "192.168.10.12")
            .preinstalled("nginx", "ingress", Offers.none());

    private static final Pods INGRESS = pods("ingress", "nginx");
    private static final Pods MINIO = pods("minio", "minio");
    private static final Pods GRAFANA = pods("monitoring", "grafana");
    private static final Pods PROMETHEUS = pods("monitoring", "prometheus");
    private static final Pods EXPORTER = pods("exporters", "exporter");

    private static Pods pods(String namespace, String name) {
        return Pods.labelled(name, "app", name).orIn(namespace);
    }

    record Speaker(String name, ImmutableList<Part> parts) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(parts);
        }
    }

    private static Component component(String name, Part... parts) {
        return new Speaker(name, ImmutableList.copyOf(parts));
    }

    private static Part flow(Peer from, Peer to, int port) {
        return scope -> scope.flow(from, to, Protocol.TCP, port);
    }

    /** A workload as far as the network is concerned. */
    private static Part workload(String kind, Pods pods, int port, boolean hostNetwork) {
        return scope -> Yaml.read("""
                        apiVersion: apps/v1
                        kind: %s
                        metadata:
                          name: %s
                        spec:
                          template:
                            metadata:
                              labels:
                                app: %s
                                pod-template-hash: x
                            spec:
                              hostNetwork: %s
                              containers:
                                - name: main
                                  ports:
                                    - containerPort: %d
                        """.formatted(kind, pods.name(), pods.name(), hostNetwork, port), "workload.yaml")
                .forEach(scope::manifest);
    }

    private static final Component[] COMPONENTS = {
        component(
                "minio",
                workload("StatefulSet", MINIO, 9000, false),
                flow(MINIO, MINIO, 9000),
                flow(INGRESS, MINIO, 9000),
                flow(MINIO, Peer.outside("releases.example.org"), 443)),
        component(
                "monitoring",
                workload("Deployment", GRAFANA, 3000, false),
                flow(GRAFANA, PROMETHEUS, 9090),
                flow(GRAFANA, MINIO, 9000),
                flow(GRAFANA, Peer.addresses("192.168.20.0/24"), 5432),
                flow(PROMETHEUS, GRAFANA, 3000),
                flow(PROMETHEUS, Peer.apiServer(), 443),
                flow(PROMETHEUS, Peer.nodes(), 10250),
                flow(PROMETHEUS, EXPORTER, 9100),
                flow(Peer.apiServer(), PROMETHEUS, 8443),
                flow(Peer.anywhere(), GRAFANA, 3000),
                flow(Peer.outside("clients"), MINIO, 9001)),
        component("exporters", workload("DaemonSet", EXPORTER, 9100, true), flow(EXPORTER, MINIO, 9002)),
        component("empty")
    };

    private static Expansion expansion(Site site) {
        return Expansion.of(Cluster.named("home").site(site).layer("all", COMPONENTS))
                .derive(new NetworkPolicyDerivation());
    }

    private static Expansion with(Expansion expansion, Stream<Manifest> manifests) {
        return new Expansion(
                expansion.cluster(),
                expansion.view(),
                manifests.collect(ImmutableList.toImmutableList()),
                expansion.flows(),
                expansion.facts(),
                expansion.findings());
    }

    private static Expansion without(Expansion expansion, Predicate<Manifest> which) {
        return with(expansion, expansion.manifests().stream().filter(which.negate()));
    }

    private static Expansion plus(Expansion expansion, String policy) {
        return with(expansion, Stream.concat(expansion.manifests().stream(), Yaml.read(policy, "extra.yaml").stream()));
    }

    private static boolean policy(Manifest manifest) {
        return manifest.kind().equals("NetworkPolicy");
    }

    @Test
    void what_is_derived_from_the_flows_holds_in_every_namespace() {
        FlowProof proof = FlowProof.of(expansion(SITE), 100_000, 1);

        assertThat(proof.faults()).isEmpty();
        assertThatCode(proof::holds).doesNotThrowAnyException();
        assertThat(proof.namespaces()).containsExactly("empty", "exporters", "minio", "monitoring");
        assertThat(proof.declaredConnections()).isGreaterThan(30);
        assertThat(proof.otherConnections()).isGreaterThan(400);
    }

    @Test
    void it_holds_on_a_site_that_names_no_nodes() {
        Site site = Site.microk8s().preinstalled("nginx", "ingress", Offers.none());

        assertThat(FlowProof.of(expansion(site), 100_000, 1).faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void it_holds_for_flows_at_random(long seed) {
        Random random = new Random(seed);
        List<Peer> peers = List.of(
                INGRESS,
                MINIO,
                GRAFANA,
                PROMETHEUS,
                EXPORTER,
                Peer.apiServer(),
                Peer.nodes(),
                Peer.outside("example.org"),
                Peer.outside("203.0.113.9"),
                Peer.addresses("192.168.20.0/24"),
                Peer.addresses("192.168.10.0/24", "198.51.100.7"),
                Peer.anywhere());
        for (int run = 0; run < 15; run++) {
            Part[] flows = random.ints(12, 0, peers.size() * peers.size())
                    .filter(pair -> peers.get(pair / peers.size()) instanceof Pods
                            || peers.get(pair % peers.size()) instanceof Pods)
                    .mapToObj(pair -> flow(
                            peers.get(pair / peers.size()), peers.get(pair % peers.size()), 9000 + random.nextInt(3)))
                    .toArray(Part[]::new);
            Expansion expansion = Expansion.of(Cluster.named("home")
                            .site(SITE)
                            .layer(
                                    "all",
                                    component("minio", workload("StatefulSet", MINIO, 9000, false)),
                                    component("exporters", workload("DaemonSet", EXPORTER, 9100, true)),
                                    component("monitoring", flows)))
                    .derive(new NetworkPolicyDerivation());

            FlowProof.of(expansion, 100_000, seed).holds();
        }
    }

    @Test
    void without_any_single_policy_it_fails() {
        Expansion whole = expansion(SITE);
        // Whom it lets in, another one lets in too: anyone may open that port.
        String spare = "grafana-from-prometheus";

        for (Manifest dropped : whole.manifests().stream()
                .filter(FlowProofTest::policy)
                .filter(manifest -> !spare.equals(manifest.name()))
                .toList()) {
            assertThat(FlowProof.of(without(whole, dropped::equals), 100_000, 1).faults())
                    .as("without " + dropped)
                    .isNotEmpty();
        }
    }

    @Test
    void a_declared_flow_that_is_refused_is_said_with_who_declared_it_and_why() {
        Expansion broken =
                without(expansion(SITE), manifest -> manifest.name().equals("minio-from-monitoring-grafana"));

        assertThat(FlowProof.of(broken).faults())
                .anyMatch(
                        fault -> fault.startsWith("Deployment monitoring/grafana -> StatefulSet minio/minio TCP 9000 is"
                                        + " declared by monitoring, but denied (egress: allowed by")
                                && fault.contains("ingress: isolated by"));
        assertThatThrownBy(FlowProof.of(broken)::holds)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("1 connections are not as declared:\n");
    }

    @Test
    void a_policy_that_allows_more_makes_it_fail_by_its_standard_sample() {
        Expansion broken = plus(expansion(SITE), """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: open
                  namespace: minio
                spec:
                  podSelector: {}
                  ingress:
                    - {}
                  policyTypes:
                    - Ingress
                """);

        assertThat(FlowProof.of(broken).faults())
                .isNotEmpty()
                .allMatch(fault -> fault.contains(" is declared by nobody, but allowed"));
    }

    @Test
    void a_single_connection_too_many_is_found() {
        Expansion broken = plus(expansion(SITE), """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: one-more
                  namespace: minio
                spec:
                  podSelector:
                    matchLabels:
                      app: minio
                  egress:
                    - to:
                        - ipBlock:
                            cidr: 192.168.10.11/32
                      ports:
                        - port: 22
                  policyTypes:
                    - Egress
                """);

        assertThat(FlowProof.of(broken, 100_000, 1).faults())
                .hasSize(2)
                .anyMatch(
                        fault -> fault.startsWith("StatefulSet minio/minio -> node rack TCP 22 is declared by nobody"));
    }

    @Test
    void an_open_namespace_without_pods_is_found() {
        Expansion broken = without(
                expansion(SITE),
                manifest -> policy(manifest) && manifest.namespace().orElse("").equals("empty"));

        assertThat(FlowProof.of(broken).faults())
                .anyMatch(fault -> fault.startsWith("Pod empty/stranger -> 203.0.113.7"));
    }

    @Test
    void a_sample_without_connections_is_refused() {
        Expansion expansion = expansion(SITE);

        assertThatThrownBy(() -> FlowProof.of(expansion, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a sample needs at least one connection, but was 0");
    }
}
