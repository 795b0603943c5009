package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DerivationOfferTest {

    /** Counts the objects of all others, and marks those of one of them. */
    private record Census(String marked) implements Component, DerivationOffer {

        @Override
        public Offers offers() {
            return Offers.of(this);
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none();
        }

        @Override
        public void derive(Expansion soFar, Function<String, Scope> scopes) {
            scopes.apply(name())
                    .manifest(
                            words("counted", Integer.toString(soFar.manifests().size())));
            scopes.apply(marked).fact(Patch.of("ConfigMap", marked, object -> object.withLabel("counted", "yes")));
        }
    }

    private record Words(String name) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(scope -> scope.manifest(words(name, "text")));
        }
    }

    private static Manifest words(String name, String value) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "ConfigMap")
                .put("metadata", Mapping.of("name", Node.text(name)))
                .put("data", Mapping.of("words", Node.text(value)))
                .build());
    }

    private static Expansion expansion(Component... components) {
        return Expansion.of(Cluster.named("home").layer("all", components))
                .derive(DerivationOffer.all())
                .patched();
    }

    @Test
    void a_component_makes_something_of_what_all_others_have_said() {
        Expansion expansion = expansion(new Census("poems"), new Words("poems"), new Words("letters"));

        assertThat(expansion.findings()).isEmpty();
        assertThat(expansion.manifests())
                .filteredOn(manifest -> manifest.owner().orElse("").equals("census"))
                .extracting(manifest ->
                        manifest.root().mapping("data").text("words").orElse(""))
                .containsExactly("2");
    }

    @Test
    void it_may_change_what_others_have_made() {
        assertThat(expansion(new Census("poems"), new Words("poems"), new Words("letters"))
                        .manifests())
                .filteredOn(manifest -> manifest.labels().containsKey("counted"))
                .extracting(Manifest::name)
                .containsExactly("poems");
    }

    @Test
    void without_such_a_component_nothing_changes() {
        Expansion before = Expansion.of(Cluster.named("home").layer("all", new Words("poems")));

        assertThat(before.derive(DerivationOffer.all())).isEqualTo(before);
    }
}
