package dev.hearth.dsl.route;

import static dev.hearth.dsl.route.Fixture.CACHE;
import static dev.hearth.dsl.route.Fixture.COMMUNITY;
import static dev.hearth.dsl.route.Fixture.F5;
import static dev.hearth.dsl.route.Fixture.OPEN;
import static dev.hearth.dsl.route.Fixture.STORE;
import static dev.hearth.dsl.route.Fixture.WEB;
import static dev.hearth.dsl.route.Fixture.expand;
import static dev.hearth.dsl.route.Fixture.findings;
import static dev.hearth.dsl.route.Fixture.ingress;
import static dev.hearth.dsl.route.Fixture.issuer;
import static dev.hearth.dsl.route.Fixture.pods;
import static dev.hearth.dsl.route.Fixture.routed;
import static dev.hearth.dsl.route.Fixture.shop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Order;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Value;
import dev.hearth.manifest.Manifest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutesTest {

    @Test
    void a_host_lies_below_a_domain_of_the_cluster() {
        Route elsewhere = Route.at("shop.example.org").to(WEB);

        assertThat(findings(routed(F5, elsewhere)))
                .containsExactly("route.host Route shop.example.org: the host is not below a domain of the cluster;"
                        + " it has home.arpa");
        Cluster both = Cluster.named("home")
                .domain("home.arpa", "example.org")
                .layer("all", ingress(F5), issuer("internal-ca"), shop(elsewhere));
        assertThat(findings(Expansion.of(both).derive(new Routes()))).isEmpty();
    }

    @Test
    void a_service_without_a_login_is_protected_or_openly_open() {
        assertThat(findings(routed(F5, Route.at("shop").to(OPEN))))
                .containsExactly("route.login Route shop.home.arpa: path / leads to Service metrics of component shop,"
                        + " which asks nobody who they are");
        Expansion open = routed(F5, Route.at("shop").to(OPEN).open("it shows numbers only"));
        assertThat(findings(open)).isEmpty();
        assertThat(open.facts(Exemption.class))
                .extracting(stated -> stated.fact())
                .containsExactly(new Exemption("login", "Route shop", "it shows numbers only"));
    }

    @Test
    void a_login_by_a_proxy_is_at_the_hosts_and_beside_the_paths_that_it_may_have() {
        Login.Forward proxy = Login.forward(STORE, "wiki");

        assertThat(findings(routed(COMMUNITY, Route.at("shop").to(OPEN).login(proxy))))
                .containsExactly(
                        "route.login Route shop.home.arpa: component store logs people in at [wiki], and not at"
                                + " this host");
        assertThat(findings(routed(
                        COMMUNITY,
                        Route.at("wiki").to(OPEN).path("/oauth2/x", WEB).login(proxy))))
                .containsExactly(
                        "route.conflict Route wiki.home.arpa: path /oauth2/x leads elsewhere, but people log in"
                                + " below /oauth2");
    }

    @Test
    void the_pages_of_a_proxy_are_at_a_host_once() {
        Login.Forward proxy = Login.forward(STORE, "wiki");
        Expansion expansion = routed(
                COMMUNITY,
                Route.at("wiki").to(OPEN).login(proxy),
                Route.at("wiki").path("/web", WEB).login(proxy));

        assertThat(findings(expansion)).isEmpty();
        assertThat(expansion.manifests())
                .filteredOn(manifest -> manifest.root().toString().contains("/oauth2")
                        && manifest.namespace().equals(Optional.of("store")))
                .hasSize(1);
    }

    @Test
    void f5_nginx_has_no_login_by_a_proxy_on_a_host_of_several_ingresses() {
        assertThat(findings(routed(
                        F5.withCustomResources(),
                        Route.at("wiki").to(OPEN).path("/store", STORE).login(Login.forward(STORE, "wiki")))))
                .containsExactly("route.dialect Route wiki.home.arpa: the F5 NGINX Ingress Controller cannot keep"
                        + " login(Login.forward(...)): on a host of several Ingresses each would bring the places of the"
                        + " login again");
    }

    @Test
    void a_route_carries_http_and_grpc_only() {
        assertThat(findings(routed(F5, Route.at("shop").to(CACHE))))
                .containsExactly(
                        "route.protocol Route shop.home.arpa: path / leads to Service cache, which speaks redis; a"
                                + " route carries [http, https, grpc, grpcs]");
    }

    @Test
    void a_route_to_nowhere_is_the_finding_of_the_reference() {
        assertThat(findings(routed(F5, Route.at("shop").to(ServiceRef.of("shop", "web", "metrics")))))
                .containsExactly(
                        "link.service-port component shop: refers to port 'metrics' of Service web of component"
                                + " shop; it has http (80)");
    }

    @Test
    void a_redirect_leads_to_a_full_url() {
        assertThat(findings(routed(COMMUNITY, Route.at("shop").to(WEB).redirect("/old", Value.of("/new")))))
                .containsExactly(
                        "route.redirect Route shop.home.arpa: path /old is redirected to '/new', which is no full"
                                + " URL of http or https");
    }

    @Test
    void routes_need_an_ingress_component() {
        assertThat(findings(expand(issuer("internal-ca"), shop(Route.at("shop").to(WEB)))))
                .containsExactly("route.ingress Route shop.home.arpa: no component of the cluster is an ingress");
    }

    @Test
    void among_several_ingress_components_a_route_chooses_one() {
        Route route = Route.at("shop").to(WEB);

        assertThat(findings(twoIngresses(route)))
                .containsExactly("route.ingress Route shop.home.arpa: several could serve it: inner, outer");
        assertThat(findings(twoIngresses(route.through("other"))))
                .containsExactly(
                        "route.ingress Route shop.home.arpa: it is to go through component 'other', which is no"
                                + " ingress; there is inner, outer");
        Expansion chosen = twoIngresses(route.through("outer"));
        assertThat(findings(chosen)).isEmpty();
        assertThat(chosen.manifests().get(1).spec().text("ingressClassName")).contains("outer");
    }

    private static Expansion twoIngresses(Route route) {
        return expand(ingress("inner", F5), ingress("outer", COMMUNITY), issuer("internal-ca"), shop(route));
    }

    @Test
    void a_host_is_served_by_one_ingress_component() {
        Expansion expansion = expand(
                ingress("inner", F5),
                ingress("outer", COMMUNITY),
                issuer("internal-ca"),
                shop(
                        Route.at("shop").to(WEB).through("inner"),
                        Route.at("shop").path("/api", Fixture.API).through("outer")));

        assertThat(findings(expansion))
                .singleElement()
                .asString()
                .startsWith("route.conflict Route shop.home.arpa: it goes through component outer, but component shop");
    }

    @Test
    void tls_needs_an_issuer_or_a_certificate() {
        Route route = Route.at("shop").to(WEB);

        assertThat(findings(expand(ingress(F5), shop(route))))
                .containsExactly(
                        "route.tls Route shop.home.arpa: it is to have TLS, but no component of the cluster issues"
                                + " certificates");
        assertThat(findings(expand(ingress(F5), shop(route.certificate("bought")))))
                .isEmpty();
        assertThat(findings(expand(ingress(F5), shop(route.plainHttp("a device without TLS reads it")))))
                .isEmpty();
    }

    @Test
    void among_several_issuers_a_route_chooses_one() {
        Route route = Route.at("shop").to(WEB);

        assertThat(findings(expand(ingress(F5), issuer("inner"), issuer("outer"), shop(route))))
                .containsExactly("route.tls Route shop.home.arpa: several could issue its certificate: [inner, outer]");
        assertThat(findings(expand(ingress(F5), issuer("inner"), issuer("outer"), shop(route.issuedBy("other")))))
                .containsExactly(
                        "route.tls Route shop.home.arpa: it is to have a certificate of 'other', but the cluster's"
                                + " issuers are [inner, outer]");
        Expansion chosen = expand(ingress(F5), issuer("inner"), issuer("outer"), shop(route.issuedBy("outer")));
        assertThat(findings(chosen)).isEmpty();
        assertThat(chosen.manifests().get(0).spec().mapping("issuerRef").text("name"))
                .contains("outer");
    }

    @Test
    void a_preinstalled_ingress_serves_routes_and_needs_no_order() {
        Site site = Site.microk8s()
                .preinstalled(
                        "ingress",
                        "ingress",
                        Offers.of(
                                new IngressOffer("public", COMMUNITY, pods("nginx"), Port.http(80), Port.https(443))));
        Expansion expansion = Expansion.of(Cluster.named("home")
                        .site(site)
                        .layer("all", shop(Route.at("shop").to(WEB).certificate("bought"))))
                .derive(new Routes());

        assertThat(findings(expansion)).isEmpty();
        assertThat(expansion.facts(Order.class)).isEmpty();
        assertThat(expansion.flows())
                .containsExactly(
                        new Flow(pods("nginx").orIn("ingress"), pods("web").orIn("shop"), Protocol.TCP, 8080, "shop"));
    }

    @Test
    void pods_that_call_the_public_url_may_open_the_controller() {
        Expansion expansion = routed(F5, Route.at("shop").to(WEB).reachedBy(pods("agent")));

        assertThat(expansion.flows())
                .containsExactly(
                        new Flow(pods("nginx").orIn("nginx"), pods("web").orIn("shop"), Protocol.TCP, 8080, "shop"),
                        new Flow(pods("agent").orIn("shop"), pods("nginx").orIn("nginx"), Protocol.TCP, 443, "shop"));
    }

    @Test
    void a_cluster_without_routes_stays_as_it_is() {
        assertThat(expand(ingress(F5), issuer("internal-ca"), shop()).manifests())
                .extracting(Manifest::toString)
                .isEmpty();
    }
}
