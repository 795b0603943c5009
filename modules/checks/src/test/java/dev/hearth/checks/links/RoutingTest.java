package dev.hearth.checks.links;

import static dev.hearth.checks.links.LinkCheck.complete;
import static dev.hearth.checks.links.LinkCheck.folder;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {

    private static final String CLASS =
            "{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: home}}";

    private static String gateway(String listener) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: edge}
                spec:
                  gatewayClassName: home
                  listeners: [%s]
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop, labels: {public: "true"}}
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: edge}}
                ---
                """.formatted(listener);
    }

    private static String route(String kind, String parent, String hostnames) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: %s
                metadata: {name: web, namespace: shop}
                spec: {parentRefs: [{name: edge, namespace: edge%s}], hostnames: [%s]}
                """.formatted(kind, parent, hostnames);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            {name: web, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: All}}} | , sectionName: web | -
            {name: web, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: All}}} | , sectionName: wep | spec.parentRefs[0].sectionName: Gateway edge/edge has no listener wep; it has web
            {name: web, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: All}}} | , port: 80 | -
            {name: web, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: All}}} | , port: 81 | spec.parentRefs[0].port: no listener of Gateway edge/edge has port 81; they have 80
            {name: web, protocol: HTTP, port: 80} | `` | spec.parentRefs[0].name: no listener of Gateway edge/edge takes routes from namespace shop: web
            {name: web, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {public: "true"}}}}} | `` | -
            {name: web, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: shop}}}}} | `` | -
            {name: web, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {public: "false"}}}}} | `` | spec.parentRefs[0].name: no listener of Gateway edge/edge takes routes from namespace shop: web
            {name: web, protocol: TCP, port: 80, allowedRoutes: {namespaces: {from: All}}} | `` | spec.parentRefs[0].name: no listener of Gateway edge/edge takes a HTTPRoute: web
            {name: web, protocol: HTTP, port: 80, allowedRoutes: {kinds: [{kind: GRPCRoute}], namespaces: {from: All}}} | `` | spec.parentRefs[0].name: no listener of Gateway edge/edge takes a HTTPRoute: web
            {name: web, protocol: HTTP, port: 80, hostname: "*.home.arpa", allowedRoutes: {namespaces: {from: All}}} | `` | -
            {name: web, protocol: HTTP, port: 80, hostname: "*.lab.arpa", allowedRoutes: {namespaces: {from: All}}} | `` | spec.hostnames: no listener of Gateway edge/edge has one of these hosts; they have *.lab.arpa
            """)
    void a_listener_takes_the_route(String listener, String parent, String finding) {
        assertThat(complete(gateway(listener) + route("HTTPRoute", parent, "a.shop.home.arpa"), CLASS))
                .isEqualTo(finding == null ? List.of() : List.of("error link.gateway " + finding));
    }

    @Test
    void the_gateway_of_another_tree_is_only_worth_knowing() {
        assertThat(folder(route("HTTPRoute", "", "a.home.arpa")))
                .containsExactly("info link.gateway spec.parentRefs[0].name: namespace edge has no Gateway edge");
    }

    @ParameterizedTest
    @CsvSource({
        "*.home.arpa, a.home.arpa, true",
        "*.home.arpa, a.b.home.arpa, true",
        "*.home.arpa, home.arpa, false",
        "a.home.arpa, b.home.arpa, false",
        "*.home.arpa, *.b.home.arpa, true",
        "*.home.arpa, ahome.arpa, false"
    })
    void hosts_meet(String one, String other, boolean meet) {
        assertThat(Listeners.meet(one, other)).isEqualTo(meet);
        assertThat(Listeners.meet(other, one)).isEqualTo(meet);
    }

    @ParameterizedTest
    @CsvSource({
        "*.home.arpa, a.home.arpa, true",
        "*.home.arpa, a.b.home.arpa, false",
        "*.home.arpa, home.arpa, false",
        "*.home.arpa, *.home.arpa, true",
        "a.home.arpa, A.home.arpa, true"
    })
    void a_certificate_covers_a_host(String name, String host, boolean covers) {
        assertThat(CertificateHosts.covers(name, host)).isEqualTo(covers);
    }

    @Test
    void the_certificate_of_a_listener_is_for_its_host() {
        String tree = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: edge}
                spec:
                  gatewayClassName: home
                  listeners: [{name: web, hostname: %s, tls: {certificateRefs: [{name: home}]}}]
                ---
                apiVersion: cert-manager.io/v1
                kind: Certificate
                metadata: {name: home, namespace: edge}
                spec: {secretName: home, dnsNames: ["*.home.arpa"]}
                """;

        assertThat(complete(tree.formatted("'*.home.arpa'"), CLASS)).isEmpty();
        assertThat(complete(tree.formatted("lab.arpa"), CLASS))
                .containsExactly(
                        "error link.certificate-host spec.listeners[0].hostname: the certificate in Secret home"
                                + " is not for lab.arpa; it is for *.home.arpa");
    }

    @Test
    void a_certificate_that_nobody_here_makes_is_passed_over() {
        assertThat(complete("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: web, namespace: shop}
                spec: {tls: [{hosts: [a.home.arpa], secretName: a}]}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: a, namespace: shop}}
                """)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}], to: [{group: "", kind: Service}]}            | 0
            {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}], to: [{group: "", kind: Service, name: web}]} | 0
            {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}], to: [{group: "", kind: Service, name: wep}]} | 1
            {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}], to: [{group: "", kind: Service}]}            | 1
            {from: [{group: gateway.networking.k8s.io, kind: TCPRoute, namespace: edge}], to: [{group: "", kind: Service}]}             | 1
            """)
    void a_backend_of_another_namespace_is_granted(String grant, int findings) {
        assertThat(complete("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: web, namespace: edge}
                spec: {rules: [{backendRefs: [{name: web, namespace: shop, port: 80}]}]}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {ports: [{port: 80}]}}
                ---
                apiVersion: gateway.networking.k8s.io/v1beta1
                kind: ReferenceGrant
                metadata: {name: edge, namespace: shop}
                spec: %s
                """.formatted(grant)))
                .hasSize(findings)
                .allMatch(line -> line.startsWith("error link.grant "));
    }
}
