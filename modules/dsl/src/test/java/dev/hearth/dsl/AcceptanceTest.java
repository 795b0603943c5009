package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.findings.Acceptance;
import org.junit.jupiter.api.Test;

class AcceptanceTest {

    private record Shop(String name) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none().accept("pod.resources", "it runs alone");
        }
    }

    private static final Cluster CLUSTER = Cluster.named("home").layer("shops", new Shop("shop"), new Shop("other"));

    @Test
    void a_component_accepts_with_the_line_that_says_so() {
        assertThat(Expansion.of(CLUSTER).facts(Acceptance.class))
                .extracting(Stated::fact)
                .allSatisfy(acceptance -> {
                    assertThat(acceptance.rule()).isEqualTo("pod.resources");
                    assertThat(acceptance.reason()).isEqualTo("it runs alone");
                    assertThat(acceptance.place().orElseThrow().file()).isEqualTo("AcceptanceTest.java");
                });
        assertThat(Expansion.of(CLUSTER).facts(Acceptance.class))
                .extracting(stated -> stated.fact().component())
                .containsExactly("shop", "other");
    }

    @Test
    void the_line_is_no_part_of_what_a_component_is() {
        Manifests one = Manifests.none().accept("pod.resources", "alone");
        Manifests same = Manifests.none().accept("pod.resources", "alone");

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one).isNotEqualTo(Manifests.none().accept("pod.resources", "another reason"));
    }

    @Test
    void a_cluster_accepts_for_components_that_it_has() {
        Cluster accepting = CLUSTER.accept("shop", "pod.probe", "it is watched from outside");

        assertThat(accepting.acceptances()).singleElement().satisfies(acceptance -> {
            assertThat(acceptance.component()).isEqualTo("shop");
            assertThat(acceptance.place().orElseThrow().file()).isEqualTo("AcceptanceTest.java");
        });
        assertThat(accepting.renamed("staging").domain("example.org").acceptances())
                .hasSize(1);
        assertThat(accepting.without("shop").acceptances()).isEmpty();
        assertThatThrownBy(() -> CLUSTER.accept("shpo", "pod.probe", "x"))
                .hasMessageContaining("has no component named 'shpo'");
    }

    @Test
    void a_reason_must_be_given() {
        assertThatThrownBy(() -> CLUSTER.accept("shop", "pod.probe", " "))
                .hasMessage("accepting pod.probe needs a reason that others can judge, but it was empty");
        assertThatThrownBy(() -> Manifests.none().accept("pod.probe", "")).hasMessageContaining("needs a reason");
    }
}
