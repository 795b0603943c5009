package dev.hearth.dsl.route;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.route.Fixture.API;
import static dev.hearth.dsl.route.Fixture.COMMUNITY;
import static dev.hearth.dsl.route.Fixture.F5;
import static dev.hearth.dsl.route.Fixture.STORE;
import static dev.hearth.dsl.route.Fixture.WEB;
import static dev.hearth.dsl.route.Fixture.expand;
import static dev.hearth.dsl.route.Fixture.findings;
import static dev.hearth.dsl.route.Fixture.ingress;
import static dev.hearth.dsl.route.Fixture.issuer;
import static dev.hearth.dsl.route.Fixture.routed;
import static dev.hearth.dsl.route.Fixture.shop;
import static dev.hearth.dsl.route.Fixture.store;
import static dev.hearth.dsl.route.Fixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.dsl.Expansion;
import dev.hearth.manifest.Manifest;
import org.junit.jupiter.api.Test;

class SharedHostTest {

    private static Expansion twoComponents(Dialect dialect) {
        return expand(
                ingress(dialect),
                issuer("internal-ca"),
                store(Route.at("shop").path("/files", STORE).unlimitedBody().responseHeader("X-Frame-Options", "DENY")),
                shop(Route.at("shop").to(WEB).hsts(Hsts.of(days(365)).withSubdomains())));
    }

    @Test
    void on_f5_nginx_a_master_holds_what_is_of_the_host_and_each_component_has_a_minion() {
        Expansion expansion = twoComponents(F5);

        assertThat(findings(expansion)).isEmpty();
        Expected.same("shared-f5.yaml", yaml(expansion));
    }

    @Test
    void on_community_nginx_the_ingress_of_the_root_path_holds_tls() {
        Expansion expansion = twoComponents(COMMUNITY.withResponseHeaders("X-Frame-Options"));

        assertThat(findings(expansion)).isEmpty();
        Expected.same("shared-community.yaml", yaml(expansion));
    }

    @Test
    void each_ingress_belongs_to_the_component_that_states_the_route_and_lives_beside_the_service() {
        Expansion expansion = expand(
                ingress(F5), issuer("internal-ca"), shop(Route.at("files").to(STORE)), store());

        assertThat(expansion.manifests())
                .extracting(Manifest::toString, manifest -> manifest.owner().orElseThrow())
                .containsExactly(tuple("Certificate store/files-tls", "shop"), tuple("Ingress store/files", "shop"));
    }

    @Test
    void a_route_to_services_of_two_namespaces_has_an_ingress_in_each() {
        Expansion expansion = routed(F5, Route.at("shop").to(WEB).path("/files", STORE));

        assertThat(findings(expansion)).isEmpty();
        assertThat(expansion.manifests())
                .extracting(Manifest::toString)
                .containsExactly(
                        "Certificate shop/shop-tls",
                        "Ingress shop/shop",
                        "Ingress store/shop-files",
                        "Ingress shop/shop-master");
    }

    @Test
    void sharing_a_host_changes_no_name_of_what_was_there() {
        Expansion before =
                expand(ingress(F5), issuer("internal-ca"), shop(Route.at("shop").to(WEB)), store());
        Expansion after = twoComponents(F5);

        assertThat(after.manifests())
                .extracting(Manifest::toString)
                .containsAll(before.manifests().stream().map(Manifest::toString).toList());
    }

    @Test
    void a_path_that_two_components_route_is_a_conflict_that_names_both() {
        Expansion expansion = expand(
                ingress(F5),
                issuer("internal-ca"),
                shop(Route.at("shop").to(WEB)),
                store(Route.at("shop.home.arpa").to(STORE)));

        assertThat(findings(expansion))
                .singleElement()
                .asString()
                .matches("route.conflict Route shop.home.arpa: component store routes path /, which component shop"
                        + " \\(Fixture.java:\\d+\\) routes already");
        assertThat(findings(expand(
                        ingress(F5),
                        issuer("internal-ca"),
                        shop(Route.at("shop").to(WEB)),
                        store(Route.at("store").to(STORE)))))
                .isEmpty();
    }

    @Test
    void a_redirected_path_is_taken_too() {
        Expansion expansion = routed(
                COMMUNITY,
                Route.at("shop").to(WEB).redirect("/old", "https://shop.home.arpa/"),
                Route.at("shop").exactPath("/old", API));

        assertThat(findings(expansion))
                .singleElement()
                .asString()
                .startsWith("route.conflict Route shop.home.arpa: component shop routes path /old (exact), which");
        assertThat(findings(routed(
                        COMMUNITY,
                        Route.at("shop").to(WEB).redirect("/old", "https://shop.home.arpa/"),
                        Route.at("shop").exactPath("/older", API))))
                .isEmpty();
    }

    @Test
    void routes_of_a_host_agree_on_tls() {
        assertThat(findings(routed(
                        F5,
                        Route.at("shop").to(WEB),
                        Route.at("shop").path("/api", API).plainHttp("why not"))))
                .containsExactly("route.conflict Route shop.home.arpa: component shop and component shop share the host"
                        + " but say different things of TLS");
        assertThat(findings(routed(
                        F5,
                        Route.at("shop").to(WEB).plainHttp("a device"),
                        Route.at("shop").path("/api", API).plainHttp("another"))))
                .isEmpty();
    }

    @Test
    void what_holds_for_the_whole_host_is_said_alike_by_all_routes() {
        Route month = Route.at("shop").to(WEB).hsts(Hsts.of(days(30)));

        assertThat(findings(routed(F5, month, Route.at("shop").path("/api", API).hsts(Hsts.of(days(31))))))
                .containsExactly(
                        "route.conflict Route shop.home.arpa: component shop wants nginx.org/hsts-max-age to be"
                                + " 2678400, and another route of the host 2592000");
        assertThat(findings(routed(F5, month, Route.at("shop").path("/api", API).hsts(Hsts.of(days(30))))))
                .isEmpty();
    }

    @Test
    void two_ingresses_of_a_namespace_have_names_of_their_own() {
        Route dashed = Route.at("shop").path("/a-b", API);

        assertThat(findings(routed(COMMUNITY, Route.at("shop").path("/a/b", WEB), dashed)))
                .containsExactly(
                        "route.conflict Route shop.home.arpa: two Ingresses of the host would be named shop-a-b"
                                + " in namespace shop");
        assertThat(findings(routed(COMMUNITY, Route.at("shop").path("/a/b", WEB), dashed.named("dashed"))))
                .isEmpty();
    }

    @Test
    void f5_nginx_tells_paths_of_several_ingresses_apart_by_their_text_alone() {
        Route exactRoot = Route.at("shop").to(WEB).exactPath("/", WEB);

        assertThat(findings(routed(F5, exactRoot, Route.at("shop").path("/api", API))))
                .containsExactly(
                        "route.dialect Route shop.home.arpa: the F5 NGINX Ingress Controller cannot keep path /"
                                + " both exact and as a prefix: on a host of several Ingresses it knows paths by their text"
                                + " alone");
        assertThat(findings(routed(F5, exactRoot))).isEmpty();
        assertThat(findings(routed(COMMUNITY, exactRoot, Route.at("shop").path("/api", API))))
                .isEmpty();
    }
}
