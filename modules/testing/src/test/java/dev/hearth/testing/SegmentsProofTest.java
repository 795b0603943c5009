package dev.hearth.testing;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Namespaces;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Segments;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.network.NetworkPolicyDerivation;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.graph.network.NetworkPolicies;
import dev.hearth.graph.network.Pod;
import dev.hearth.graph.network.Protocol;
import dev.hearth.manifest.Manifest;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SegmentsProofTest {

    private static final Port HTTP = Port.http(8080);

    private static final Segments APART = Segments.none()
            .segment("production", "data", "applications")
            .segment("development", "drafts")
            .segment("management", "observability");

    /** A server that opens those of others. */
    record Server(String name, String namespace, ImmutableList<String> opens) implements Component {

        Workload workload() {
            return Workload.deployment(name)
                    .image(Image.of("registry.example.org/" + name, "1.0"))
                    .port(HTTP)
                    .requests(cpu("10m"), memory("16Mi"));
        }

        @Override
        public Offers offers() {
            return workload().offers();
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(workload()
                    .reaches(opens.stream()
                            .map(other -> ServiceRef.of(other, other, HTTP.name()))
                            .toArray(ServiceRef[]::new)));
        }
    }

    private static Server server(String name, String... opens) {
        return new Server(name, name, ImmutableList.copyOf(opens));
    }

    private static Cluster cluster(Segments segments) {
        return Cluster.named("home")
                .site(Site.microk8s().node("rack", "192.168.10.11"))
                .layer("data", server("database"))
                .layer("applications", server("photos", "database"))
                .layer("drafts", server("sketch", "database"))
                .layer("observability", server("metrics", "database", "photos", "sketch"))
                .segments(segments);
    }

    private static Expansion expand(Cluster cluster) {
        return Expansion.of(cluster).derive(new Namespaces()).derive(new NetworkPolicyDerivation());
    }

    private static Map<String, String> labels(Expansion expansion) {
        return expansion.manifests().stream()
                .filter(manifest -> manifest.kind().equals("Namespace"))
                .filter(manifest -> manifest.labels().containsKey(Segments.LABEL))
                .collect(Collectors.toMap(
                        Manifest::name, manifest -> manifest.labels().get(Segments.LABEL)));
    }

    @Test
    void a_flow_from_one_segment_to_another_that_nobody_declared_is_an_error() {
        Expansion expansion = expand(cluster(APART.crossing("management", "production", "metrics")
                .crossing("management", "development", "metrics")));

        assertThat(expansion.findings())
                .extracting(Finding::rule, Finding::subject, Finding::message)
                .containsExactly(tuple(
                        "net.segment",
                        "component sketch",
                        "pods sketch/sketch of segment development open database/database:8080 of segment production, and"
                                + " no crossing says that they may"));
        assertThat(expansion.findings().get(0).place()).isPresent();
    }

    @Test
    void a_declared_crossing_goes_one_way_and_is_listed_with_its_reason() {
        Expansion expansion = expand(cluster(APART.crossing("management", "production", "metrics are scraped")
                .crossing("management", "development", "metrics are scraped")
                .crossing("development", "production", "drafts are made of what is there")));

        assertThat(expansion.findings()).isEmpty();
        assertThat(expansion.facts(Exemption.class))
                .extracting(stated -> stated.fact())
                .contains(new Exemption(
                        "segments held apart",
                        "Segment development to production",
                        "drafts are made of what is there"));
        assertThat(APART.crossing("management", "production", "metrics").allow("production", "management"))
                .isFalse();
    }

    @Test
    void policies_hold_segments_apart_but_for_what_was_declared() {
        Expansion expansion = expand(cluster(APART.crossing("management", "production", "metrics")
                .crossing("management", "development", "metrics")
                .crossing("development", "production", "drafts")));
        FlowProof.of(expansion).holds();

        NetworkPolicies policies = NetworkPolicies.of(expansion.manifests());
        Map<String, Pod> pods =
                policies.pods().stream().collect(Collectors.toMap(Pod::namespace, pod -> pod, (one, other) -> one));
        assertThat(verdict(policies, pods, "sketch", "database")).isTrue();
        assertThat(verdict(policies, pods, "sketch", "photos")).isFalse();
        assertThat(verdict(policies, pods, "photos", "sketch")).isFalse();
        assertThat(verdict(policies, pods, "photos", "metrics")).isFalse();
    }

    private static boolean verdict(NetworkPolicies policies, Map<String, Pod> pods, String from, String to) {
        return policies.verdict(requireNonNull(pods.get(from)), requireNonNull(pods.get(to)), Protocol.TCP, 8080)
                .allowed();
    }

    @Test
    void namespaces_say_to_which_segment_they_belong() {
        assertThat(labels(expand(cluster(APART))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "database", "production",
                        "photos", "production",
                        "sketch", "development",
                        "metrics", "management"));
        assertThat(labels(expand(cluster(Segments.none())))).isEmpty();
        assertThat(expand(cluster(Segments.none())).findings()).isEmpty();
    }

    @Test
    void every_layer_is_in_a_segment_and_every_segment_has_layers_of_the_cluster() {
        Expansion expansion = expand(Cluster.named("home")
                .site(Site.microk8s().node("rack", "192.168.10.11"))
                .layer("data", server("database"))
                .layer("more", server("photos"))
                .segments(Segments.none().segment("production", "data", "dta")));

        assertThat(expansion.findings())
                .extracting(Finding::subject)
                .containsExactlyInAnyOrder("layer more", "segment production");
    }

    @Test
    void a_namespace_is_of_one_segment() {
        Expansion expansion = expand(Cluster.named("home")
                .site(Site.microk8s().node("rack", "192.168.10.11"))
                .layer("data", server("database"))
                .layer("drafts", new Server("sketch", "database", ImmutableList.of()))
                .segments(Segments.none().segment("production", "data").segment("development", "drafts")));

        assertThat(expansion.findings()).extracting(Finding::subject).containsExactly("Namespace database");
    }

    @Test
    void refuses_a_layer_in_two_segments_and_crossings_that_lead_nowhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> APART.segment("development", "data"))
                .withMessageContaining("segment production already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> APART.crossing("management", "staging", "tests"))
                .withMessageContaining("no segment 'staging'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> APART.crossing("management", "production", " "))
                .withMessageContaining("needs a reason");
    }
}
