package dev.hearth.dsl.route;

import static dev.hearth.dsl.route.Fixture.COMMUNITY;
import static dev.hearth.dsl.route.Fixture.F5;
import static dev.hearth.dsl.route.Fixture.WEB;
import static dev.hearth.dsl.route.Fixture.findings;
import static dev.hearth.dsl.route.Fixture.pods;
import static dev.hearth.dsl.route.Fixture.routed;
import static dev.hearth.dsl.route.Fixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Order;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.Stated;
import org.junit.jupiter.api.Test;

class PlainRouteTest {

    @Test
    void on_f5_nginx_it_is_a_certificate_and_an_ingress() {
        Expansion expansion = routed(F5, Route.at("shop").to(WEB));

        assertThat(findings(expansion)).isEmpty();
        Expected.same("plain-f5.yaml", yaml(expansion));
    }

    @Test
    void on_community_nginx_it_is_a_certificate_and_an_ingress() {
        Expected.same(
                "plain-community.yaml", yaml(routed(COMMUNITY, Route.at("shop").to(WEB))));
    }

    @Test
    void the_controller_may_open_the_pods_of_the_service_and_nothing_else() {
        assertThat(routed(F5, Route.at("shop").to(WEB)).flows())
                .containsExactly(
                        new Flow(pods("nginx").orIn("nginx"), pods("web").orIn("shop"), Protocol.TCP, 8080, "shop"));
    }

    @Test
    void the_component_comes_after_its_ingress_and_its_issuer() {
        assertThat(routed(F5, Route.at("shop").to(WEB)).facts(Order.class))
                .containsExactlyInAnyOrder(
                        new Stated<>("shop", "shop", new Order("nginx")),
                        new Stated<>("shop", "shop", new Order("internal-ca")));
    }
}
