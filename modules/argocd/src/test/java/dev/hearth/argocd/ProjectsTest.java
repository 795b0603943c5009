package dev.hearth.argocd;

import static dev.hearth.argocd.Fixture.cluster;
import static dev.hearth.argocd.Fixture.configMap;
import static dev.hearth.argocd.Fixture.expand;
import static dev.hearth.argocd.Fixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Cluster;
import dev.hearth.manifest.Manifest;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectsTest {

    private static final Fixture.Thing SHOP = yaml("shop", configMap("shop"));
    private static final Fixture.Thing STORE = yaml("store", """
            {apiVersion: v1, kind: Service, metadata: {name: store}, spec: {}}
            ---
            {apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1}
            """);

    private static Manifest project(Cluster cluster, Previous previous) {
        return ArgoCd.wire(expand(cluster), previous)
                .files()
                .getOrDefault("argocd-apps/home/projects/web.yaml", com.google.common.collect.ImmutableList.of())
                .get(0);
    }

    private static Previous after(Manifest... projects) {
        return Previous.of(List.of(projects));
    }

    private static Collection<String> rights(Manifest project) {
        return Right.read(project).stream().map(Right::toString).toList();
    }

    @Test
    void what_is_no_longer_used_stays_allowed_so_that_it_can_be_removed() {
        Manifest both = project(cluster().layer("web", SHOP, STORE), Previous.none());
        Manifest one = project(cluster().layer("web", SHOP), after(both));

        assertThat(rights(one))
                .isEqualTo(rights(both))
                .containsExactly(
                        "cluster-kind:scheduling.k8s.io/PriorityClass",
                        "kind:ConfigMap",
                        "kind:Service",
                        "namespace:shop",
                        "namespace:store",
                        "source:https://git.home.arpa/me/home.git");
        assertThat(one.annotations())
                .containsEntry(
                        "hearth.dev/retired",
                        "cluster-kind:scheduling.k8s.io/PriorityClass kind:Service namespace:store");
    }

    @Test
    void what_an_operator_makes_of_a_prometheus_is_shown_down_to_its_pods() {
        Fixture.Thing prometheus =
                yaml("prometheus", "{apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: {name: p}}");

        assertThat(rights(project(cluster().layer("web", prometheus), Previous.none())))
                .contains("kind:apps/StatefulSet", "kind:Pod");
    }

    @Test
    void a_render_that_changes_nothing_gives_the_same_project() {
        Manifest both = project(cluster().layer("web", SHOP, STORE), Previous.none());
        Manifest one = project(cluster().layer("web", SHOP), after(both));

        assertThat(project(cluster().layer("web", SHOP), after(one))).isEqualTo(one);
        assertThat(project(cluster().layer("web", SHOP, STORE), after(both))).isEqualTo(both);
    }

    @Test
    void the_next_change_takes_the_right_away() {
        Manifest both = project(cluster().layer("web", SHOP, STORE), Previous.none());
        Manifest one = project(cluster().layer("web", SHOP), after(both));
        Cluster moved = cluster().layer("web", SHOP.in("elsewhere"));

        assertThat(rights(project(moved, after(one))))
                .containsExactly(
                        "kind:ConfigMap",
                        "namespace:elsewhere",
                        "namespace:shop",
                        "source:https://git.home.arpa/me/home.git");
    }

    @Test
    void what_is_used_again_is_not_retired() {
        Manifest both = project(cluster().layer("web", SHOP, STORE), Previous.none());
        Manifest one = project(cluster().layer("web", SHOP), after(both));

        assertThat(project(cluster().layer("web", SHOP, STORE), after(one))).isEqualTo(both);
    }

    @Test
    void a_moved_repository_stays_allowed_once() {
        Manifest before = project(cluster().layer("web", SHOP), Previous.none());
        Manifest after =
                project(cluster().layer("web", SHOP).repository("https://example.org/new.git", "main"), after(before));

        assertThat(rights(after))
                .contains("source:https://example.org/new.git", "source:https://git.home.arpa/me/home.git");
        assertThat(after.annotations()).containsEntry("hearth.dev/retired", "source:https://git.home.arpa/me/home.git");
    }

    @Test
    void every_right_is_read_as_it_was_written() {
        for (Right right : List.of(
                Right.clusterKind("", "Namespace"),
                Right.clusterKind("a.b", "C"),
                Right.kind("*", "*"),
                Right.namespace("n"),
                Right.source("https://a/b:c"))) {
            assertThat(Right.parse(right.toString())).hasValue(right);
        }
        assertThat(Right.parse("something else")).isEmpty();
    }

    @Test
    void own_kinds_are_allowed_where_their_definitions_say_they_live() {
        Fixture.Thing own = Fixture.thing("own", Fixture.objects("""
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: realms.home.arpa}
                        spec: {group: home.arpa, scope: Cluster, names: {kind: Realm, plural: realms}, versions: []}
                        ---
                        {apiVersion: home.arpa/v1, kind: Realm, metadata: {name: family}}
                        """));

        assertThat(rights(project(cluster().layer("web", own), Previous.none())))
                .contains("cluster-kind:home.arpa/Realm")
                .doesNotContain("kind:home.arpa/Realm");
    }
}
