package dev.hearth.argocd;

import static dev.hearth.argocd.Fixture.cluster;
import static dev.hearth.argocd.Fixture.configMap;
import static dev.hearth.argocd.Fixture.wire;
import static dev.hearth.argocd.Fixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Band;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Site;
import dev.hearth.findings.Finding;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WavesTest {

    private static Fixture.Thing part(String name, String... after) {
        return yaml(name, configMap("c")).after(after);
    }

    private static Map<String, Integer> waves(Cluster cluster) {
        Map<String, Integer> waves = new TreeMap<>();
        wire(cluster).files().forEach((path, manifests) -> {
            if (path.contains("/apps/") && !path.endsWith("namespaces.yaml")) {
                waves.put(
                        manifests.get(0).name(),
                        Integer.valueOf(manifests.get(0).annotations().get("argocd.argoproj.io/sync-wave")));
            }
        });
        return waves;
    }

    @Test
    void a_component_is_in_the_first_wave_of_its_band() {
        assertThat(waves(cluster()
                        .layer("all", part("a").band(Band.INGRESS), part("b").band(Band.SECURITY))))
                .isEqualTo(Map.of("home-a", -40, "home-b", 20));
    }

    @Test
    void within_a_band_it_is_one_after_the_last_of_those_it_waits_for() {
        assertThat(waves(cluster().layer("all", part("d", "a", "c"), part("c", "b"), part("b", "a"), part("a"))))
                .isEqualTo(Map.of("home-a", 0, "home-b", 1, "home-c", 2, "home-d", 3));
    }

    @Test
    void what_is_of_an_earlier_band_is_early_enough_as_it_is() {
        assertThat(waves(cluster().layer("all", part("a").band(Band.DATA), part("b", "a"))))
                .isEqualTo(Map.of("home-a", -20, "home-b", 0));
    }

    @Test
    void an_order_moves_only_the_component_that_states_it() {
        Map<String, Integer> before = waves(cluster().layer("all", part("a"), part("b"), part("c", "a")));
        Map<String, Integer> after = waves(cluster().layer("all", part("a"), part("b", "a"), part("c", "a")));

        assertThat(before).isEqualTo(Map.of("home-a", 0, "home-b", 0, "home-c", 1));
        assertThat(after).isEqualTo(Map.of("home-a", 0, "home-b", 1, "home-c", 1));
    }

    @Test
    void what_is_preinstalled_is_there_already() {
        assertThat(waves(cluster()
                        .site(Site.microk8s().preinstalled("dns", "kube-system", Offers.none()))
                        .layer("all", part("a", "dns"))))
                .isEqualTo(Map.of("home-a", 0));
    }

    @Test
    void a_cycle_is_shown_as_a_path() {
        Wiring wiring = wire(cluster().layer("all", part("c", "a"), part("a", "b"), part("b", "c"), part("d", "a")));

        assertThat(wiring.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("argo.order");
            assertThat(finding.subject()).isEqualTo("component a");
            assertThat(finding.message()).isEqualTo("waits for itself: a -> b -> c -> a");
            assertThat(finding.hint()).hasValue("leave out one of these orders; a reference to a service needs none");
        });
    }

    @Test
    void separate_cycles_are_reported_together() {
        Wiring wiring = wire(cluster().layer("all", part("a", "b"), part("b", "a"), part("x", "y"), part("y", "x")));

        assertThat(wiring.findings())
                .extracting(Finding::message)
                .containsExactly("waits for itself: a -> b -> a", "waits for itself: x -> y -> x");
    }

    @Test
    void nothing_comes_after_what_is_of_a_later_band() {
        Wiring wiring = wire(cluster()
                .layer(
                        "all",
                        part("a", "b").band(Band.DATA),
                        part("b").band(Band.INGRESS),
                        part("c", "d").band(Band.DATA),
                        part("d")));

        assertThat(wiring.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("argo.order");
            assertThat(finding.message())
                    .isEqualTo("is of band DATA and comes after d, which is of the later band APPLICATIONS");
            assertThat(finding.hint())
                    .hasValue("let band() of c be APPLICATIONS or later, or that of d DATA or earlier");
        });
    }

    @Test
    void a_band_has_ten_waves() {
        Cluster cluster = cluster().layer("all", part("c00"));
        for (int i = 1; i < 10; i++) {
            cluster = cluster.layer("all", part("c0" + i, "c0" + (i - 1)));
        }
        assertThat(waves(cluster)).containsEntry("home-c09", 9);
        assertThat(wire(cluster).findings()).isEmpty();

        assertThat(wire(cluster.layer("all", part("c10", "c09"), part("c11", "c10")))
                        .findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.subject()).isEqualTo("component c10");
                    assertThat(finding.message())
                            .isEqualTo("band APPLICATIONS has 10 waves, but this is the 11th that waits for the one"
                                    + " before: c10 -> c09 -> c08 -> c07 -> c06 -> c05 -> c04 -> c03 -> c02 -> c01 ->"
                                    + " c00");
                });
    }
}
