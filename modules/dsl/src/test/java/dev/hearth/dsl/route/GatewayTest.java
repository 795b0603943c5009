package dev.hearth.dsl.route;

import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.route.Fixture.routed;
import static dev.hearth.dsl.route.Fixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Routes through NGINX Gateway Fabric. */
class GatewayTest {

    private static final Dialect GATEWAY = Dialect.nginxGateway("public", "gateway");
    private static final ServiceRef WEB = ServiceRef.of("shop", "web", "http");

    private static Manifest object(Expansion expansion, String kind, String name) {
        return expansion.manifests().stream()
                .filter(manifest ->
                        manifest.kind().equals(kind) && manifest.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in " + expansion.manifests()));
    }

    private static Mapping rule(Expansion expansion) {
        return object(expansion, "HTTPRoute", "shop")
                .spec()
                .sequence("rules")
                .mappings()
                .get(0);
    }

    @Test
    void a_host_has_listeners_with_its_certificate_and_sends_everybody_there() {
        Expansion expansion = routed(GATEWAY, Route.at("shop").to(WEB));

        assertThat(expansion.findings()).isEmpty();
        Mapping listeners = object(expansion, "ListenerSet", "shop").spec();
        assertThat(listeners.mapping("parentRef").text("name")).contains("public");
        assertThat(listeners.sequence("listeners").mappings())
                .extracting(listener -> listener.text("protocol").orElseThrow())
                .containsExactly("HTTP", "HTTPS");
        assertThat(yaml(expansion, "ListenerSet")).contains("certificateRefs:", "- name: shop-tls");
        assertThat(object(expansion, "Certificate", "shop-tls").namespace()).contains("shop");
        assertThat(object(expansion, "HTTPRoute", "shop-to-https").root().toString())
                .contains("RequestRedirect", "https", "301");
        assertThat(yaml(expansion, "Ingress")).isBlank();
    }

    @Test
    void a_route_leads_to_its_service_by_the_listener_with_tls() {
        Expansion expansion = routed(GATEWAY, Route.at("shop").to(WEB));

        Mapping parent = object(expansion, "HTTPRoute", "shop")
                .spec()
                .sequence("parentRefs")
                .mappings()
                .get(0);
        assertThat(parent.text("sectionName")).contains("https");
        assertThat(rule(expansion).sequence("backendRefs").mappings().get(0).toString())
                .contains("web", "80");
    }

    @Test
    void without_tls_there_is_one_listener_and_no_redirect() {
        Expansion expansion = routed(GATEWAY, Route.at("shop").to(WEB).plainHttp("a test"));

        assertThat(object(expansion, "ListenerSet", "shop")
                        .spec()
                        .sequence("listeners")
                        .mappings())
                .hasSize(1);
        assertThat(expansion.manifests()).extracting(Manifest::name).doesNotContain("shop-to-https");
    }

    @Test
    void limits_are_policies_of_the_controller_one_of_each_kind() {
        Expansion expansion = routed(
                GATEWAY,
                Route.at("shop")
                        .to(WEB)
                        .bodySize(mib(64))
                        .readTimeout(minutes(5))
                        .sendTimeout(hours(3))
                        .unbufferedResponses());

        assertThat(expansion.findings()).isEmpty();
        assertThat(object(expansion, "ClientSettingsPolicy", "shop")
                        .spec()
                        .mapping("body")
                        .text("maxSize"))
                .contains("64m");
        Mapping proxy = object(expansion, "ProxySettingsPolicy", "shop").spec();
        assertThat(proxy.mapping("timeout").text("read")).contains("300s");
        assertThat(proxy.mapping("timeout").text("send")).contains("180m");
        assertThat(proxy.mapping("buffering").isTrue("disable")).isTrue();
        assertThat(proxy.sequence("targetRefs").mappings().get(0).text("kind")).contains("HTTPRoute");
    }

    @Test
    void headers_of_all_kinds_are_one_filter() {
        Expansion expansion = routed(
                GATEWAY,
                Route.at("shop")
                        .to(WEB)
                        .responseHeader("X-Frame-Options", "DENY")
                        .hsts(Hsts.of(Duration.ofDays(30))));

        assertThat(rule(expansion).sequence("filters").mappings()).hasSize(1);
        assertThat(rule(expansion).toString())
                .contains("X-Frame-Options", "Strict-Transport-Security", "max-age=2592000");
    }

    @Test
    void a_redirect_is_a_rule_of_its_own_before_the_others() {
        Mapping rule =
                rule(routed(GATEWAY, Route.at("shop").to(WEB).redirect("/old", "https://other.example.org:8443/new")));

        assertThat(rule.toString()).contains("/old", "other.example.org", "8443", "/new", "302");
    }

    @Test
    void services_of_two_namespaces_have_a_route_each_at_the_same_listeners() {
        Expansion expansion =
                routed(GATEWAY, Route.at("shop").to(WEB).path("/store", ServiceRef.of("store", "store", "http")));

        assertThat(object(expansion, "HTTPRoute", "shop-store").namespace()).contains("store");
        assertThat(yaml(expansion, "ListenerSet")).contains("- shop", "- store");
    }

    @Test
    void a_login_by_a_proxy_is_told_to_go_before_the_service() {
        Expansion expansion = routed(GATEWAY, Route.at("shop").to(WEB).login(Login.forward(Fixture.STORE, "shop")));

        assertThat(expansion.findings())
                .extracting(Finding::hint)
                .containsExactly(Optional.of("let the host lead to a proxy before the service,"
                        + " OAuth2Proxy.before(service, host, client)"));
    }

    @Test
    void what_it_cannot_keep_is_told() {
        Expansion expansion = routed(
                GATEWAY,
                Route.at("shop")
                        .to(WEB)
                        .unbufferedUploads()
                        .allowFrom("192.168.10.0/24")
                        .cache(minutes(10)),
                Route.at("secure").to(ServiceRef.of("shop", "secure", "https")));

        assertThat(expansion.findings())
                .extracting(Finding::rule)
                .containsOnly("route.dialect")
                .hasSize(4);
    }
}
